"""Cells added up by the database into the groups that a figure asks for: one statement a figure.

A window is read from the cells of its whole months and, at its edges, of single days.

Written by hand because it is read for every figure of every page: putting the same statement together from fourteen
sums through the ORM costs more than the database needs to answer it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Any

from django.db import connection

from metrics.counts.months import first_of_month, next_month
from metrics.counts.statements import COUNTS, OPTION_COUNTS, WEIGHT_COUNTS, Table

__all__ = ["COUNTS", "OPTION_COUNTS", "WEIGHT_COUNTS", "Cut", "added_up", "added_up_with_weights", "stretches"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Cut:
    """Which cells: surveys with the questions that count in them, scales, days, and keys wanted in other columns.

    :ivar scales: none for cells of any scale; cells without a scale always belong to it
    :ivar tells_days: single days are told apart, so that sums of months are of no use
    """

    organisation_id: int
    questions: Sequence[tuple[Iterable[int], Iterable[int]]]
    scales: Iterable[int] | None = None
    wanted: Mapping[str, Iterable[int]] | None = None
    first: date | None = None
    last: date | None = None
    tells_days: bool = False

    def where(self) -> str:
        """The condition without the days. The keys are ours, never a reader's words."""
        pairs = [
            f"(survey_id IN ({_keys(surveys)}) AND question_id IN ({_keys(questions)}))"
            for surveys, questions in self.questions
        ]
        parts = [f"organisation_id = {self.organisation_id:d}", f"({' OR '.join(pairs)})"]
        if self.scales is not None:
            parts.append(f"scale_id IN ({_keys([0, *self.scales])})")
        parts += [f"{column} IN ({_keys(keys)})" for column, keys in (self.wanted or {}).items()]
        return " AND ".join(parts)

    def stretches(self) -> list["Stretch"]:
        """The days of the cut, those of whole months together."""
        if self.tells_days:
            return [Stretch(of_months=False, first=self.first, last=self.last)]
        return stretches(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row, both ends included; read from cells of months where they are whole months."""

    of_months: bool
    first: date | None
    last: date | None

    def condition(self) -> tuple[str, list[str]]:
        """What is added to a condition on either kind of cells, with its parameters."""
        days = [(" AND day >= %s", self.first), (" AND day <= %s", self.last)]
        given = [(words, day.isoformat()) for words, day in days if day]
        return "".join(words for words, _day in given), [day for _words, day in given]


def stretches(first: date | None, last: date | None) -> list[Stretch]:
    """A window as single days, whole months, single days; what is not needed is left out. None is no end."""
    begin = first if first is None or first.day == 1 else next_month(first)
    end = last and first_of_month(last + _DAY) - _DAY
    if begin and end and begin > end:
        return [Stretch(of_months=False, first=first, last=last)]
    found = [Stretch(of_months=True, first=begin, last=end)]
    if first and begin and first < begin:
        found.insert(0, Stretch(of_months=False, first=first, last=begin - _DAY))
    if last and end and end < last:
        found.append(Stretch(of_months=False, first=end + _DAY, last=last))
    return found


def _keys(keys: Iterable[int]) -> str:
    """Primary keys as they stand in a statement."""
    return ", ".join(str(int(key)) for key in sorted(keys))


def added_up(cut: Cut, *, keys: Sequence[str], columns: Sequence[str], table: Table = COUNTS) -> list[dict[str, Any]]:
    """The sums of the columns for each combination of keys that has cells; days of months are their first."""
    return _fetched([_Half(table, [f"SUM({column})" for column in columns])], cut, keys, columns)


def added_up_with_weights(
    cut: Cut, *, keys: Sequence[str], counts: Sequence[str], weights: Sequence[str]
) -> list[dict[str, Any]]:
    """Sums of counts and of weights, read in one statement, so that no recount comes between them."""
    halves = [
        _Half(COUNTS, [*_sums(counts), *(["0"] * len(weights))]),
        _Half(WEIGHT_COUNTS, [*(["0"] * len(counts)), *_sums(weights)]),
    ]
    return _fetched(halves, cut, keys, (*counts, *weights))


def _sums(columns: Sequence[str]) -> list[str]:
    return [f"SUM({column})" for column in columns]


@dataclass(frozen=True, slots=True)
class _Half:
    """One table and what of it is added up."""

    table: Table
    sums: Sequence[str]

    def select(self, keys: str, where: str, *, of_months: bool) -> str:
        name = self.table.months if of_months else self.table.name
        return f"SELECT {keys}, {', '.join(self.sums)} FROM {name} WHERE {where} GROUP BY {keys}"  # noqa: S608


def _fetched(halves: Sequence[_Half], cut: Cut, keys: Sequence[str], columns: Sequence[str]) -> list[dict[str, Any]]:
    where, by = cut.where(), ", ".join(keys)
    selects: list[str] = []
    parameters: list[str] = []
    for half in halves:
        for stretch in cut.stretches():
            condition, days = stretch.condition()
            selects.append(half.select(by, where + condition, of_months=stretch.of_months))
            parameters += days
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(selects), parameters)
        rows = [dict(zip((*keys, *columns), row, strict=True)) for row in cursor.fetchall()]
    for row in rows if "day" in keys else ():
        row["day"] = as_day(row["day"])
    return rows if len(selects) == 1 else _together(rows, keys, columns)


def _together(rows: Iterable[dict[str, Any]], keys: Sequence[str], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Rows of the same keys as one."""
    key_of = itemgetter(*keys)
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        same = found.setdefault(key_of(row), row)
        if same is not row:
            same.update((column, same[column] + row[column]) for column in columns)
    return list(found.values())


def as_day(value: date | str) -> date:
    """A day as SQLite gives it where it has lost the column's type, or as every other database does."""
    return date.fromisoformat(value) if isinstance(value, str) else value

"""Cells added up by the database into the groups that a figure asks for: one statement a figure.

Written by hand because it is read for every figure of every page: putting the same statement together from fourteen
sums through the ORM costs more than the database needs to answer it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

COUNTS, WEIGHT_COUNTS, OPTION_COUNTS = "metrics_count", "metrics_weightcount", "metrics_optioncount"


@dataclass(frozen=True, slots=True)
class Cut:
    """Which cells: surveys with the questions that count in them, scales, days, and keys wanted in other columns.

    :ivar scales: none for cells of any scale; cells without a scale always belong to it
    """

    organisation_id: int
    questions: Sequence[tuple[Iterable[int], Iterable[int]]]
    scales: Iterable[int] | None = None
    wanted: Mapping[str, Iterable[int]] | None = None
    first: date | None = None
    last: date | None = None

    def where(self) -> tuple[str, list[Any]]:
        """The condition with its parameters. The keys are ours, never a reader's words."""
        pairs = [
            f"(survey_id IN ({_keys(surveys)}) AND question_id IN ({_keys(questions)}))"
            for surveys, questions in self.questions
        ]
        parts = ["organisation_id = %s", f"({' OR '.join(pairs)})"]
        if self.scales is not None:
            parts.append(f"scale_id IN ({_keys([0, *self.scales])})")
        parts += [f"{column} IN ({_keys(keys)})" for column, keys in (self.wanted or {}).items()]
        days = [("day >= %s", self.first), ("day <= %s", self.last)]
        parts += [condition for condition, day in days if day]
        return " AND ".join(parts), [self.organisation_id, *(day.isoformat() for _condition, day in days if day)]


def _keys(keys: Iterable[int]) -> str:
    """Primary keys as they stand in a statement."""
    return ", ".join(str(int(key)) for key in sorted(keys))


def added_up(cut: Cut, *, keys: Sequence[str], columns: Sequence[str], table: str = COUNTS) -> list[dict[str, Any]]:
    """The sums of the columns for each combination of keys that has cells."""
    where, parameters = cut.where()
    return _fetched(
        _select(table, keys, [f"SUM({column})" for column in columns], where), parameters, (*keys, *columns)
    )


def added_up_with_weights(
    cut: Cut, *, keys: Sequence[str], counts: Sequence[str], weights: Sequence[str]
) -> list[dict[str, Any]]:
    """Sums of counts and sums of weights as rows of both columns, one of the two nothing but zeros.

    They are read in one statement, so that no recount comes between them.
    """
    where, parameters = cut.where()
    halves = [
        _select(COUNTS, keys, [*_sums(counts), *(["0"] * len(weights))], where),
        _select(WEIGHT_COUNTS, keys, [*(["0"] * len(counts)), *_sums(weights)], where),
    ]
    return _fetched(" UNION ALL ".join(halves), [*parameters, *parameters], (*keys, *counts, *weights))


def _sums(columns: Sequence[str]) -> list[str]:
    return [f"SUM({column})" for column in columns]


def _select(table: str, keys: Sequence[str], sums: Sequence[str], where: str) -> str:
    by = ", ".join(keys)
    return f"SELECT {by}, {', '.join(sums)} FROM {table} WHERE {where} GROUP BY {by}"  # noqa: S608 (our own names)


def _fetched(statement: str, parameters: Sequence[Any], names: Sequence[str]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows if "day" in names else ():
        row["day"] = as_day(row["day"])
    return rows


def as_day(value: date | str) -> date:
    """A day as SQLite gives it where it has lost the column's type, or as every other database does."""
    return date.fromisoformat(value) if isinstance(value, str) else value

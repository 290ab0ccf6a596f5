"""A cell and what was said in it as one whole number, which databases hand over quickly and arrays sort quickly.

Each part becomes a digit with as many values as the part has, and the digits one number, as hours and minutes become
seconds. References are told from the lowest key the organisation has, so that the digits stay small.
"""

import math
import sqlite3
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from metrics.counts.statements import SOURCE

_LARGEST = 2**63 - 1
_DOORS, _REASONS = 16, 4
# Room for rows that others add while the answers are read.
_ROOM = 16
_OF_ORGANISATION = "SELECT MIN(id), MAX(id) FROM {table} WHERE organisation_id = %s"
_OF_SURVEY = (
    "SELECT MIN(q.id), MAX(q.id) FROM feedback_question q JOIN feedback_instrumentversion v "
    "ON v.instrument_id = q.instrument_id JOIN feedback_survey s ON s.version_id = v.id "
    "WHERE s.organisation_id = %s AND s.id = %s"
)
_REFERENCES = (
    ("unit_id", "r", "organisations_unit"),
    ("channel_id", "r", "organisations_channel"),
    ("profile_id", "r", "feedback_segmentprofile"),
    ("touchpoint_id", "r", "touchpoints_touchpoint"),
    ("scale_id", "a", "feedback_scale"),
)


@dataclass(frozen=True, slots=True)
class Digit:
    """One part of the number.

    :ivar packed: SQL of a whole number from 0, which means absent, to less than `size`
    :ivar before: what 1 stands for, less one
    """

    name: str
    packed: str
    size: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class Packing:
    """The digits of a survey's answers, the lowest first: what was said, then the places, which make a cell.

    :ivar lowest: the value that 1 stands for
    """

    said: tuple[Digit, ...]
    places: tuple[Digit, ...]
    lowest: int

    def from_day(self, first: date) -> "Packing":
        """The same for days from an earlier one on; of use for numbers that are there, not for answers."""
        before = first.toordinal() - 1
        places = tuple(
            replace(digit, size=digit.size + digit.before - before, before=before) if digit.name == "day" else digit
            for digit in self.places
        )
        return replace(self, places=places)

    @property
    def fits(self) -> bool:
        """Whether the largest number is one that databases count with exactly."""
        return math.prod(digit.size for digit in (*self.said, *self.places)) <= _LARGEST

    @property
    def spoken(self) -> int:
        """How many numbers there are to a cell."""
        return math.prod(digit.size for digit in self.said)

    def sql(self) -> str:
        """The whole number of an answer `a` of a response `r`."""
        wide = "::bigint" if connection.vendor == "postgresql" else ""
        terms, step = [], 1
        for digit in (*self.said, *self.places):
            if digit.size > 1:
                terms.append(f"({digit.packed}) * {step}{wide}")
            step *= digit.size
        return " + ".join(terms)


def pack(*, organisation_id: int, survey_id: int, first: date, last: date) -> Packing:
    """How the answers of a survey become numbers; those of days outside of the range must be left out."""
    with connection.cursor() as cursor:
        low, high = _edges(cursor, "SELECT MIN(minimum), MAX(maximum) FROM feedback_scale WHERE organisation_id = %s",
                           [organisation_id])  # fmt: skip
        references = [
            _reference(cursor, name, of, _OF_ORGANISATION.format(table=table), [organisation_id])
            for name, of, table in _REFERENCES
        ]
        question = _reference(cursor, "question_id", "a", _OF_SURVEY, [organisation_id, survey_id])
    days = Digit("day", _day(first), (last - first).days + 2, first.toordinal() - 1)
    said = _value(low, high), Digit("missing", "COALESCE(a.missing, 0)", _REASONS)
    return Packing(said, (Digit("source", SOURCE, _DOORS), *references, days, question), low)


def outgrown(packing: Packing, *, organisation_id: int, survey_id: int) -> bool:
    """Whether rows were added meanwhile that there is no digit for: then the answers must be read again."""
    ends = {digit.name: digit.before + digit.size for digit in packing.places}
    with connection.cursor() as cursor:
        for name, _of, table in _REFERENCES:
            if _edges(cursor, _OF_ORGANISATION.format(table=table), [organisation_id])[1] >= ends[name]:
                return True
        return _edges(cursor, _OF_SURVEY, [organisation_id, survey_id])[1] >= ends["question_id"]


def _edges(cursor: Any, statement: str, parameters: list[Any]) -> tuple[int, int]:
    cursor.execute(statement, parameters)
    low, high = cursor.fetchone()
    return int(low or 0), int(high or 0)


def _reference(cursor: Any, name: str, of: str, statement: str, parameters: list[Any]) -> Digit:
    low, high = _edges(cursor, statement, parameters)
    width = high - low + 1
    return Digit(name, f"COALESCE({of}.{name} - {low - 1}, 0)", width + 1 + _ROOM + width // 8, low - 1)


def _value(low: int, high: int) -> Digit:
    """Values of all scales; one beyond them stays beyond, where no cell counts it."""
    beyond = high - low + 2
    packed = (
        f"CASE WHEN a.value BETWEEN {low} AND {high} THEN a.value - {low - 1} "
        f"WHEN a.value IS NULL THEN 0 ELSE {beyond} END"
    )
    return Digit("value", packed, beyond + 1)


def _day(first: date) -> str:
    """Days from the first one on, which is 1; an unknown one is 0."""
    since = (first - date(1970, 1, 1)).days - 1
    if connection.vendor == "postgresql":
        return f"COALESCE(r.answered_on - DATE '1970-01-01' - {since}, 0)"
    if sqlite3.sqlite_version_info >= (3, 38):
        return f"COALESCE(unixepoch(r.answered_on) / 86400 - ({since}), 0)"
    return f"COALESCE(CAST(julianday(r.answered_on) - 2440587.5 AS INTEGER) - ({since}), 0)"

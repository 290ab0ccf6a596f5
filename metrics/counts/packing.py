"""SQLite sorts what it groups: ten columns packed into one whole number are sorted several times faster.

Each part of a cell's key becomes a digit with as many values as the part has, and the digits one number, as hours and
minutes become seconds. Only where all fit into 63 bits; what is packed is unpacked again in the same statement.
"""

import math
from dataclasses import dataclass
from typing import Any

from django.db import connection

from metrics.counts.statements import BY_COLUMNS, JOINED, SOURCE, Way

# All answers in the order of their keys, each with its response, which stands next to the one before.
_IN_ORDER = "feedback_answer a NOT INDEXED CROSS JOIN feedback_response r NOT INDEXED ON r.id = a.response_id"
# Looking up a response by its day costs as much as going past so many.
_DEAR = 10
_LARGEST = 2**63 - 1
_REFERENCES = (
    ("question_id", "a", "feedback_question"),
    ("scale_id", "a", "feedback_scale"),
    ("profile_id", "r", "feedback_segmentprofile"),
    ("channel_id", "r", "organisations_channel"),
    ("unit_id", "r", "organisations_unit"),
)
_TOUCHPOINT = (
    "COALESCE((SELECT asked.touchpoint_id FROM feedback_question asked WHERE asked.id = a.question_id), "
    "r.touchpoint_id, 0)"
)
_DOORS, _REASONS = 16, 4


@dataclass(frozen=True, slots=True)
class Digit:
    """One part of the key.

    :ivar packed: a whole number from 0 to less than `size`, 0 for a part that is absent
    :ivar unpacked: the column again, made of `{digit}`
    """

    name: str
    packed: str
    size: int
    unpacked: str = "NULLIF({digit}, 0)"


@dataclass(frozen=True, slots=True)
class Packing:
    """Digits that fit into one number: first what was said, then the places, which make a cell."""

    said: tuple[Digit, ...]
    places: tuple[Digit, ...]
    joined: str

    @property
    def fits(self) -> bool:
        """Whether the largest number is one that the database counts with exactly."""
        return math.prod(digit.size for digit in (*self.said, *self.places)) <= _LARGEST

    def grouped(self, sums: str, where: str) -> str:
        """Equal answers put together; the same columns as `by_columns`."""
        number, columns, step = [], [], 1
        for digit in (*self.said, *self.places):
            number.append(f"({digit.packed}) * {step}")
            columns.append(f"{digit.unpacked.format(digit=f'(packed.k / {step} % {digit.size})')} AS {digit.name}")
            step *= digit.size
        cell = math.prod(digit.size for digit in self.said)
        # With a LIMIT the query stays one of its own, so that only its three columns are sorted.
        plain = (
            f"SELECT {' + '.join(number)} AS k, a.number, r.weight",
            f"FROM {self.joined} WHERE {where} LIMIT -1",
        )
        return (
            f"SELECT {', '.join(columns)}, packed.k / {cell} AS cell, packed.* FROM "  # noqa: S608
            f"(SELECT k, {sums} FROM ({' '.join(plain)}) GROUP BY k) packed"
        )


def quickest_way(*, survey_id: int, responses: int) -> Way:
    """How to go through so many responses of a survey, in the transaction that counts them."""
    if connection.vendor != "sqlite":
        return BY_COLUMNS
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM feedback_response")
        dense = responses * _DEAR >= (cursor.fetchone()[0] or 0)
        joined = _IN_ORDER if dense else JOINED
        packing = Packing(_said(cursor), _places(cursor, survey_id), joined)
    return Way(joined, packing.grouped, "g.cell") if packing.fits else Way(joined)


def _said(cursor: Any) -> tuple[Digit, ...]:
    return _value(cursor), Digit("missing", "COALESCE(a.missing, 0)", _REASONS)


def _places(cursor: Any, survey_id: int) -> tuple[Digit, ...]:
    return (
        *(Digit(name, f"COALESCE({table}.{name}, 0)", _largest(cursor, of) + 1) for name, table, of in _REFERENCES),
        Digit("touchpoint_id", _TOUCHPOINT, _largest(cursor, "touchpoints_touchpoint") + 1),
        _day(cursor, survey_id),
        Digit("door", SOURCE, _DOORS, "{digit}"),
    )


def _largest(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT MAX(id) FROM {table}")  # noqa: S608 - our own names
    return int(cursor.fetchone()[0] or 0)


def _day(cursor: Any, survey_id: int) -> Digit:
    """Days from the survey's first one on."""
    edge = "(SELECT julianday({edge}(answered_on)) FROM feedback_response WHERE survey_id = %s)"
    cursor.execute(f"SELECT {edge.format(edge='MIN')}, {edge.format(edge='MAX')}", [survey_id, survey_id])
    first, last = (at or 0.0 for at in cursor.fetchone())
    return Digit(
        "answered_on",
        f"COALESCE(CAST(julianday(r.answered_on) - {first} AS INTEGER) + 1, 0)",
        int(last - first) + 2,
        f"CASE WHEN {{digit}} > 0 THEN date({first} + {{digit}} - 1) END",
    )


def _value(cursor: Any) -> Digit:
    """Values of all scales; one beyond them stays beyond, where no cell counts it."""
    cursor.execute("SELECT MIN(minimum), MAX(maximum) FROM feedback_scale")
    low, high = (edge or 0 for edge in cursor.fetchone())
    return Digit(
        "value",
        f"COALESCE(MIN(MAX(a.value, {low - 1}), {high + 1}) - {low - 2}, 0)",
        high - low + 4,
        f"NULLIF({{digit}}, 0) + {low - 2}",
    )

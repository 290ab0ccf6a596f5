"""Reading very many answers: the database makes a number of each, arrays sort and count the numbers.

Sorting is what a GROUP BY over millions costs most. The numbers come as one long text (SQLite) or as bytes
(PostgreSQL), half a million answers at a time, so that a handful of megabytes is all that is held of them. Nothing is
locked meanwhile, and what others write while it is read leaves a note.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from metrics.counts.packing import Packing
from metrics.counts.statements import COUNTED, JOINED, Days

Numbers = NDArray[np.int64]

AT_ONCE = 500_000
# Looking up a response by its day costs as much as going past so many.
_DEAR = 10
# All answers in the order of their keys, each with its response, which stands next to the one before.
_IN_ORDER = "feedback_answer a NOT INDEXED CROSS JOIN feedback_response r NOT INDEXED ON r.id = a.response_id"
# Counted numbers are put together once so many wait.
_WAITING = 2_000_000


@dataclass(slots=True)
class Gathered:
    """How many answers have which number, and the sums of those that are numbers themselves, by cell."""

    keys: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    counts: Numbers = field(default_factory=lambda: np.empty(0, np.int64))
    sums: dict[int, tuple[float, float]] = field(default_factory=dict)
    waiting: list[tuple[Numbers, Numbers]] = field(default_factory=list)

    def take(self, keys: Numbers) -> None:
        """Count so many more."""
        self.waiting.append(np.unique(keys, return_counts=True))
        if sum(len(found) for found, _n in self.waiting) > max(_WAITING, len(self.keys)):
            self.settle()

    def settle(self) -> None:
        """Put together what was counted apart."""
        pairs = [(self.keys, self.counts), *self.waiting]
        self.keys, self.counts = add_equal(*(np.concatenate(column) for column in zip(*pairs, strict=True)))
        self.waiting = []


def add_equal(keys: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Each key once, in order, with the sum of its counts."""
    if not len(keys):
        return keys, counts
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
    return keys[starts], np.add.reduceat(counts, starts)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the answers that is read in one statement."""

    joined: str
    where: str
    parameters: tuple[Any, ...]


def gather(packing: Packing, *, organisation_id: int, survey_id: int, days: Days, responses: int) -> Gathered:
    """The counted answers of a survey's days, of which there are about so many responses."""
    found = Gathered()
    condition, parameters = days.of_answers()
    where = f"r.organisation_id = %s AND r.survey_id = %s AND {condition} AND {COUNTED}"
    for stretch in _stretches(responses, Stretch("", where, (organisation_id, survey_id, *parameters))):
        keys, numbers = _read(packing, stretch)
        found.take(keys)
        if numbers:
            _add_sums(found.sums, packing, stretch)
    found.settle()
    return found


def _stretches(responses: int, whole: Stretch) -> Iterator[Stretch]:
    """All answers in portions by key, if most of them are wanted; else those of the days, which an index finds."""
    if not are_most(responses) or responses <= AT_ONCE // _DEAR:
        yield Stretch(JOINED, whole.where, whole.parameters)
        return
    with connection.cursor() as cursor:
        first, last = _ends(cursor, "feedback_response")
        joined, column = JOINED, "r.id >= %s AND r.id < %s AND a.response_id >= %s AND a.response_id < %s"
        if connection.vendor == "sqlite":
            joined, column = _IN_ORDER, "a.id >= %s AND a.id < %s"
            first, last = _ends(cursor, "feedback_answer")
    for start in range(first, last + 1, AT_ONCE):
        edges = (start, start + AT_ONCE) * (column.count("%s") // 2)
        yield Stretch(joined, f"{column} AND {whole.where}", (*edges, *whole.parameters))


def are_most(responses: int) -> bool:
    """Whether going past all responses that are stored costs less than looking up so many of them."""
    with connection.cursor() as cursor:
        first, last = _ends(cursor, "feedback_response")
    return responses * _DEAR >= last - first + 1


def _ends(cursor: Any, table: str) -> tuple[int, int]:
    """The lowest and the highest key; each on its own, or SQLite goes through all of them."""
    cursor.execute(f"SELECT (SELECT MIN(id) FROM {table}), (SELECT MAX(id) FROM {table})")  # noqa: S608 - our own names
    first, last = cursor.fetchone()
    return first or 0, last or 0


def _read(packing: Packing, stretch: Stretch) -> tuple[Numbers, int]:
    """The number of each answer, and how many of the answers are numbers."""
    postgresql = connection.vendor == "postgresql"
    together = f"string_agg(int8send({packing.sql()}), ''::bytea)" if postgresql else f"group_concat({packing.sql()})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {together}, COUNT(a.number) FROM {stretch.joined} WHERE {stretch.where}",  # noqa: S608
            stretch.parameters,
        )
        read, numbers = cursor.fetchone()
    if read is None:
        return np.empty(0, np.int64), 0
    if postgresql:
        return np.frombuffer(read, np.dtype(">i8")).astype(np.int64), numbers
    return np.fromstring(str(read), np.int64, sep=","), numbers


def _add_sums(sums: dict[int, tuple[float, float]], packing: Packing, stretch: Stretch) -> None:
    cell = f"({packing.sql()}) / {packing.spoken}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {cell}, SUM(a.number), SUM(a.number * a.number) FROM {stretch.joined} "  # noqa: S608
            f"WHERE {stretch.where} AND a.number IS NOT NULL GROUP BY {cell}",
            stretch.parameters,
        )
        for key, number, square in cursor.fetchall():
            before = sums.get(key, (0.0, 0.0))
            sums[key] = (before[0] + number, before[1] + square)

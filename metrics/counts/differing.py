"""Which stored cells are not what was counted: reading a cell is several times cheaper than writing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

import numpy as np
from django.db import connection

from metrics.counts import statements
from metrics.counts.cells import Cells
from metrics.counts.gathering import Numbers
from metrics.counts.packing import Packing
from metrics.counts.statements import COUNTS, TOLERANCE, Days, Table

_DAY_NUMBER = {"postgresql": "day - DATE '0001-01-01' + 1", "sqlite": "julianday(day) - 1721424.5"}
_KEY = COUNTS.key[2:]
_NO_CELL = -1


Rows = np.ndarray[tuple[int, int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Differing:
    """What must be written.

    :ivar stored: the stored rows that are wrong: primary key, parts of the key, what is counted
    :ivar missing: the places of the cells that have no right row
    """

    cells: Cells
    stored: Rows
    missing: Numbers

    def __len__(self) -> int:
        return len(self.stored) + len(self.missing)

    @property
    def wrong(self) -> list[int]:
        """Primary keys of the rows to forget."""
        found: list[int] = self.stored[:, 0].astype(np.int64).tolist()
        return found

    def keys(self) -> Iterator[tuple[Any, ...]]:
        """The keys of what is forgotten and of what is written, some of them twice."""
        place = 2 + _KEY.index("day")
        of = self.cells.organisation_id, self.cells.survey_id
        for row in self.stored[:, 1 : 1 + len(_KEY)].astype(np.int64).tolist():
            key = (*of, *row)
            yield (*key[:place], date.fromordinal(key[place]), *key[place + 1 :])
        for cell in self.cells.rows(self.missing):
            yield cell[: len(COUNTS.key)]


def differing(cells: Cells, days: Days, *, table: Table = COUNTS) -> Differing:
    """Where the stored cells of these days, or of these months, are not the ones that were counted."""
    wanted = cells.among(days)
    stored = _stored(cells, days, table)
    stored = stored[np.argsort(keys := _keys(cells.packing, stored), kind="stable")]
    keys = np.sort(keys, kind="stable")
    if not len(keys):
        return Differing(cells, stored, wanted)
    at = np.minimum(np.searchsorted(keys, cells.keys[wanted]), len(keys) - 1)
    whole, sums = np.split(stored[at, 1 + len(_KEY) :], [len(COUNTS.whole)], axis=1)
    equal = (whole == cells.counts[wanted]).all(axis=1)
    # Floating sums depend on the order of adding.
    equal &= np.isclose(sums, cells.sums[wanted], rtol=TOLERANCE, atol=0).all(axis=1)
    right = (keys[at] == cells.keys[wanted]) & equal
    wrong = np.ones(len(keys), bool)
    wrong[at[right]] = False
    return Differing(cells, stored[wrong], wanted[~right])


def _stored(cells: Cells, days: Days, table: Table) -> Rows:
    """The stored rows of these days: primary key, parts of the key, what is counted."""
    columns = ["id", *_KEY, *COUNTS.whole, *COUNTS.floating]
    wanted = [_DAY_NUMBER[connection.vendor] if column == "day" else column for column in columns]
    statement, parameters = statements.of_days(
        f"SELECT {', '.join(wanted)}", table,
        organisation_id=cells.organisation_id, survey_id=cells.survey_id, days=days,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    flat = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * len(columns))
    return flat.reshape(len(rows), len(columns))


def _keys(packing: Packing, stored: Rows) -> Numbers:
    """The number of each stored cell; of one that the packing has no number for, none that a cell has."""
    keys, step = np.zeros(len(stored), np.int64), 1
    known = np.ones(len(stored), bool)
    for digit in packing.places:
        column = stored[:, 1 + _KEY.index(digit.name)].astype(np.int64)
        absent = column <= (1 if digit.name == "day" else 0)
        part = np.where(absent, 0, column - digit.before)
        known &= (part < digit.size) & (absent | (part > 0))
        keys += part * step
        step *= digit.size
    return np.where(known, keys, _NO_CELL)

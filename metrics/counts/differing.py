"""Which stored cells are not what was counted: reading a cell is several times cheaper than writing it."""

from itertools import chain

import numpy as np
from django.db import connection

from metrics.counts import statements
from metrics.counts.cells import Cells
from metrics.counts.gathering import Numbers
from metrics.counts.packing import Packing
from metrics.counts.statements import COUNTS, Days

_DAY_NUMBER = {"postgresql": "day - DATE '0001-01-01' + 1", "sqlite": "julianday(day) - 1721424.5"}
_KEY = COUNTS.key[2:]
_NO_CELL = -1


def differing(cells: Cells, days: Days) -> tuple[list[int], Numbers]:
    """Primary keys of the stored rows that are wrong, and the places of the cells that have no right row."""
    wanted = cells.among(days)
    stored = _stored(cells, days)
    stored = stored[np.argsort(keys := _keys(cells.packing, stored), kind="stable")]
    keys = np.sort(keys, kind="stable")
    if not len(keys):
        return [], wanted
    fresh = np.hstack([cells.counts[wanted], cells.sums[wanted]])
    at = np.minimum(np.searchsorted(keys, cells.keys[wanted]), len(keys) - 1)
    values = stored[at, 1 + len(_KEY) :]
    right = (keys[at] == cells.keys[wanted]) & (values == fresh).all(axis=1)
    wrong = np.ones(len(keys), bool)
    wrong[at[right]] = False
    return stored[wrong, 0].astype(np.int64).tolist(), wanted[~right]


def _stored(cells: Cells, days: Days) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """The stored rows of these days: primary key, parts of the key, what is counted."""
    columns = ["id", *_KEY, *COUNTS.whole, *COUNTS.floating]
    wanted = [_DAY_NUMBER[connection.vendor] if column == "day" else column for column in columns]
    statement, parameters = statements.of_days(
        f"SELECT {', '.join(wanted)}", COUNTS,
        organisation_id=cells.organisation_id, survey_id=cells.survey_id, days=days,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    flat = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * len(columns))
    return flat.reshape(len(rows), len(columns))


def _keys(packing: Packing, stored: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Numbers:
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

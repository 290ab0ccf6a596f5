"""Counts of answers in set-based SQL: the one place of this app where SQL is written by hand.

``recount_noted``   what the notes ask for, in one transaction
``plan``, ``rebuild_slice``, ``rebuild``   everything anew, slice by slice, while the old figures are served
``check``   compare without writing
``live_cells``   the same cells straight from the answers, for figures that take in what is left out by default

The organisation is a parameter of every statement. Callers stand inside its scope.
"""

from metrics.counts.check import Difference, check
from metrics.counts.live import live_cells
from metrics.counts.recount import (
    UNKNOWN_DAY,
    Recounted,
    Slice,
    note_days,
    organisations_waiting,
    plan,
    rebuild,
    rebuild_slice,
    recount_noted,
)

__all__ = [
    "UNKNOWN_DAY",
    "Difference",
    "Recounted",
    "Slice",
    "check",
    "live_cells",
    "note_days",
    "organisations_waiting",
    "plan",
    "rebuild",
    "rebuild_slice",
    "recount_noted",
]

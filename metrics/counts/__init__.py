"""Counts of answers in set-based SQL: the one place of this app where SQL is written by hand.

``recount_noted``   what the notes ask for, in one transaction
``rebuild``   everything anew, read beside all other work and written slice by slice
``check``   compare without writing
``live_cells``   the same cells straight from the answers, for figures that take in what is left out by default

The organisation is a parameter of every statement. Callers stand inside its scope.
"""

from metrics.counts.check import Difference, check
from metrics.counts.live import live_cells
from metrics.counts.rebuilding import Superseded, rebuild
from metrics.counts.recount import Recounted, note_days, organisations_waiting, recount_noted
from metrics.counts.statements import UNKNOWN_DAY

__all__ = [
    "UNKNOWN_DAY",
    "Difference",
    "Recounted",
    "Superseded",
    "check",
    "live_cells",
    "note_days",
    "organisations_waiting",
    "rebuild",
    "recount_noted",
]

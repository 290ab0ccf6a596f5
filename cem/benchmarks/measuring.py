"""Clocks, medians, and the line that tells one figure."""

import gc
import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

ROUNDS = 5
Work = Callable[[], object]


class Wrong(AssertionError):
    """What was to be measured does not give the right answer, so its speed means nothing."""


def expect(truth: bool, words: str) -> None:
    """Assert before the clock starts. :raises Wrong: it is not so"""
    if not truth:
        raise Wrong(words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure. With a base, what counts is the ratio; without one, the value itself.

    :ivar ratio: how many times better than the base (or the part of the base that is reached)
    :ivar goal: in words, from the table of goals; empty where there is none
    """

    name: str
    value: float
    unit: str
    base: float | None = None
    ratio: float | None = None
    goal: str = ""
    reached: bool | None = None
    note: str = ""

    def line(self, *, rows: int, database: str, machine: str) -> bytes:
        """The figure as one line of JSON."""
        return orjson.dumps(
            {
                "name": self.name,
                "value": _short(self.value),
                "unit": self.unit,
                "base": _short(self.base),
                "ratio": _short(self.ratio),
                "goal": self.goal,
                "reached": self.reached,
                "rows": rows,
                "database": database,
                "machine": machine,
                "note": self.note,
            }
        )


def _short(value: float | None) -> float | None:
    """Four digits; more would pretend to a precision that a clock does not have."""
    if value is None or not value:
        return value
    return round(value, 3 - math.floor(math.log10(abs(value))))


def seconds_of(work: Work) -> float:
    """How long the work takes, without the garbage of what went before."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternate(base: Work, candidate: Work, *, rounds: int = ROUNDS) -> tuple[float, float]:
    """Median seconds of base and candidate, done in turn so that a disturbance meets both."""
    pairs = [(seconds_of(base), seconds_of(candidate)) for _ in range(rounds)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def median_of(work: Work, *, rounds: int = ROUNDS) -> float:
    """Median seconds of several rounds."""
    return statistics.median(seconds_of(work) for _ in range(rounds))


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which the share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

"""What customers said of touchpoints, as an app above measures it: a registry that it fills when it starts.

A reading is one question's share of good ratings in the newest survey that asked about the touchpoint. Questions about
one touchpoint ask about unlike things and are never put together: the curve goes through the weakest of each.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import LocalText


@dataclass(frozen=True, slots=True)
class Reading:
    """One question's figure at a touchpoint, in per cent, with its interval and n."""

    touchpoint: str
    question: LocalText
    survey: LocalText
    value: float
    low: float | None
    high: float | None
    n: int


Measure = Callable[[Viewer, date, str], Iterable[Reading]]
Measured = Mapping[str, Sequence[Reading]]

_measures: list[Measure] = []


def register_measure(measure: Measure) -> None:
    """Offer readings: a function of the viewer, today, and a segment (axis:code, empty for everybody)."""
    if measure not in _measures:
        _measures.append(measure)


def readings(*, viewer: Viewer, today: date, segment: str = "") -> Measured:
    """By touchpoint what was measured there, the weakest first; nothing for who may not read figures."""
    found: dict[str, list[Reading]] = defaultdict(list)
    if viewer.can(Can.READ_FIGURES):
        for measure in _measures:
            for reading in measure(viewer, today, segment):
                found[reading.touchpoint].append(reading)
    return {code: sorted(rows, key=lambda row: row.value) for code, rows in found.items()}


def frozen(measured: Measured) -> list[dict[str, Any]]:
    """Readings as plain values, to be kept with a locked map."""
    return [asdict(row) for rows in measured.values() for row in rows]


def of_frozen(kept: Iterable[Mapping[str, Any]]) -> Measured:
    """The readings kept with a locked map."""
    found: dict[str, list[Reading]] = defaultdict(list)
    for row in kept:
        found[row["touchpoint"]].append(Reading(**row))
    return found

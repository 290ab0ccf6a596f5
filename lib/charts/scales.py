"""From values to pixels: a linear axis with round ticks."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` drawn from pixel `start` to pixel `end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value, kept inside the axis."""
        span = self.high - self.low or 1.0
        share = max(0.0, min(1.0, (value - self.low) / span))
        return self.start + share * (self.end - self.start)

    def ticks(self, about: int = 5) -> list[float]:
        """Round values inside the axis, about so many."""
        step = round_step((self.high - self.low) / max(1, about))
        first = ceil(self.low / step - 1e-9)
        return [round(i * step, 10) for i in range(first, floor(self.high / step + 1e-9) + 1)]


def round_step(rough: float) -> float:
    """The next of 1, 2, 5 times a power of ten."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough - 1e-12)


def axis_over(
    values: Iterable[float | None], start: float, end: float, *, floor_at: float | None = None,
    ceiling_at: float | None = None, about: int = 4,
) -> Axis:  # fmt: skip
    """An axis that holds all the values with a little air, never beyond what the unit allows."""
    known = [value for value in values if value is not None] or [0.0, 1.0]
    low, high = min(known), max(known)
    if low == high:
        low, high = low - 1, high + 1
    step = round_step((high - low) / about) / 2
    low, high = floor(low / step) * step, ceil(high / step) * step
    if floor_at is not None:
        low = max(low, floor_at)
    if ceiling_at is not None:
        high = min(high, ceiling_at)
    return Axis(low, high, start, end)


LIMITS: dict[str, tuple[float, float]] = {"%": (0.0, 100.0), "nps": (-100.0, 100.0)}


def limits_of(unit: str) -> dict[str, Any]:
    """What a unit allows, as keywords of `axis_over`."""
    if unit not in LIMITS:
        return {}
    low, high = LIMITS[unit]
    return {"floor_at": low, "ceiling_at": high}

"""Answer scales: consecutive whole numbers from a lowest to a highest value."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

from lib.stats.errors import BadCounts, BadParameter, UnlikeScales

Number = TypeVar("Number", int, float)


@dataclass(frozen=True, slots=True)
class Scale:
    """The whole numbers from `low` to `high`, both included."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if self.high <= self.low:
            raise BadParameter(f"a scale needs at least two values, not {self.low} to {self.high}")

    def __str__(self) -> str:
        return f"{self.low}-{self.high}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``0-10``. :raises BadParameter: not of that form, or fewer than two values"""
        low, _dash, high = text.partition("-")
        if not all(part.isascii() and part.isdigit() for part in (low, high)):
            raise BadParameter(f"a scale is written like 0-10, not {text!r}")
        return cls(int(low), int(high))

    @property
    def steps(self) -> int:
        """How many values the scale has."""
        return self.high - self.low + 1

    @property
    def values(self) -> tuple[int, ...]:
        """All values, lowest first."""
        return tuple(range(self.low, self.high + 1))

    def fit(self, counts: Sequence[Number]) -> tuple[Number, ...]:
        """One count per value, lowest first; a stored row may be longer if the rest of it is zero.

        :raises BadCounts: too few, negative, not finite, or a count for a value the scale does not have
        """
        if len(counts) < self.steps or any(counts[self.steps :]):
            raise BadCounts(f"{list(counts)} does not fit the {self.steps} values of scale {self}")
        if any(not math.isfinite(count) or count < 0 for count in counts):
            raise BadCounts(f"a count or weight is negative or not finite: {list(counts)}")
        return tuple(counts[: self.steps])


def same_scale(first: Scale, second: Scale) -> Scale:
    """The common scale. :raises UnlikeScales: they differ, even if only in the lowest value"""
    if first != second:
        raise UnlikeScales(f"answers on {first} and on {second} are never put together")
    return first


ZERO_TO_TEN = Scale(0, 10)
ONE_TO_TEN = Scale(1, 10)
ONE_TO_SEVEN = Scale(1, 7)
ONE_TO_FIVE = Scale(1, 5)
ONE_TO_THREE = Scale(1, 3)

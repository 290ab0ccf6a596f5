"""How often each value of a scale was given: all that the formulas need to know about answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from lib.stats.errors import BadCounts
from lib.stats.scales import Scale, same_scale


def _added(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...]:
    return tuple(a + b for a, b in zip(first, second, strict=True))


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of answers per value, lowest value first. Adding two keeps to one scale."""

    scale: Scale
    counts: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", self.scale.fit(self.counts))

    @classmethod
    def of(cls, scale: Scale, values: Iterable[int]) -> Self:
        """Count single answers. :raises BadCounts: a value outside the scale"""
        counts = [0] * scale.steps
        for value in values:
            counts[_position(scale, value)] += 1
        return cls(scale, tuple(counts))

    @property
    def n(self) -> int:
        """Number of answers."""
        return sum(self.counts)

    def __add__(self, other: "Histogram") -> "Histogram":
        """Both together. :raises UnlikeScales: the scales differ"""
        scale = same_scale(self.scale, other.scale)
        return Histogram(scale, tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)))

    def __sub__(self, other: "Histogram") -> "Histogram":
        """The rest of this total without a part of it.

        :raises UnlikeScales: the scales differ
        :raises BadCounts: `other` is no part of this
        """
        scale = same_scale(self.scale, other.scale)
        return Histogram(scale, tuple(a - b for a, b in zip(self.counts, other.counts, strict=True)))


@dataclass(frozen=True, slots=True)
class WeightedHistogram:
    """Per value the number of answers, the sum of their weights w and the sum of w².

    These three rows are enough for the exact weighted mean of any score, its linearised standard error
    and the effective n; the single weights are not needed.
    """

    scale: Scale
    counts: tuple[int, ...]
    weights: tuple[float, ...]
    squares: tuple[float, ...]

    def __post_init__(self) -> None:
        for name in ("counts", "weights", "squares"):
            object.__setattr__(self, name, self.scale.fit(getattr(self, name)))

    @classmethod
    def of(cls, scale: Scale, answers: Iterable[tuple[int, float]]) -> Self:
        """From single (value, weight) pairs. :raises BadCounts: value outside the scale, weight below 0"""
        counts, weights, squares = [0] * scale.steps, [0.0] * scale.steps, [0.0] * scale.steps
        for value, weight in answers:
            position = _position(scale, value)
            if weight < 0:
                raise BadCounts(f"a weight below zero: {weight}")
            counts[position] += 1
            weights[position] += weight
            squares[position] += weight * weight
        return cls(scale, tuple(counts), tuple(weights), tuple(squares))

    @property
    def n(self) -> int:
        """Number of answers, unweighted."""
        return sum(self.counts)

    @property
    def unweighted(self) -> Histogram:
        """The same answers, each counting once."""
        return Histogram(self.scale, self.counts)

    def __add__(self, other: "WeightedHistogram") -> "WeightedHistogram":
        """Both together. :raises UnlikeScales: the scales differ"""
        return WeightedHistogram(
            same_scale(self.scale, other.scale),
            (self.unweighted + other.unweighted).counts,
            _added(self.weights, other.weights),
            _added(self.squares, other.squares),
        )

    def __sub__(self, other: "WeightedHistogram") -> "WeightedHistogram":
        """The rest of this total without a part of it; a float residue below zero counts as zero.

        :raises UnlikeScales: the scales differ
        :raises BadCounts: `other` is no part of this
        """
        rest = self.unweighted - other.unweighted
        return WeightedHistogram(
            rest.scale,
            rest.counts,
            _left_over(rest.counts, self.weights, other.weights),
            _left_over(rest.counts, self.squares, other.squares),
        )


Answers = Histogram | WeightedHistogram


def _position(scale: Scale, value: int) -> int:
    if not scale.low <= value <= scale.high:
        raise BadCounts(f"{value} is not on scale {scale}")
    return value - scale.low


def _left_over(counts: Sequence[int], whole: Sequence[float], part: Sequence[float]) -> tuple[float, ...]:
    """Differences of sums; where no answer is left, exactly zero."""
    return tuple(max(a - b, 0.0) if n else 0.0 for n, a, b in zip(counts, whole, part, strict=True))

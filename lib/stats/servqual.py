"""The promise gap (SERVQUAL; Parasuraman, Zeithaml & Berry 1988, 1991): experienced less expected, person by person.

Only whoever answered both sides counts. A gap below zero falls short of the promise, above zero exceeds it. Gaps come
as their distribution: each different gap with how many persons have it, and for weighted surveys with the sums of
these persons' weights and of the squares of the weights.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lib.stats.distributions import normal_two_sided, standardised, t_two_sided
from lib.stats.errors import BadCounts, BadParameter
from lib.stats.estimates import Estimate, Method
from lib.stats.means import TTest, moments, t_interval
from lib.stats.scales import Scale
from lib.stats.verdicts import ALPHA
from lib.stats.weighted import linearised, weighted_mean

# Fewer persons whose experience differs from their expectation, without ties, are tested exactly (as R does).
EXACT_BELOW = 50
# A gap smaller than this, in units of the scale, is not announced, however certain.
SMALLEST_GAP = 0.02
# Expectations in the uppermost tenth of the scale leave hardly any room to exceed them.
CEILING = 0.9


@dataclass(frozen=True, slots=True)
class Gaps:
    """The different gaps of a group of persons; `weights` and `squares` stand beside each where the survey weighs."""

    values: tuple[float, ...]
    counts: tuple[int, ...]
    weights: tuple[float, ...] = ()
    squares: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(self.counts), len(self.weights or self.values), len(self.squares or self.values)}
        if lengths != {len(self.values)} or any(count < 0 for count in self.counts):
            raise BadCounts(f"{len(self.values)} gaps, counts {list(self.counts)}")

    @classmethod
    def of(cls, pairs: Iterable[tuple[float | None, float | None]]) -> "Gaps":
        """The gaps of (experienced, expected); a pair that lacks a side is left out."""
        found: dict[float, int] = {}
        for experienced, expected in pairs:
            if experienced is not None and expected is not None:
                gap = experienced - expected
                found[gap] = found.get(gap, 0) + 1
        ordered = sorted(found.items())
        return cls(tuple(gap for gap, _n in ordered), tuple(n for _gap, n in ordered))

    @property
    def n(self) -> int:
        """Persons with both sides."""
        return sum(self.counts)


class Word(StrEnum):
    """What became of a promise, in one word."""

    SHORT = "short"
    EXCEEDED = "exceeded"
    MET = "met"  # no gap to be seen
    FEW = "few"  # too few to judge


@dataclass(frozen=True, slots=True)
class Kept:
    """How many persons got less than they expected, just that, or more."""

    below: int
    met: int
    above: int

    @property
    def n(self) -> int:
        return self.below + self.met + self.above

    def share(self, count: int) -> float | None:
        """A part of them in per cent; None where there is nobody."""
        return 100 * count / self.n if self.n else None


def kept(gaps: Gaps) -> Kept:
    """The promise kept or not, person by person, unweighted."""
    by_sign = {-1: 0, 0: 0, 1: 0}
    for gap, count in zip(gaps.values, gaps.counts, strict=True):
        by_sign[_sign(gap)] += count
    return Kept(below=by_sign[-1], met=by_sign[0], above=by_sign[1])


def mean_gap(gaps: Gaps, *, confidence: float = 0.95) -> Estimate:
    """The mean gap with the interval of the paired t test; a weighted one with the linearised standard error."""
    if gaps.weights:
        return _weighted(gaps, confidence)
    sample = moments(gaps.values, gaps.counts)
    interval = t_interval(sample, confidence=confidence)
    return Estimate.of_mean(sample, interval, method=Method.PAIRED_T)


def _weighted(gaps: Gaps, confidence: float) -> Estimate:
    found = weighted_mean(gaps.values, gaps.counts, gaps.weights, gaps.squares)
    interval = linearised(found, confidence=confidence)
    return Estimate.of_mean(found, interval, method=Method.LINEARISED, n_effective=found.n_effective)


def paired_t(gaps: Gaps) -> TTest | None:
    """Whether the mean gap is zero, every person counting alike. None for fewer than two persons."""
    sample = moments(gaps.values, gaps.counts)
    if sample.mean is None or sample.std_error is None:
        return None
    t, df = standardised(sample.mean, sample.std_error), sample.n - 1
    return TTest(sample.mean, sample.std_error, t, df, t_two_sided(t, df))


def gap_p(gaps: Gaps) -> float | None:
    """Two-sided p of the mean gap: paired t, for weighted gaps the linearised error and the normal distribution."""
    if not gaps.weights:
        found = paired_t(gaps)
        return None if found is None else found.p
    mean = _weighted(gaps, 0.95)
    if mean.value is None or mean.std_error is None:
        return None
    return normal_two_sided(standardised(mean.value, mean.std_error))


def wilcoxon_p(gaps: Gaps) -> float | None:
    """Two-sided p of Wilcoxon's signed rank test: whether gaps lie evenly about zero. None where nobody has a gap.

    As R's wilcox.test: gaps of zero are left out; exact below 50 persons without ties or zeros, else the normal
    distribution with correction for ties and continuity. Weights are not used.
    """
    differing = [(gap, n) for gap, n in zip(gaps.values, gaps.counts, strict=True) if gap and n]
    n = sum(count for _gap, count in differing)
    if not n:
        return None
    positive, ties = _signed_ranks(differing)
    if n < EXACT_BELOW and not ties and n == gaps.n:
        return _exact_p(round(positive), n)
    spread = n * (n + 1) * (2 * n + 1) / 24 - ties / 48
    away = positive - n * (n + 1) / 4
    corrected = max(abs(away) - 0.5, 0.0)
    return normal_two_sided(corrected / math.sqrt(spread)) if spread > 0 else 1.0


def _signed_ranks(differing: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """The sum of the ranks of gaps above zero, and sum(t^3 - t) over ties of size t."""
    by_size: dict[float, list[tuple[float, int]]] = {}
    for gap, count in differing:
        by_size.setdefault(round(abs(gap), 9), []).append((gap, count))
    positive = ties = 0.0
    before = 0
    for size in sorted(by_size):
        tied = sum(count for _gap, count in by_size[size])
        rank = before + (tied + 1) / 2
        positive += rank * sum(count for gap, count in by_size[size] if gap > 0)
        ties += tied**3 - tied
        before += tied
    return positive, ties


def _exact_p(positive: int, n: int) -> float:
    """Of all 2^n ways to sign the ranks 1…n, the share with a sum at least as far out, on both sides."""
    ways = [1] + [0] * (n * (n + 1) // 2)
    for rank in range(1, n + 1):
        for total in range(len(ways) - 1, rank - 1, -1):
            ways[total] += ways[total - rank]
    smaller = min(positive, n * (n + 1) // 2 - positive)
    return float(min(1.0, 2 * sum(ways[: smaller + 1]) / 2**n))


def unweighted_gap(dimensions: Sequence[float]) -> float:
    """One person's mean over the dimensions. :raises BadParameter: there is none"""
    if not dimensions:
        raise BadParameter("a mean of no dimension")
    return math.fsum(dimensions) / len(dimensions)


def weighted_gap(dimensions: Sequence[float], points: Sequence[float]) -> float | None:
    """One person's gaps weighted by the points given to the dimensions, 100 together; other sums are brought to 100.

    None where the person gave no points. :raises BadParameter: unlike lengths or negative points
    """
    if len(dimensions) != len(points) or any(point < 0 for point in points):
        raise BadParameter(f"{len(dimensions)} gaps, points {list(points)}")
    total = math.fsum(points)
    if not total:
        return None
    return math.fsum(gap * point for gap, point in zip(dimensions, points, strict=True)) / total


def word(gap: Estimate, *, q: float | None) -> Word:
    """Judge a mean gap: SHORT or EXCEEDED needs q below 5 %, an interval without zero, and a gap worth speaking of."""
    if gap.value is None or gap.low_base or q is None:
        return Word.FEW
    if gap.low is None or gap.high is None or gap.low <= 0 <= gap.high or q >= ALPHA or abs(gap.value) < SMALLEST_GAP:
        return Word.MET
    return Word.SHORT if gap.value < 0 else Word.EXCEEDED


def near_ceiling(expected: float | None, scale: Scale) -> bool:
    """Whether expectations are so high that hardly anything can exceed them: the gap is negative by construction."""
    return expected is not None and expected >= scale.low + CEILING * (scale.high - scale.low)


def _sign(gap: float) -> int:
    return (gap > 0) - (gap < 0)

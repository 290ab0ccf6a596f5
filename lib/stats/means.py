"""Mean, spread and t interval of scored answers; Welch's and the paired t test.

`x` gives each value of the scale its number, `counts` says how many answers gave that value.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from lib.stats.distributions import standardised, t_for, t_two_sided
from lib.stats.errors import BadCounts
from lib.stats.estimates import Interval


@dataclass(frozen=True, slots=True)
class Moments:
    """Number of answers, mean, and sample variance (n-1), which one answer alone does not have."""

    n: int
    mean: float | None
    variance: float | None

    @property
    def sd(self) -> float | None:
        """Standard deviation of the answers."""
        return None if self.variance is None else math.sqrt(self.variance)

    @property
    def std_error(self) -> float | None:
        """Standard error of the mean; None for fewer than two answers."""
        return None if self.variance is None else math.sqrt(self.variance / self.n)


@dataclass(frozen=True, slots=True)
class TTest:
    """Difference of means with its t statistic, degrees of freedom and two-sided p."""

    difference: float
    std_error: float
    t: float
    df: float
    p: float

    def interval(self, *, confidence: float = 0.95) -> Interval:
        """difference ± t SE."""
        reach = t_for(confidence, self.df) * self.std_error
        return Interval(self.difference - reach, self.difference + reach)


def moments(x: Sequence[float], counts: Sequence[int]) -> Moments:
    """Moments of answers given as counts per value. :raises BadCounts: lengths differ or a negative count"""
    if len(x) != len(counts) or any(count < 0 for count in counts):
        raise BadCounts(f"{len(x)} numbers, counts {list(counts)}")
    n = sum(counts)
    if not n:
        return Moments(0, None, None)
    mean = math.fsum(count * value for value, count in zip(x, counts, strict=True)) / n
    squares = math.fsum(count * (value - mean) ** 2 for value, count in zip(x, counts, strict=True))
    return Moments(n, mean, squares / (n - 1) if n > 1 else None)


def t_interval(sample: Moments, *, confidence: float = 0.95) -> Interval | None:
    """mean ± t SE; None for fewer than two answers, of width 0 where all answers are equal."""
    if sample.mean is None or sample.std_error is None:
        return None
    reach = t_for(confidence, sample.n - 1) * sample.std_error
    return Interval(sample.mean - reach, sample.mean + reach)


def welch(first: Moments, second: Moments) -> TTest | None:
    """first - second without assuming equal spread (Welch 1947). None where one has fewer than two answers."""
    if first.mean is None or second.mean is None or first.variance is None or second.variance is None:
        return None
    a, b = first.variance / first.n, second.variance / second.n
    # Two samples without any spread: the smaller one decides, p is 0 or 1 whatever df.
    df = float(min(first.n, second.n) - 1)
    if a + b:
        df = (a + b) ** 2 / (a**2 / (first.n - 1) + b**2 / (second.n - 1))
    return _t_test(first.mean - second.mean, math.sqrt(a + b), df)


def paired(differences: Sequence[float]) -> TTest | None:
    """Mean of after - before of the same respondents; only those with both. None for fewer than two."""
    n = len(differences)
    if n < 2:
        return None
    sample = moments(differences, [1] * n)
    return _t_test(sample.mean or 0.0, sample.std_error or 0.0, n - 1)


def _t_test(difference: float, std_error: float, df: float) -> TTest:
    t = standardised(difference, std_error)
    return TTest(difference, std_error, t, df, t_two_sided(t, df))

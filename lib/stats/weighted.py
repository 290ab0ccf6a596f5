"""Means of weighted answers from per-value sums of w and w².

Sources: linearised standard error as in Lumley, R package survey; design effect: Kish 1965.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from lib.stats.distributions import z_for
from lib.stats.errors import BadCounts, BadParameter
from lib.stats.estimates import Interval


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """A weighted mean; all but `n` None where the weights sum to nothing, the error None for one answer alone."""

    n: int
    sum_of_weights: float
    mean: float | None
    std_error: float | None
    design_effect: float | None
    n_effective: float


@dataclass(frozen=True, slots=True)
class CappedWeights:
    """Weights after capping, and what it did: keep this with the figure."""

    weights: tuple[float, ...]
    limit: float
    capped: int
    share_cut: float


def weighted_mean(
    x: Sequence[float], counts: Sequence[int], weights: Sequence[float], squares: Sequence[float]
) -> WeightedMean:
    """Σwx / Σw with SE sqrt(n/(n-1) Σw²(x-m)²) / Σw and Kish's deff = n Σw² / (Σw)².

    One entry per value of the scale: its number x, how many answers, their Σw and Σw². SE in the unit of x.

    :raises BadCounts: the rows differ in length, or a negative count or weight
    """
    rows = list(zip(x, counts, weights, squares, strict=False))
    if not len(x) == len(counts) == len(weights) == len(squares) or any(min(row[1:]) < 0 for row in rows):
        raise BadCounts("rows of unlike length, or a negative count or weight")
    n, total, total_squares = sum(counts), math.fsum(weights), math.fsum(squares)
    if not total:
        return WeightedMean(n, 0.0, None, None, None, 0.0)
    mean = math.fsum(weight * value for value, _n, weight, _w2 in rows) / total
    spread = math.fsum(square * (value - mean) ** 2 for value, _n, _w, square in rows)
    return WeightedMean(
        n=n,
        sum_of_weights=total,
        mean=mean,
        std_error=math.sqrt(n / (n - 1) * spread) / total if n > 1 else None,
        design_effect=n * total_squares / total**2,
        n_effective=total**2 / total_squares,
    )


def linearised(found: WeightedMean, *, confidence: float) -> Interval | None:
    """Mean ± z · linearised standard error; None where there is no error."""
    if found.mean is None or found.std_error is None:
        return None
    reach = z_for(confidence) * found.std_error
    return Interval(found.mean - reach, found.mean + reach)


def cap_weights(weights: Sequence[float], *, times_median: float = 5.0) -> CappedWeights:
    """Cut weights above `times_median` × their median; report the limit, how many, and what share of weight went.

    :raises BadCounts: no weights, or a negative one
    :raises BadParameter: a factor below 1, which would cut the median itself
    """
    if not weights or min(weights) < 0:
        raise BadCounts("no weights, or a negative one")
    if times_median < 1:
        raise BadParameter(f"a cap below the median: {times_median}")
    limit = times_median * median(weights)
    after = tuple(min(weight, limit) for weight in weights)
    before = math.fsum(weights)
    share_cut = 1 - math.fsum(after) / before if before else 0.0
    return CappedWeights(after, limit, sum(weight > limit for weight in weights), share_cut)

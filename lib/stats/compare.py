"""Two sets of answers: the difference with its interval and p value. Signs are kept everywhere.

Sources: MeasuringU, "NPS significance test" (2021) for the adjusted form; Newcombe 1998 method 10; Welch 1947.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lib.stats.distributions import normal_two_sided, standardised, z_for
from lib.stats.errors import UnlikeWeighting
from lib.stats.estimates import Estimate, Interval, Method
from lib.stats.estimation import classes_of, estimate, share_of
from lib.stats.histograms import Answers, Histogram, WeightedHistogram
from lib.stats.means import TTest, moments, paired, welch
from lib.stats.nps import POINTS, Classes, nps_std_error, nps_value
from lib.stats.proportions import Share, newcombe, two_share_z
from lib.stats.scales import same_scale
from lib.stats.scores import Kind, Score


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference as observed, in the unit of the score. What cannot be known is None.

    The interval and p belong to `centre`, which in the adjusted NPS form is not quite the observed `value`.
    `df` is set for t tests. `n_first` and `n_second` are the answers, effective ones for weighted figures.
    """

    value: float | None
    std_error: float | None
    low: float | None
    high: float | None
    statistic: float | None
    p: float | None
    method: Method
    n_first: float
    n_second: float
    centre: float | None = None
    df: float | None = None

    def in_unit(self, factor: float) -> "Difference":
        """The same difference times a factor above zero."""

        def times(number: float | None) -> float | None:
            return None if number is None else number * factor

        return replace(
            self,
            value=times(self.value),
            std_error=times(self.std_error),
            low=times(self.low),
            high=times(self.high),
            centre=times(self.centre),
        )


def difference(score: Score, before: Answers, after: Answers, *, confidence: float = 0.95) -> Difference:
    """after - before, in the unit of the score: positive is more, which is not always better.

    NPS and other three-class scores: adjusted; shares: Newcombe interval, pooled z; means: Welch.
    Weighted answers: normal, from the two linearised standard errors.

    :raises UnlikeScales: the answers are on two scales
    :raises UnlikeWeighting: one is weighted, the other not
    :raises UnsuitableScale: the score is not defined on their scale
    """
    scale = same_scale(before.scale, after.scale)
    if isinstance(before, WeightedHistogram) or isinstance(after, WeightedHistogram):
        return _weighted_difference(score, before, after, confidence)
    match score.kind:
        case Kind.NET:
            found = nps_difference(classes_of(score, after), classes_of(score, before), confidence=confidence)
            return found.in_unit(score.factor / POINTS)
        case Kind.SHARE:
            found = share_difference(share_of(score, after), share_of(score, before), confidence=confidence)
        case Kind.MEAN:
            x = score.x(scale)
            late, early = moments(x, after.counts), moments(x, before.counts)
            means = (late.mean, early.mean)
            found = from_t_test(welch(late, early), (late.n, early.n), means, Method.WELCH_T, confidence)
    return found.in_unit(score.factor)


def against_rest(score: Score, group: Answers, total: Answers, *, confidence: float = 0.95) -> Difference:
    """group - rest, where the rest is the total without the group: a group is never tested against itself.

    :raises UnlikeScales: the answers are on two scales
    :raises UnlikeWeighting: one is weighted, the other not
    :raises BadCounts: the group is no part of the total
    """
    if isinstance(group, Histogram) and isinstance(total, Histogram):
        return difference(score, total - group, group, confidence=confidence)
    if isinstance(group, WeightedHistogram) and isinstance(total, WeightedHistogram):
        return difference(score, total - group, group, confidence=confidence)
    raise UnlikeWeighting("a group and its total must both be weighted, or neither")


def nps_difference(first: Classes, second: Classes, *, confidence: float = 0.95, adjusted: bool = True) -> Difference:
    """first - second in points, with z and two-sided p; `adjusted` adds three pseudo-answers to each."""
    method = Method.ADJUSTED_WALD if adjusted else Method.WALD
    observed = _minus(nps_value(first), nps_value(second))
    n = (first.n, second.n)
    if observed is None:
        return _unknown(method, n, None)
    tested = (first.adjusted(), second.adjusted()) if adjusted else (first, second)
    centre = _minus(nps_value(tested[0]), nps_value(tested[1])) or 0.0
    std_error = math.hypot(*(nps_std_error(classes) or 0.0 for classes in tested))
    return _normal(observed, centre, std_error, n, method, 2 * POINTS, confidence)


def share_difference(first: Share, second: Share, *, confidence: float = 0.95) -> Difference:
    """first - second as a share (-1 to 1): Newcombe interval, z and p with the pooled variance."""
    n = (first.n, second.n)
    interval, test = newcombe(first, second, confidence=confidence), two_share_z(first, second)
    value = _minus(first.value, second.value)
    if interval is None or test is None:
        return _unknown(Method.NEWCOMBE, n, value)
    std_error = math.hypot(first.std_error or 0.0, second.std_error or 0.0)
    return Difference(value, std_error, interval.low, interval.high, *test, Method.NEWCOMBE, *n, centre=value)


def estimates_difference(first: Estimate, second: Estimate, *, confidence: float = 0.95) -> Difference:
    """first - second of two independent estimates in one unit, by their standard errors (normal)."""
    n = tuple(float(e.n if e.n_effective is None else e.n_effective) for e in (first, second))
    value = _minus(first.value, second.value)
    if value is None or first.std_error is None or second.std_error is None:
        return _unknown(Method.LINEARISED, (n[0], n[1]), value)
    std_error = math.hypot(first.std_error, second.std_error)
    return _normal(value, value, std_error, (n[0], n[1]), Method.LINEARISED, math.inf, confidence)


def paired_difference(changes: Sequence[float], *, confidence: float = 0.95) -> Difference:
    """Mean of after - before of the same respondents, with the paired t test; for NPS give changes of x times 100."""
    n = len(changes)
    mean = math.fsum(changes) / n if n else None
    return from_t_test(paired(changes), (n, n), (mean, 0.0), Method.PAIRED_T, confidence)


def from_t_test(
    test: TTest | None,
    n: tuple[float, float],
    means: tuple[float | None, float | None],
    method: Method,
    confidence: float,
) -> Difference:
    """The difference that a t test found; without a test (too few answers) the bare difference of the means."""
    if test is None:
        return _unknown(method, n, _minus(*means))
    interval = test.interval(confidence=confidence)
    return Difference(
        test.difference, test.std_error, interval.low, interval.high, test.t, test.p, method, *n,
        centre=test.difference, df=test.df,
    )  # fmt: skip


def _weighted_difference(score: Score, before: Answers, after: Answers, confidence: float) -> Difference:
    if type(before) is not type(after):
        raise UnlikeWeighting("a weighted and an unweighted figure are not compared")
    late, early = (estimate(score, answers, confidence=confidence) for answers in (after, before))
    return estimates_difference(late, early, confidence=confidence)


def _normal(
    value: float,
    centre: float,
    std_error: float,
    n: tuple[float, float],
    method: Method,
    most: float,
    confidence: float,
) -> Difference:
    """A normal test of `centre`; without any spread a difference is certain and no difference is none."""
    reach = z_for(confidence) * std_error
    interval = Interval(centre - reach, centre + reach).clipped(-most, most)
    z = standardised(centre, std_error)
    return Difference(value, std_error, interval.low, interval.high, z, normal_two_sided(z), method, *n, centre=centre)


def _unknown(method: Method, n: tuple[float, float], value: float | None) -> Difference:
    return Difference(value, None, None, None, None, None, method, *n)


def _minus(first: float | None, second: float | None) -> float | None:
    return None if first is None or second is None else first - second

"""A score of some answers: value, standard error and interval.

Unweighted answers: adjusted Wald for three classes, Wilson for shares, Student's t for means (cut off at the ends
of the scale). Weighted answers: value ± z · linearised standard error, cut off likewise, and an effective n.
"""

from lib.stats.estimates import Estimate, Interval, Method, no_answers
from lib.stats.histograms import Answers, Histogram, WeightedHistogram
from lib.stats.means import moments, t_interval
from lib.stats.nps import POINTS, Classes, adjusted_wald, nps
from lib.stats.proportions import Share, wilson, wilson_centre
from lib.stats.scores import Kind, Score
from lib.stats.weighted import WeightedMean, linearised, weighted_mean


def estimate(score: Score, answers: Answers, *, confidence: float = 0.95) -> Estimate:
    """The score of these answers with standard error and interval, in the unit of the score.

    :raises UnsuitableScale: the score is not defined on the scale of the answers
    :raises BadParameter: confidence not between 0 and 1
    """
    if isinstance(answers, WeightedHistogram):
        return _weighted(score, answers, confidence).in_unit(score.factor, score.offset)
    match score.kind:
        case Kind.NET:
            in_points = nps(classes_of(score, answers), confidence=confidence)
            return in_points.in_unit(score.factor / POINTS, score.offset)
        case Kind.SHARE:
            return _proportion(share_of(score, answers), confidence).in_unit(score.factor, score.offset)
        case Kind.MEAN:
            return _mean(score, answers, confidence).in_unit(score.factor, score.offset)


def classes_of(score: Score, answers: Answers) -> Classes:
    """How many answers got +1, 0 and -1, for a NET score. :raises UnsuitableScale: not defined on the scale"""
    x = score.x(answers.scale)
    up, level, down = (
        sum(n for number, n in zip(x, answers.counts, strict=True) if number == sign) for sign in (1, 0, -1)
    )
    return Classes(up, level, down)


def share_of(score: Score, answers: Answers) -> Share:
    """How many answers hit, for a SHARE score. :raises UnsuitableScale: not defined on the scale"""
    x = score.x(answers.scale)
    return Share(sum(n for number, n in zip(x, answers.counts, strict=True) if number), answers.n)


def _proportion(share: Share, confidence: float) -> Estimate:
    interval = wilson(share, confidence=confidence)
    if interval is None:
        return no_answers(Method.WILSON)
    return Estimate(
        n=round(share.n),
        value=share.value,
        std_error=share.std_error,
        low=interval.low,
        high=interval.high,
        method=Method.WILSON,
        centre=wilson_centre(share, confidence=confidence),
    )


def _mean(score: Score, answers: Histogram, confidence: float) -> Estimate:
    x = score.x(answers.scale)
    sample = moments(x, answers.counts)
    interval = t_interval(sample, confidence=confidence)
    if interval is not None:
        interval = interval.clipped(min(x), max(x))
    return Estimate.of_mean(sample, interval, method=Method.STUDENT_T)


def _weighted(score: Score, answers: WeightedHistogram, confidence: float) -> Estimate:
    x = score.x(answers.scale)
    found = weighted_mean(x, answers.counts, answers.weights, answers.squares)
    interval, method = _weighted_interval(score.kind, found, Interval(min(x), max(x)), confidence)
    return Estimate.of_mean(found, interval, method=method, n_effective=found.n_effective)


def _weighted_interval(
    kind: Kind, found: WeightedMean, limits: Interval, confidence: float
) -> tuple[Interval | None, Method]:
    """Linearised; where answers of one class leave no spread, the closed form with the effective n."""
    if found.mean is None or found.std_error is None:
        return None, Method.LINEARISED
    if found.std_error or kind is Kind.MEAN:
        interval = linearised(found, confidence=confidence)
        return interval and interval.clipped(limits.low, limits.high), Method.LINEARISED
    n = found.n_effective
    if kind is Kind.SHARE:
        return wilson(Share(n * round(found.mean), n), confidence=confidence), Method.WILSON
    sign = round(found.mean)
    interval_in_points = adjusted_wald(Classes(n * (sign > 0), n * (sign == 0), n * (sign < 0)), confidence=confidence)
    return interval_in_points and interval_in_points.in_unit(1 / POINTS), Method.ADJUSTED_WALD

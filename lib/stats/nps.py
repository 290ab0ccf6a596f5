"""Net Promoter Score: classes, value, variance and the closed-form intervals, all in points (-100…100).

Sources: Reichheld, HBR Dec 2003; population variance as in the R package NPS (Rocks), which leaves out the
n-1 correction; adjusted Wald: Rocks, The American Statistician 70(4), 2016.
"""

import math
from dataclasses import dataclass

from lib.stats.distributions import z_for
from lib.stats.errors import BadCounts, UnsuitableScale
from lib.stats.estimates import Estimate, Interval, Method, no_answers
from lib.stats.histograms import Answers
from lib.stats.scales import ONE_TO_TEN, ZERO_TO_TEN, Scale

POINTS = 100
PROMOTER_FROM = 9
PASSIVE_FROM = 7
NPS_SCALES = (ZERO_TO_TEN, ONE_TO_TEN)


@dataclass(frozen=True, slots=True)
class Classes:
    """Numbers of promoters, passives and detractors; fractions only inside the adjusted formulas.

    Any three classes with the values +1, 0 and -1 may stand here: happy, neutral and sad smileys too.
    """

    promoters: float
    passives: float
    detractors: float

    def __post_init__(self) -> None:
        if min(self.promoters, self.passives, self.detractors) < 0:
            raise BadCounts(f"a class below zero: {self}")

    @property
    def n(self) -> float:
        """All valid answers."""
        return self.promoters + self.passives + self.detractors

    def adjusted(self) -> "Classes":
        """With three pseudo-answers: ¾ promoter, 1½ passive, ¾ detractor."""
        return Classes(self.promoters + 0.75, self.passives + 1.5, self.detractors + 0.75)


def class_of(scale: Scale, value: int) -> int:
    """+1 for a promoter (9-10), 0 for a passive (7-8), -1 for a detractor (6 and below).

    :raises UnsuitableScale: the scale is neither 0-10 nor 1-10
    """
    if scale not in NPS_SCALES:
        raise UnsuitableScale(f"a recommendation is asked on 0-10 or 1-10, not on {scale}")
    return (value >= PROMOTER_FROM) - (value < PASSIVE_FROM)


def classify(answers: Answers) -> Classes:
    """Promoters, passives, detractors among the answers, unweighted. :raises UnsuitableScale: not 0-10 or 1-10"""
    found = {+1: 0, 0: 0, -1: 0}
    for value, count in zip(answers.scale.values, answers.counts, strict=True):
        found[class_of(answers.scale, value)] += count
    return Classes(found[+1], found[0], found[-1])


def nps_value(classes: Classes) -> float | None:
    """100 (p - d) in points; None without answers."""
    # One division of whole numbers, so that an exact half stays one.
    return POINTS * (classes.promoters - classes.detractors) / classes.n if classes.n else None


def nps_variance(classes: Classes) -> float | None:
    """Population variance p + d - (p - d)² of the scores +1, 0, -1, between 0 and 1; None without answers."""
    if not classes.n:
        return None
    p, d = classes.promoters / classes.n, classes.detractors / classes.n
    return max(p + d - (p - d) ** 2, 0.0)


def nps_std_error(classes: Classes) -> float | None:
    """Standard error in points; None without answers, 0 where all are in one class."""
    variance = nps_variance(classes)
    return None if variance is None else POINTS * math.sqrt(variance / classes.n)


def wald(classes: Classes, *, confidence: float = 0.95) -> Interval | None:
    """NPS ± z SE, clipped. Too narrow for few answers and empty for one class only: see `adjusted_wald`."""
    value, std_error = nps_value(classes), nps_std_error(classes)
    if value is None or std_error is None:
        return None
    reach = z_for(confidence) * std_error
    return Interval(value - reach, value + reach).clipped(-POINTS, POINTS)


def adjusted_wald(classes: Classes, *, confidence: float = 0.95) -> Interval | None:
    """Our default interval, around the adjusted NPS and so not symmetric about the observed one; clipped.

    Of a single promoter or detractor the formula ends short of the figure itself (+100 with -48…98): such an interval
    is drawn out to its figure. Being wider it covers no less; from two answers on 95 % intervals hold theirs anyway.
    """
    value, interval = nps_value(classes), wald(classes.adjusted(), confidence=confidence)
    return None if value is None or interval is None else interval.holding(value)


def nps(classes: Classes, *, confidence: float = 0.95, method: Method = Method.ADJUSTED_WALD) -> Estimate:
    """The observed NPS with an adjusted-Wald (default) or Wald interval, in points; nothing for no answers.

    :raises BadParameter: confidence not between 0 and 1
    """
    if not classes.n:
        return no_answers(method)
    adjusted = method is Method.ADJUSTED_WALD
    interval = (adjusted_wald if adjusted else wald)(classes, confidence=confidence)
    return Estimate.around(
        nps_value(classes.adjusted() if adjusted else classes),
        interval,
        n=round(classes.n),
        value=nps_value(classes),
        std_error=nps_std_error(classes),
        method=Method.ADJUSTED_WALD if adjusted else Method.WALD,
    )

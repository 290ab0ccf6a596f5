"""Percentile bootstrap of the NPS. Apart from the other formulas because it alone needs numpy."""

import numpy as np

from lib.stats.errors import BadParameter
from lib.stats.estimates import Estimate, Method, no_answers
from lib.stats.nps import POINTS, Classes, nps, nps_std_error, nps_value

FEWEST_RESAMPLES = 2_000


def bootstrap_nps(
    classes: Classes, *, seed: int, resamples: int = FEWEST_RESAMPLES, confidence: float = 0.95
) -> Estimate:
    """NPS in points with the percentile interval of multinomial resamples; store the seed with the figure.

    Answers all in one class would give an interval of width 0; they get the adjusted-Wald one, and `method` says so.

    :raises BadParameter: fewer than 2,000 resamples, or confidence not between 0 and 1
    """
    if resamples < FEWEST_RESAMPLES or not 0 < confidence < 1:
        raise BadParameter(f"{resamples} resamples at confidence {confidence}")
    if not classes.n:
        return no_answers(Method.BOOTSTRAP)
    counts = np.array([round(classes.promoters), round(classes.passives), round(classes.detractors)])
    n = int(counts.sum())
    if counts.max() == n:
        return nps(classes, confidence=confidence)
    drawn = np.random.default_rng(seed).multinomial(n, counts / n, size=resamples)
    scores = POINTS * (drawn[:, 0] - drawn[:, 2]) / n
    low, high = np.quantile(scores, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Estimate(
        n=n,
        value=nps_value(classes),
        std_error=nps_std_error(classes),
        low=float(low),
        high=float(high),
        method=Method.BOOTSTRAP,
        centre=nps_value(classes),
    )

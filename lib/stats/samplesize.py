"""How many answers a planned NPS needs. `variance` is that of the scores +1, 0, -1: at most 1, usually .5 to .8.

Source: MeasuringU, "Sample size for NPS confidence intervals" (2021), the inverse of the adjusted Wald interval.
"""

import math

from lib.stats.distributions import normal_ppf, z_for
from lib.stats.errors import BadParameter

WORST_VARIANCE = 1.0
# Answers that the adjusted interval adds by itself.
_PSEUDO_ANSWERS = 3
# A float residue must not turn an exact whole number into the next one.
_ROUNDING = 1e-9


def for_one_nps(margin: float, *, variance: float = WORST_VARIANCE, confidence: float = 0.95) -> int:
    """Answers for an interval of ± `margin` points, rounded up.

    :raises BadParameter: margin not above 0 and up to 100, variance not above 0 and up to 1
    """
    share = _share(margin)
    return _whole(z_for(confidence) ** 2 * _checked(variance) / share**2 - _PSEUDO_ANSWERS)


def for_two_nps(
    difference: float, *, variance: float = WORST_VARIANCE, power: float = 0.8, confidence: float = 0.95
) -> int:
    """Answers *per group* to detect a difference of so many points with the given power, rounded up.

    :raises BadParameter: difference not above 0 and up to 100, power not between 0 and 1
    """
    share = _share(difference)
    distance = z_for(confidence) + normal_ppf(power)
    return _whole(2 * _checked(variance) * distance**2 / share**2 - _PSEUDO_ANSWERS)


def in_finite_population(answers: int, population: int) -> int:
    """The smaller number that suffices where only `population` people exist. :raises BadParameter: below 1"""
    if answers < 1 or population < 1:
        raise BadParameter(f"{answers} answers of {population} people")
    return _whole(answers / (1 + (answers - 1) / population))


def invitations(answers: int, *, response_rate: float) -> int:
    """People to invite for so many answers. :raises BadParameter: rate not above 0 and up to 1"""
    if not 0 < response_rate <= 1:
        raise BadParameter(f"a response rate above 0 and up to 1 is needed, not {response_rate}")
    return _whole(answers / response_rate)


def _whole(size: float) -> int:
    return max(math.ceil(size - _ROUNDING), 1)


def _share(points: float) -> float:
    if not 0 < points <= 100:
        raise BadParameter(f"points above 0 and up to 100 are needed, not {points}")
    return points / 100


def _checked(variance: float) -> float:
    if not 0 < variance <= 1:
        raise BadParameter(f"a variance above 0 and up to 1 is needed, not {variance}")
    return variance

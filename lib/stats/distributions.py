"""Normal, Student and chi-square distributions with the standard library alone.

Sources: continued fractions of the incomplete beta and gamma functions (Lentz), Abramowitz & Stegun
6.5.31 and 26.5.8. Accurate to about 1e-10 for the sizes that occur in surveys.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

from lib.stats.errors import BadParameter

_NORMAL = NormalDist()
_TINY = 1e-300
_PRECISION = 1e-15
_MOST_TERMS = 20_000
# Beyond this the t distribution is the normal one to eight digits.
_NORMAL_FROM = 1e7


def normal_cdf(z: float) -> float:
    """P(Z <= z) of the standard normal distribution."""
    return math.erfc(-z / math.sqrt(2)) / 2


def normal_ppf(probability: float) -> float:
    """The z with P(Z <= z) = `probability`. :raises BadParameter: not between 0 and 1"""
    _check_probability(probability)
    return _NORMAL.inv_cdf(probability)


def normal_two_sided(z: float) -> float:
    """P(|Z| >= |z|), accurate in the far tail too."""
    return math.erfc(abs(z) / math.sqrt(2))


def z_for(confidence: float) -> float:
    """Half-width in standard errors of a two-sided interval: 0.95 gives 1.959964."""
    return normal_ppf((1 + _checked_confidence(confidence)) / 2)


def standardised(difference: float, std_error: float) -> float:
    """A difference in standard errors; without any spread infinitely many, unless there is no difference."""
    if std_error:
        return difference / std_error
    return math.copysign(math.inf, difference) if difference else 0.0


def t_two_sided(t: float, df: float) -> float:
    """P(|T| >= |t|) of Student's distribution with `df` > 0 degrees of freedom (fractions allowed)."""
    _check_df(df)
    if df > _NORMAL_FROM:
        return normal_two_sided(t)
    if math.isinf(t):
        return 0.0
    return _incomplete_beta(df / (df + t * t), df / 2, 0.5)


def t_cdf(t: float, df: float) -> float:
    """P(T <= t) of Student's distribution."""
    tail = t_two_sided(t, df) / 2
    return tail if t < 0 else 1 - tail


@lru_cache(maxsize=4096)
def t_ppf(probability: float, df: float) -> float:
    """The t with P(T <= t) = `probability`, by halving. :raises BadParameter: not between 0 and 1, or df <= 0"""
    _check_probability(probability)
    _check_df(df)
    tail = 2 * min(probability, 1 - probability)
    low, high = 0.0, 1.0
    while t_two_sided(high, df) > tail:
        low, high = high, high * 2
    for _halving in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if t_two_sided(middle, df) > tail else (low, middle)
    return math.copysign((low + high) / 2, probability - 0.5)


def t_for(confidence: float, df: float) -> float:
    """Half-width in standard errors of a two-sided t interval."""
    return t_ppf((1 + _checked_confidence(confidence)) / 2, df)


def chi_square_sf(statistic: float, df: float) -> float:
    """P(X >= statistic) of the chi-square distribution with `df` > 0 degrees of freedom."""
    _check_df(df)
    return 1.0 if statistic <= 0 else _upper_gamma(df / 2, statistic / 2)


def _checked_confidence(confidence: float) -> float:
    if not 0 < confidence < 1:
        raise BadParameter(f"confidence lies between 0 and 1, not {confidence}")
    return confidence


def _check_probability(probability: float) -> None:
    if not 0 < probability < 1:
        raise BadParameter(f"a probability between 0 and 1 is needed, not {probability}")


def _check_df(df: float) -> None:
    if not df > 0:
        raise BadParameter(f"degrees of freedom above 0 are needed, not {df}")


def _incomplete_beta(x: float, a: float, b: float) -> float:
    """Regularised incomplete beta function I_x(a, b)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    log_beta = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(log_beta + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(x, a, b) / a
    return 1 - front * _beta_fraction(1 - x, b, a) / b


def _beta_fraction(x: float, a: float, b: float) -> float:
    """Continued fraction of the incomplete beta function."""

    def numerator(j: int) -> float:
        m = j // 2
        if j % 2:
            return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))

    return 1 / _continued_fraction(1.0, numerator, lambda _j: 1.0)


def _upper_gamma(a: float, x: float) -> float:
    """Regularised upper incomplete gamma function Q(a, x): series below a + 1, continued fraction above."""
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        return 1 - front * _lower_gamma_series(a, x)
    return front / _continued_fraction(x + 1 - a, lambda j: -j * (j - a), lambda j: x + 2 * j + 1 - a)


def _lower_gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    for j in range(1, _MOST_TERMS):
        term *= x / (a + j)
        total += term
        if term < total * _PRECISION:
            break
    return total


def _continued_fraction(first: float, numerator: Callable[[int], float], denominator: Callable[[int], float]) -> float:
    """Modified Lentz: first + n1 / (d1 + n2 / (d2 + …)), until a step changes nothing."""
    value = c = first or _TINY
    d = 0.0
    for j in range(1, _MOST_TERMS):
        d = 1 / ((denominator(j) + numerator(j) * d) or _TINY)
        c = (denominator(j) + numerator(j) / c) or _TINY
        value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value

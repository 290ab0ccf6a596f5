"""Shares of answers between 0 and 1: Wilson interval, and the difference of two shares.

Sources: Newcombe, Statistics in Medicine 17 (1998), 857-872 (Wilson, method 3) and 873-890 (method 10).
"""

import math
from dataclasses import dataclass

from lib.stats.distributions import normal_two_sided, z_for
from lib.stats.errors import BadCounts
from lib.stats.estimates import Interval


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n` answers; fractions only where an effective n stands in for weighted answers."""

    hits: float
    n: float

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.n:
            raise BadCounts(f"{self.hits} of {self.n}")

    @property
    def value(self) -> float | None:
        """The share, None without answers."""
        return self.hits / self.n if self.n else None

    @property
    def std_error(self) -> float | None:
        """sqrt(p (1 - p) / n), None without answers."""
        return math.sqrt(self.hits * (self.n - self.hits) / self.n) / self.n if self.n else None


def wilson(share: Share, *, confidence: float = 0.95) -> Interval | None:
    """Score interval of a share; none of n and all of n keep a width on one side. None without answers."""
    if not share.n:
        return None
    z2 = z_for(confidence) ** 2
    middle = share.hits + z2 / 2
    reach = math.sqrt(z2 * (share.hits * (share.n - share.hits) / share.n + z2 / 4))
    low, high = (middle - reach) / (share.n + z2), (middle + reach) / (share.n + z2)
    # Exactly 0 and 1 at the ends, where floats leave a residue.
    return Interval(0.0 if share.hits == 0 else max(low, 0.0), 1.0 if share.hits == share.n else min(high, 1.0))


def wilson_centre(share: Share, *, confidence: float = 0.95) -> float | None:
    """The middle of the Wilson interval, nearer to one half than the share itself."""
    z2 = z_for(confidence) ** 2
    return (share.hits + z2 / 2) / (share.n + z2) if share.n else None


def newcombe(first: Share, second: Share, *, confidence: float = 0.95) -> Interval | None:
    """Interval of first - second out of the two Wilson intervals (method 10). None where one has no answers."""
    one, two = wilson(first, confidence=confidence), wilson(second, confidence=confidence)
    p1, p2 = first.value, second.value
    if one is None or two is None or p1 is None or p2 is None:
        return None
    difference = p1 - p2
    return Interval(
        difference - math.hypot(p1 - one.low, two.high - p2),
        difference + math.hypot(one.high - p1, p2 - two.low),
    ).clipped(-1, 1)


def two_share_z(first: Share, second: Share) -> tuple[float, float] | None:
    """z and two-sided p of "both shares are equal", pooled variance. None where one has no answers.

    Where every answer (or none) hits in both, there is no difference: z 0, p 1.
    """
    p1, p2 = first.value, second.value
    if p1 is None or p2 is None:
        return None
    pooled = (first.hits + second.hits) / (first.n + second.n)
    std_error = math.sqrt(pooled * (1 - pooled) * (1 / first.n + 1 / second.n))
    z = (p1 - p2) / std_error if std_error else 0.0
    return z, normal_two_sided(z)

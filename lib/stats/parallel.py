"""Difference in differences: what changed at one place, less what changed in the same time where nothing was done.

value = (after − before) at the place − (after − before) of the others; its standard error is the root of the four
squared standard errors (metrics A5). It asks both to have gone the same way but for the change.
"""

import math
from collections.abc import Sequence

from lib.stats.compare import Difference
from lib.stats.distributions import normal_two_sided, standardised, z_for
from lib.stats.estimates import Estimate, Method


def difference_in_differences(
    before: Estimate,
    after: Estimate,
    others_before: Sequence[Estimate],
    others_after: Sequence[Estimate],
    *,
    confidence: float = 0.95,
) -> Difference | None:
    """How much more a place changed than the mean of the others, each of them counting alike; normal.

    `n_first` and `n_second` are the fewest answers on the place's and on the others' side.

    :returns: None where there is nothing to compare with, or a figure is not known
    """
    rest_before, rest_after = mean_of(others_before), mean_of(others_after)
    if rest_before is None or rest_after is None:
        return None
    sides = (before, after, rest_before, rest_after)
    values = [side.value for side in sides]
    errors = [side.std_error for side in sides]
    if None in values or None in errors:
        return None
    early, late, others_early, others_late = (float(value or 0.0) for value in values)
    value = (late - early) - (others_late - others_early)
    std_error = math.hypot(*(float(error or 0.0) for error in errors))
    reach = z_for(confidence) * std_error
    z = standardised(value, std_error)
    return Difference(
        value, std_error, value - reach, value + reach, z, normal_two_sided(z), Method.PARALLEL,
        min(before.n, after.n), min(rest_before.n, rest_after.n), centre=value,
    )  # fmt: skip


def mean_of(estimates: Sequence[Estimate]) -> Estimate | None:
    """The mean of independent figures, each counting alike: SE is the root of the sum of squares by their number.

    Its `n` is that of the figure with fewest answers. None for no figures, or where one is not known.
    """
    values = [one.value for one in estimates if one.value is not None]
    errors = [one.std_error for one in estimates if one.std_error is not None]
    many = len(estimates)
    if not many or len(values) < many or len(errors) < many:
        return None
    return Estimate(
        n=min(one.n for one in estimates),
        value=math.fsum(values) / many,
        std_error=math.hypot(*errors) / many,
        low=None,
        high=None,
        method=Method.PARALLEL,
    )

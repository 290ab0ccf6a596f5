"""A comparison in one word: only what is certain enough and large enough is called a change."""

from enum import StrEnum

from lib.stats.compare import Difference
from lib.stats.estimates import LOW_BASE

# Share of false alarms that we accept among the changes we announce.
ALPHA = 0.05


class Verdict(StrEnum):
    """The word; pages translate it."""

    BETTER = "better"
    WORSE = "worse"
    NO_DETECTABLE_CHANGE = "no_detectable_change"
    TOO_FEW = "too_few"
    NOT_COMPARABLE = "not_comparable"


def verdict(
    change: Difference | None,
    *,
    q: float | None,
    minimum_change: float = 0.0,
    higher_is_better: bool = True,
    comparable: bool = True,
    fewest: float = LOW_BASE,
    alpha: float = ALPHA,
) -> Verdict:
    """Judge `change` (after - before).

    BETTER or WORSE needs all of: q below `alpha`, an interval without zero, and a change of at least
    `minimum_change` in the unit of the score. `comparable` false, or no difference to judge at all because the
    scales are unlike (`change` None): NOT_COMPARABLE. Fewer than `fewest` answers, effective ones for weighted
    figures, in either set: TOO_FEW.
    """
    if change is None or not comparable:
        return Verdict.NOT_COMPARABLE
    if min(change.n_first, change.n_second) < fewest or change.value is None:
        return Verdict.TOO_FEW
    if not _is_change(change, q, minimum_change, alpha):
        return Verdict.NO_DETECTABLE_CHANGE
    return Verdict.BETTER if (change.value > 0) == higher_is_better else Verdict.WORSE


def _is_change(change: Difference, q: float | None, minimum_change: float, alpha: float) -> bool:
    if q is None or change.low is None or change.high is None or not change.value:
        return False
    certain = q < alpha and not change.low <= 0 <= change.high
    return certain and abs(change.value) >= minimum_change

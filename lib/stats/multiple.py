"""Many comparisons at once: false discovery rate of Benjamini & Hochberg (1995), as R's p.adjust."""

from collections.abc import Sequence

from lib.stats.errors import BadParameter


def q_values(p_values: Sequence[float | None]) -> list[float | None]:
    """One q per p, in the same order; a comparison without p stays None and does not count as one.

    :raises BadParameter: a p outside 0 to 1
    """
    known = sorted(((p, place) for place, p in enumerate(p_values) if p is not None), reverse=True)
    if any(not 0 <= p <= 1 for p, _place in known):
        raise BadParameter("a p value outside 0 to 1")
    found: list[float | None] = [None] * len(p_values)
    least = 1.0
    for behind, (p, place) in enumerate(known):
        # The factor first: it is never below 1, so q is never below p by a rounding.
        least = min(least, p * (len(known) / (len(known) - behind)))
        found[place] = least
    return found

"""Both waves brought to one mix of the dimension in which they differ most, so that only the answers are compared."""

from collections.abc import Mapping
from dataclasses import replace

from accounts.viewer import Viewer
from lib.stats.compare import Difference
from lib.stats.errors import StatsError
from lib.stats.histograms import Histogram
from lib.stats.scales import Scale
from lib.stats.strata import merge_strata, mix_adjusted_difference
from metrics.queries.asking import Dimension, FigureQuery, GroupBy
from metrics.queries.choosing import choose
from metrics.queries.lookups import Lookups
from metrics.queries.mixes import Mix
from metrics.queries.summing import add_up

# A group with fewer answers in either wave joins the others before both waves are brought to one mix.
FEWEST_IN_STRATUM = 10

Strata = Mapping[tuple[str, str], Mapping[str, Histogram]]


def strata_of(query: FigureQuery, worst: Mix, viewer: Viewer, lookups: Lookups) -> Strata:
    """(survey, code) → histograms by group of the dimension in which the waves differ most."""
    by = query.group_by.dimensions[1]
    divided = replace(query, weighted=False, group_by=GroupBy((Dimension.SURVEY, by, worst.dimension), axis=worst.axis))
    choice = choose(divided, viewer=viewer, lookups=lookups, one_scale=False)
    found: dict[tuple[str, str], dict[str, Histogram]] = {}
    fullest: dict[tuple[str, str], Scale] = {}
    for (group, scale), sums in add_up(divided, choice, lookups=lookups).items():
        survey, code, part = group.codes
        if scale is None or not sums.n or fullest.setdefault((survey or "", code or ""), scale) != scale:
            continue
        found.setdefault((survey or "", code or ""), {})[part or ""] = Histogram(scale, tuple(sums.counts))
    return found


def adjusted_difference(code: str, query: FigureQuery, strata: Strata) -> Difference | None:
    """The change with both waves brought to one mix; None where that cannot be done."""
    early, late = (strata.get((survey, code), {}) for survey in query.surveys)
    if not early or not late:
        return None
    small = [
        part
        for part in {**early, **late}
        if min(early[part].n if part in early else 0, late[part].n if part in late else 0) < FEWEST_IN_STRATUM
    ]
    merges = dict.fromkeys(small, "")
    try:
        return mix_adjusted_difference(
            query.definition.score, merge_strata(early, merges), merge_strata(late, merges), confidence=query.confidence
        )
    except StatsError:
        return None

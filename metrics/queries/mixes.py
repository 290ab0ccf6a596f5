"""Whether two waves asked the same kind of people in the same places at the same time of year."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from lib.local_text import local
from lib.periods import Grain
from metrics.queries.asking import Dimension, FigureQuery, GroupBy
from metrics.queries.choosing import Choice
from metrics.queries.lookups import Lookups
from metrics.queries.summing import add_up
from programs.models import SegmentAxis

# From this share of answers that would have to change place, the mixes are called unlike.
UNLIKE_FROM = 0.1


@dataclass(frozen=True, slots=True)
class Mix:
    """How far two waves differ along one dimension: 0 the same shares, 1 nothing in common."""

    name: str
    dimension: Dimension
    axis: str
    distance: float
    is_season: bool = False

    @property
    def is_unlike(self) -> bool:
        return self.distance >= UNLIKE_FROM


def mixes(query: FigureQuery, choice: Choice, *, lookups: Lookups) -> list[Mix]:
    """The mixes of both waves' answers to the question with most of them: units, channels, each axis, season."""
    reference = _reference(query, choice, lookups)
    if reference is None:
        return []
    narrow = replace(choice, surveys_of={reference: choice.surveys_of[reference]})
    axes = list(SegmentAxis.objects.filter(archived_at=None).values_list("code", "name"))
    asked = [
        (_("unit"), Dimension.UNIT, ""),
        (_("channel"), Dimension.CHANNEL, ""),
        *((local(name) or code, Dimension.SEGMENT, code) for code, name in axes),
    ]
    found = [
        Mix(
            name,
            dimension,
            axis,
            _distance(query, narrow, GroupBy((Dimension.SURVEY, dimension), axis), lookups),
        )
        for name, dimension, axis in asked
    ]
    season = GroupBy((Dimension.SURVEY,), grain=Grain.MONTH)
    return [
        *found,
        Mix(
            _("time of year"),
            Dimension.SURVEY,
            "",
            _distance(query, narrow, season, lookups),
            is_season=True,
        ),
    ]


def worst_mix(found: Sequence[Mix]) -> Mix | None:
    """The unlike mix that answers can be brought to, if there is one."""
    usable = [mix for mix in found if not mix.is_season and mix.distance > 0]
    return max(usable, key=lambda mix: mix.distance, default=None)


def _reference(query: FigureQuery, choice: Choice, lookups: Lookups) -> int | None:
    """The question answered most in the wave where it is answered less."""
    plain = replace(query, weighted=False, group_by=GroupBy((Dimension.SURVEY, Dimension.QUESTION)))
    answered: dict[str, dict[str, int]] = defaultdict(dict)
    for (group, _scale), sums in add_up(plain, choice, lookups=lookups).items():
        survey, code = group.codes
        if survey and code:
            answered[code][survey] = answered[code].get(survey, 0) + sums.n + sums.missing
    in_both = {code: min(waves.values()) for code, waves in answered.items() if len(waves) == len(query.surveys)}
    if not in_both:
        return None
    best = max(in_both, key=lambda code: in_both[code])
    return next((pk for pk in choice.surveys_of if lookups.code(Dimension.QUESTION, pk) == best), None)


def _distance(query: FigureQuery, choice: Choice, group_by: GroupBy, lookups: Lookups) -> float:
    """Half the sum of the differences of the shares (total variation)."""
    shares: Mapping[str | None, Counter[str]] = {survey: Counter() for survey in query.surveys}
    divided = replace(query, weighted=False, group_by=group_by)
    for (group, _scale), sums in add_up(divided, choice, lookups=lookups).items():
        survey, *rest = group.codes
        part = f"{group.start.month}" if group.start else (rest[0] or "" if rest else "")
        if survey in shares:
            shares[survey][part] += sums.n + sums.missing
    early, late = (shares[survey] for survey in query.surveys)
    if not early.total() or not late.total():
        return 0.0
    return sum(abs(early[part] / early.total() - late[part] / late.total()) for part in {*early, *late}) / 2

"""Asked directly whether the promise was kept: falls short, as promised, exceeds. The middle of the scale is "as"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from accounts.viewer import Viewer
from feedback.models import Aspect
from lib.stats.scales import Scale
from lib.stats.servqual import Kept
from metrics.counts.reading import added_up
from metrics.counts.statements import HISTOGRAM
from metrics.queries.asking import Dimension, FigureQuery, GroupBy
from metrics.queries.choosing import Choice, wanted_keys
from metrics.queries.gating import Part, hidden_parts
from metrics.queries.lookups import Lookups, SurveyKey
from metrics.queries.pairing import Promised
from metrics.queries.summing import Group, Sums
from organisations.tenancy import scoped_organisation


@dataclass(frozen=True, slots=True)
class Direct:
    """One question's answers. Hidden: the reader may not see them."""

    question: str
    pillar: str
    kept: Kept | None
    hidden: bool = False

    @property
    def n(self) -> int:
        return self.kept.n if self.kept else 0

    @property
    def shares(self) -> tuple[float | None, float | None, float | None]:
        """Below, as promised, above, in per cent."""
        found = self.kept or Kept(0, 0, 0)
        return found.share(found.below), found.share(found.met), found.share(found.above)


def asked_directly(
    survey: SurveyKey, query: FigureQuery, *, promised: Promised, viewer: Viewer, today: date, lookups: Lookups
) -> list[Direct]:
    """Every such question of a survey that has answers, through the same sight and gate as any figure.

    :raises FigureError: a code of the query does not exist
    """
    questions = {one.pk: one for one in promised.of_aspect(Aspect.COMPARED, [survey.instrument_id])}
    choice = Choice(
        {pk: frozenset({survey.pk}) for pk in questions},
        frozenset(lookups.scales()),
        wanted_keys(query, viewer=viewer, lookups=lookups),
    )
    if choice.is_empty:
        return []
    cut = choice.cut(organisation_id=scoped_organisation().pk, period=query.period)
    rows = [row for row in added_up(cut, keys=("question_id", "scale_id"), columns=HISTOGRAM) if row["scale_id"]]
    by_question = replace(query, group_by=GroupBy((Dimension.QUESTION,)))
    parts = [_part(row, questions[row["question_id"]].code, lookups) for row in rows]
    hidden = hidden_parts(parts, by_question, viewer=viewer, lookups=lookups, today=today)
    return [
        Direct(part.group.codes[0] or "", questions[row["question_id"]].pillar, None, hidden=True)
        if place in hidden
        else Direct(part.group.codes[0] or "", questions[row["question_id"]].pillar, _kept(part))
        for place, (row, part) in enumerate(zip(rows, parts, strict=True))
    ]


def _part(row: Mapping[str, Any], code: str, lookups: Lookups) -> Part:
    return Part(Group(None, (code,)), lookups.scale(row["scale_id"]), Sums([row[column] for column in HISTOGRAM]))


def _kept(part: Part) -> Kept:
    scale = part.scale or Scale(0, len(HISTOGRAM) - 1)
    middle = (scale.low + scale.high) / 2
    sides = {-1: 0, 0: 0, 1: 0}
    for value, n in zip(scale.values, part.sums.counts, strict=False):
        sides[(value > middle) - (value < middle)] += n
    return Kept(below=sides[-1], met=sides[0], above=sides[1])

"""Is what we claim true? The measured verdict on a slogan, by customers' answers or by a service standard."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.viewer import Viewer
from brandpromise.models import Claim
from feedback.models import Survey
from lib import privacy
from lib.stats.estimates import LOW_BASE, Interval
from lib.stats.proportions import Share, wilson
from metrics.models import ClaimMeasure
from metrics.queries.asking import Dimension, FigureQuery, GroupBy
from metrics.queries.choosing import Choice, wanted_keys
from metrics.queries.lookups import Lookups
from metrics.queries.summing import add_up
from touchpoints.queries.standards import StandardView, standard_views, wording_of


class ClaimWord(StrEnum):
    """What the figures say of a claim."""

    KEPT = "kept"
    BROKEN = "broken"
    UNCLEAR = "unclear"
    FEW = "few"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True, slots=True)
class Answered:
    """How many customers answered well enough, in the newest survey that asked; shares in per cent."""

    survey: str
    n: int
    hits: int
    interval: Interval

    @property
    def share(self) -> float:
        return 100 * self.hits / self.n


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """A claim with its measure and what came out."""

    claim: Claim
    measure: ClaimMeasure | None
    word: ClaimWord
    answered: Answered | None = None
    standard: StandardView | None = None


def claim_verdict(claim: Claim, *, viewer: Viewer, today: date, lookups: Lookups | None = None) -> ClaimVerdict:
    """The verdict on one claim, as far as the viewer may see: KEPT and BROKEN only where the interval is clear."""
    measure = ClaimMeasure.objects.filter(claim=claim).select_related("question", "standard").first()
    if measure is None:
        return ClaimVerdict(claim, None, ClaimWord.NOT_MEASURED)
    if measure.standard:
        return _by_standard(claim, measure, today)
    found = _answered(measure, viewer=viewer, lookups=lookups or Lookups())
    return ClaimVerdict(claim, measure, _word(found, measure.target_share or 0), found)


def _by_standard(claim: Claim, measure: ClaimMeasure, today: date) -> ClaimVerdict:
    wording = wording_of(standard=measure.standard) if measure.standard else None
    view = standard_views([wording], today=today)[0] if wording else None
    word = {None: ClaimWord.NOT_MEASURED, True: ClaimWord.KEPT, False: ClaimWord.BROKEN}[view.is_kept if view else None]
    return ClaimVerdict(claim, measure, word, standard=view)


def _word(found: Answered | None, target: int) -> ClaimWord:
    if found is None:
        return ClaimWord.NOT_MEASURED
    if found.n < LOW_BASE:
        return ClaimWord.FEW
    if found.interval.low >= target:
        return ClaimWord.KEPT
    return ClaimWord.BROKEN if found.interval.high < target else ClaimWord.UNCLEAR


def _answered(measure: ClaimMeasure, *, viewer: Viewer, lookups: Lookups) -> Answered | None:
    """The share of the newest survey with answers; nothing where there are none or the gate hides them."""
    question = measure.question
    if question is None or measure.at_least is None:
        return None
    surveys = {one.pk: one for one in lookups.surveys() if one.instrument_id == question.instrument_id}
    real = frozenset(pk for pk, one in surveys.items() if not one.is_sample)
    query = FigureQuery("rating_mean", questions=(question.code,), group_by=GroupBy((Dimension.SURVEY,)))
    choice = Choice(
        {question.pk: real} if real else {},
        frozenset(lookups.scales()),
        wanted_keys(query, viewer=viewer, lookups=lookups),
    )
    counts: dict[str, tuple[int, int]] = {}
    for (group, scale), sums in add_up(query, choice, lookups=lookups).items():
        if scale is not None and sums.n:
            hits = sum(n for value, n in zip(scale.values, sums.counts, strict=False) if value >= measure.at_least)
            counts[group.codes[0] or ""] = (sums.n, hits)
    return _newest(counts, lookups)


def _newest(counts: dict[str, tuple[int, int]], lookups: Lookups) -> Answered | None:
    ordered = Survey.objects.filter(code__in=list(counts)).order_by("opens_on", "pk").values_list("code", flat=True)
    newest = list(ordered)[-1:]
    if not newest:
        return None
    n, hits = counts[newest[0]]
    ours = lookups.organisation()
    rule = privacy.Rule(privacy.Subject.CUSTOMERS, ours.minimum_customers, ours.minimum_employees)
    interval = wilson(Share(hits, n))
    if interval is None or privacy.gate_total(privacy.Cell(newest[0], n, hits), rule=rule).hidden:
        return None
    return Answered(newest[0], n, hits, interval.in_unit(100.0))

"""Before and after: two waves, question by question or touchpoint by touchpoint (domain 2.5, metrics A5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from feedback.models import Question, Survey
from lib.local_text import local
from lib.stats.compare import Difference, difference
from lib.stats.errors import StatsError
from lib.stats.estimates import Estimate
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram
from lib.stats.multiple import q_values
from lib.stats.scales import Scale
from lib.stats.strata import merge_strata, mix_adjusted_difference
from lib.stats.verdicts import Verdict, verdict
from metrics.indicators import Indicator
from metrics.queries.asking import Dimension, FigureError, FigureQuery, GroupBy
from metrics.queries.choosing import choose
from metrics.queries.lookups import Lookups
from metrics.queries.mixes import Mix, mixes, worst_mix
from metrics.queries.summing import Grouped, Sums, add_up

# A group with fewer answers in either wave joins the others before both waves are brought to one mix.
FEWEST_IN_STRATUM = 10
# Changes smaller than this are not announced, however certain: in points, per cent, or units of the scale.
MINIMUM_CHANGE = {"points": 1.0, "percent": 1.0, "score": 0.02}


@dataclass(frozen=True, slots=True)
class Change:
    """A difference after − before with what makes it readable. Nothing is rounded."""

    value: float | None
    low: float | None
    high: float | None
    p: float | None
    q: float | None
    verdict: Verdict
    found: Difference | None = None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One question or touchpoint in both waves; where it cannot be compared, `refusal` says why in a sentence."""

    code: str
    scale_before: str | None
    scale_after: str | None
    before: Estimate | None
    after: Estimate | None
    change: Change
    weighted_before: Estimate | None = None
    weighted_after: Estimate | None = None
    weighted: Change | None = None
    adjusted: Change | None = None
    refusal: str = ""
    reason: str = ""  # stable name of the refusal: unlike_scales, asked_once, no_answers

    @property
    def chart_verdict(self) -> str:
        """The verdict in the words of the charts."""
        return chart_word(self.change)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two waves side by side. `warnings` say in which ways the waves are unlike; they do not forbid the comparison."""

    indicator: Indicator
    before: str
    after: str
    rows: tuple[ComparedRow, ...]
    warnings: tuple[str, ...]
    mixes: tuple[Mix, ...]
    adjusted_for: str  # the dimension both waves were brought to one mix of, or ""

    @property
    def compared(self) -> tuple[ComparedRow, ...]:
        return tuple(row for row in self.rows if not row.reason)

    def count(self, word: Verdict) -> int:
        """How many rows carry a verdict."""
        return sum(1 for row in self.rows if row.change.verdict is word)


_NO_CHANGE = Change(None, None, None, None, None, Verdict.NOT_COMPARABLE)
_CHART_WORDS = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
    Verdict.NO_DETECTABLE_CHANGE: "same",
    Verdict.TOO_FEW: "unclear",
    Verdict.NOT_COMPARABLE: "not_comparable",
}


def chart_word(change: Change) -> str:
    """A verdict in the words of charts; a change that only fails the correction for many comparisons is unclear."""
    if change.verdict is Verdict.NO_DETECTABLE_CHANGE and change.p is not None and change.p < 0.05:
        return "unclear"
    return _CHART_WORDS[change.verdict]


def compare_waves(
    *,
    before: str,
    after: str,
    viewer: Viewer,
    indicator: str = "rating_top2",
    by: Dimension = Dimension.QUESTION,
    questions: Sequence[str] = (),
    confidence: float = 0.95,
    alike: bool = True,
    lookups: Lookups | None = None,
) -> Comparison:
    """Every question (or touchpoint) of two surveys: difference, interval, q over all rows, verdict; weighted beside.

    :param alike: look also at how unlike the waves are, and bring both to one mix; off for pages that show neither
    :raises FigureError: unknown_value, question_unsuitable, same_survey
    """
    if before == after:
        raise FigureError("same_survey", "after", _("Choose two different surveys."))
    query = FigureQuery(
        indicator, surveys=(before, after), questions=tuple(questions), confidence=confidence, weighted=True,
        group_by=GroupBy((Dimension.SURVEY, by)),
    )  # fmt: skip
    lookups = lookups or Lookups()
    choice = choose(query, viewer=viewer, lookups=lookups, one_scale=False)
    grouped = add_up(query, choice, lookups=lookups)
    waves = {wave: _fullest(grouped, wave) for wave in (before, after)}
    found_mixes = mixes(query, choice, lookups=lookups) if alike else []
    worst = worst_mix(found_mixes)
    strata = _strata(query, worst, viewer, lookups) if worst else {}
    weighted = {survey.code for survey in lookups.surveys() if survey.weighted}
    both_weighted = {before, after} <= weighted
    rows = [
        _row(code, waves[before].get(code), waves[after].get(code), query, strata, weighted=both_weighted)
        for code in _codes(waves)
    ]
    return Comparison(
        indicator=query.definition,
        before=before,
        after=after,
        rows=tuple(_judged(rows, query.definition)),
        warnings=tuple(_warnings(before, after, found_mixes)) if alike else (),
        mixes=tuple(found_mixes),
        adjusted_for=str(worst.name) if worst else "",
    )


def questions_about_touchpoints(found: Comparison) -> dict[str, int]:
    """Touchpoint's code → how many questions of the two surveys a row about it puts together."""
    instruments = Survey.objects.filter(code__in=(found.before, found.after)).values("version__instrument")
    about = Question.objects.filter(
        instrument__in=instruments, kind__in=found.indicator.kinds, touchpoint__isnull=False
    )
    rows = about.order_by().values_list("touchpoint__code").annotate(Count("code", distinct=True))
    return dict(rows)


def _fullest(grouped: Grouped, wave: str) -> dict[str | None, tuple[Scale, Sums]]:
    """Code → the scale with most answers in a wave."""
    found: dict[str | None, tuple[Scale, Sums]] = {}
    for (group, scale), sums in grouped.items():
        survey, code = group.codes
        if survey == wave and scale is not None and sums.n and (code not in found or sums.n > found[code][1].n):
            found[code] = (scale, sums)
    return found


def _codes(waves: Mapping[str, Mapping[str | None, object]]) -> list[str]:
    return sorted({code for wave in waves.values() for code in wave if code})


Strata = Mapping[tuple[str, str], Mapping[str, Histogram]]


def _row(
    code: str,
    early: tuple[Scale, Sums] | None,
    late: tuple[Scale, Sums] | None,
    query: FigureQuery,
    strata: Strata,
    *,
    weighted: bool,
) -> ComparedRow:
    score, confidence = query.definition.score, query.confidence
    sides = [
        side and estimate(score, side[1].answers(side[0], weighted=False), confidence=confidence)
        for side in (early, late)
    ]
    row = ComparedRow(
        code, early and str(early[0]), late and str(late[0]), sides[0] or None, sides[1] or None, _NO_CHANGE
    )
    if early is None or late is None:
        where = query.surveys[1] if early is None else query.surveys[0]
        return replace(row, reason="asked_once", refusal=_("Only %(survey)s has answers to this.") % {"survey": where})
    if early[0] != late[0]:
        sentence = _("Asked on %(before)s before and on %(after)s after: answers on two scales are not compared.")
        return replace(
            row, reason="unlike_scales", refusal=sentence % {"before": row.scale_before, "after": row.scale_after}
        )
    plain = difference(
        score, *(side[1].answers(side[0], weighted=False) for side in (early, late)), confidence=confidence
    )
    row = replace(row, change=_open(plain), adjusted=_adjusted(code, query, strata))
    if not weighted:
        return row
    heavy = [side[1].answers(side[0], weighted=True) for side in (early, late)]
    return replace(
        row,
        weighted_before=estimate(score, heavy[0], confidence=confidence),
        weighted_after=estimate(score, heavy[1], confidence=confidence),
        weighted=_open(difference(score, *heavy, confidence=confidence)),
    )


def _open(found: Difference) -> Change:
    """A change whose q and verdict need the other rows."""
    return Change(found.value, found.low, found.high, found.p, None, Verdict.NO_DETECTABLE_CHANGE, found)


def _judged(rows: list[ComparedRow], indicator: Indicator) -> list[ComparedRow]:
    """q values over all rows of one kind (plain, weighted, mix-adjusted), then the verdicts."""
    for kind in ("change", "weighted", "adjusted"):
        changes: list[Change | None] = [getattr(row, kind) for row in rows]
        qs = q_values([change.p if change else None for change in changes])
        rows = [
            _with(row, kind, _verdict(change, q, indicator)) if change and not row.reason else row
            for row, change, q in zip(rows, changes, qs, strict=True)
        ]
    return rows


def _with(row: ComparedRow, kind: str, change: Change) -> ComparedRow:
    changed: dict[str, Any] = {kind: change}
    return replace(row, **changed)


def _verdict(change: Change, q: float | None, indicator: Indicator) -> Change:
    if change.found is None:
        return change
    word = verdict(
        change.found,
        q=q,
        minimum_change=MINIMUM_CHANGE[indicator.unit],
        higher_is_better=indicator.score.higher_is_better,
    )
    return replace(change, q=q, verdict=word)


def _strata(query: FigureQuery, worst: Mix, viewer: Viewer, lookups: Lookups) -> Strata:
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


def _adjusted(code: str, query: FigureQuery, strata: Strata) -> Change | None:
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
        found = mix_adjusted_difference(
            query.definition.score, merge_strata(early, merges), merge_strata(late, merges), confidence=query.confidence
        )
    except StatsError:
        return None
    return _open(found)


def _warnings(before_code: str, after_code: str, found: Sequence[Mix]) -> list[str]:
    """In which ways the two waves are unlike."""
    sentences = []
    surveys = {survey.code: survey for survey in Survey.objects.filter(code__in=(before_code, after_code))}
    before, after = surveys.get(before_code), surveys.get(after_code)
    if before and after:
        if local(before.population) != local(after.population):
            sentences.append(_("The two surveys asked different people."))
        if local(before.mode) != local(after.mode):
            sentences.append(_("The two surveys were asked in different ways."))
        if before.weighted != after.weighted:
            sentences.append(_("Only one of the two surveys carries weights."))
    for mix in found:
        if mix.is_unlike:
            sentences.append(
                _("The mix by %(dimension)s differs: %(share)s %% of the answers would have to change place.")
                % {"dimension": mix.name, "share": round(100 * mix.distance)}
            )
    return sentences

"""Before and after: two waves, question by question or touchpoint by touchpoint (domain 2.5, metrics A5)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from feedback.models import Question, Survey
from lib.local_text import local
from lib.stats.compare import Difference, difference
from lib.stats.estimation import estimate
from lib.stats.multiple import q_values
from lib.stats.scales import Scale
from lib.stats.verdicts import Verdict, verdict
from metrics.indicators import Indicator
from metrics.queries.adjusting import Strata, adjusted_difference, strata_of
from metrics.queries.asking import Dimension, FigureError, FigureQuery, GroupBy
from metrics.queries.choosing import choose
from metrics.queries.compared import Change, ComparedRow, Comparison
from metrics.queries.lookups import Lookups
from metrics.queries.mixes import Mix, mixes, worst_mix
from metrics.queries.summing import Grouped, Sums, add_up

# Changes smaller than this are not announced, however certain: in points, per cent, or units of the scale.
MINIMUM_CHANGE = {"points": 1.0, "percent": 1.0, "score": 0.02}
_NO_CHANGE = Change(None, None, None, None, None, Verdict.NOT_COMPARABLE)


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
    strata = strata_of(query, worst, viewer, lookups) if worst else {}
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
    brought = adjusted_difference(code, query, strata)
    row = replace(row, change=_open(plain), adjusted=_open(brought) if brought else None)
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

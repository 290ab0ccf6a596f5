"""What a change did: its touchpoints' scores before and after it went live, against touchpoints nobody changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.viewer import Viewer
from lib.periods import Period
from lib.stats.compare import Difference
from lib.stats.estimates import Estimate, Method
from lib.stats.multiple import q_values
from lib.stats.parallel import difference_in_differences
from lib.stats.verdicts import Verdict, verdict
from metrics.indicators import INDICATORS
from metrics.queries.asking import Dimension, FigureError, FigureQuery, GroupBy
from metrics.queries.comparing import MINIMUM_CHANGE
from metrics.queries.figuring import figures
from metrics.queries.lookups import Lookups
from metrics.queries.rows import Figure
from touchpoints.models import Initiative, Touchpoint
from touchpoints.queries.initiatives import touched_between

INDICATOR = "rating_top2"
WINDOWS = (90, 180, 365)
Side = Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Effect:
    """One touchpoint of a change: before, after, how much more it changed than the others, and a word for it."""

    touchpoint: Touchpoint
    before: Estimate | None
    after: Estimate | None
    change: Difference | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """What a change did at its touchpoints, compared with the `others`; `questions` were asked before and after."""

    live_on: date
    before: Period
    after: Period
    effects: Sequence[Effect]
    others: Sequence[Touchpoint]
    questions: int

    @property
    def word(self) -> Verdict:
        """One word for all: better or worse where every judged touchpoint that moved went that way."""
        words = {effect.verdict for effect in self.effects}
        moved = words & {Verdict.BETTER, Verdict.WORSE}
        if len(moved) == 1:
            return moved.pop()
        return Verdict.NO_DETECTABLE_CHANGE if Verdict.NO_DETECTABLE_CHANGE in words or moved else Verdict.TOO_FEW


def result_of(*, initiative: Initiative, viewer: Viewer, today: date, days: int = WINDOWS[-1]) -> Result | None:
    """The result of a change that is live; nothing of one that is not.

    The same number of days is looked at before and from the live day on. Only questions asked in both are counted, on
    the same scale. Touchpoints at which any change went live in that time are no comparison.
    """
    live_on = initiative.live_on
    if live_on is None or live_on > today:
        return None
    before = Period(live_on - timedelta(days=days), live_on - timedelta(days=1))
    after = Period(live_on, min(live_on + timedelta(days=days - 1), today))
    lookups = Lookups()
    asked = _asked_twice(before, after, viewer=viewer, today=today, lookups=lookups)
    sides = [_scores(period, asked, viewer=viewer, today=today, lookups=lookups) for period in (before, after)]
    known = {place.code: place for place in Touchpoint.objects.all()}
    own = [link.touchpoint for link in initiative.touchpoints.all()]
    changed = touched_between(before.start, after.end) | {place.code for place in own}
    others = [code for code in sorted(sides[0].keys() & sides[1].keys()) if code in known and code not in changed]
    effects = _judged([_effect(place, sides[0], sides[1], others) for place in own])
    return Result(live_on, before, after, effects, [known[code] for code in others], len(asked))


def _asked_twice(before: Period, after: Period, *, viewer: Viewer, today: date, lookups: Lookups) -> tuple[str, ...]:
    """Questions about a touchpoint answered in both periods on the same scale."""
    found = []
    for period in (before, after):
        query = FigureQuery(INDICATOR, period=period, group_by=GroupBy((Dimension.QUESTION, Dimension.TOUCHPOINT)))
        rows = _figures(query, viewer, today, lookups)
        found.append({(row.question, row.scale) for row in rows if row.question and row.touchpoint and row.n})
    return tuple(sorted({question for question, _scale in found[0] & found[1] if question}))


def _scores(period: Period, questions: Sequence[str], *, viewer: Viewer, today: date, lookups: Lookups) -> Side:
    """By touchpoint its share of good ratings over these questions; of two scales the one with more answers."""
    if not questions:
        return {}
    query = FigureQuery(INDICATOR, period=period, questions=tuple(questions), group_by=GroupBy((Dimension.TOUCHPOINT,)))
    best: dict[str, Estimate] = {}
    for row in _figures(query, viewer, today, lookups):
        if row.touchpoint and row.n and (row.touchpoint not in best or row.n > best[row.touchpoint].n):
            best[row.touchpoint] = Estimate(row.n, row.value, row.std_error, row.ci_low, row.ci_high, Method.WILSON)
    return best


def _figures(query: FigureQuery, viewer: Viewer, today: date, lookups: Lookups) -> list[Figure]:
    try:
        return figures(query, viewer=viewer, today=today, lookups=lookups)
    except FigureError:
        return []


def _effect(place: Touchpoint, before: Side, after: Side, others: Sequence[str]) -> Effect:
    early, late = before.get(place.code), after.get(place.code)
    change = None
    if early and late:
        change = difference_in_differences(
            early, late, [before[code] for code in others], [after[code] for code in others]
        )
    return Effect(place, early, late, change, Verdict.TOO_FEW)


def _judged(effects: Sequence[Effect]) -> list[Effect]:
    """q over the change's touchpoints, then the words; nothing to compare with is no verdict."""
    indicator = INDICATORS[INDICATOR]
    qs = q_values([effect.change.p if effect.change else None for effect in effects])
    judged = []
    for effect, q in zip(effects, qs, strict=True):
        word = Verdict.TOO_FEW
        if effect.before and effect.after:
            word = verdict(
                effect.change, q=q, minimum_change=MINIMUM_CHANGE[indicator.unit],
                higher_is_better=indicator.score.higher_is_better,
            )  # fmt: skip
        judged.append(Effect(effect.touchpoint, effect.before, effect.after, effect.change, word))
    return judged

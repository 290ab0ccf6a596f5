"""A survey's results: every question with its distribution, reasons without a value, and figures with interval."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import itemgetter
from typing import Any

from django.utils import timezone

from accounts.viewer import Viewer
from feedback.models import Option, Question, QuestionType, Scale, Survey
from lib.local_text import local
from lib.periods import day_of
from lib.stats.estimates import Estimate
from lib.stats.estimation import estimate
from lib.stats.histograms import Histogram
from lib.stats.nps import class_of
from lib.stats.scales import Scale as Steps
from metrics.counts.reading import OPTION_COUNTS, added_up
from metrics.counts.statements import HISTOGRAM, MISSING
from metrics.indicators import INDICATORS, Indicator
from metrics.models import Count
from metrics.queries.asking import Dimension, FigureQuery, GroupBy
from metrics.queries.choosing import Choice, wanted_keys
from metrics.queries.gating import Part, hidden_parts
from metrics.queries.lookups import Lookups
from metrics.queries.scale_words import ends, named, names_all
from metrics.queries.summing import Group, Sums
from organisations.tenancy import scoped_organisation

# What a question of a type is summed up by.
SHOWN_BY_KIND: dict[str, tuple[str, ...]] = {
    QuestionType.RECOMMEND: ("nps",),
    QuestionType.RECOMMEND_10: ("nps",),
    QuestionType.RATING: ("rating_top2", "rating_mean"),
    QuestionType.EFFORT: ("ces_agree", "ces_mean"),
    QuestionType.SMILEY: ("smiley_net", "smiley_index"),
}
_CLASS_WORDS = {1: "promoter", 0: "passive", -1: "detractor"}


@dataclass(frozen=True, slots=True)
class Step:
    """One value or option and how often it was given; kind is promoter, passive, detractor or nothing."""

    code: str
    label: str
    count: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """An indicator's value with its interval."""

    indicator: Indicator
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question on one scale. `hidden`: too few answers for this reader; then there are no numbers at all."""

    code: str
    text: str
    kind: str
    scale: str | None
    n: int | None
    steps: tuple[Step, ...] = ()
    figures: tuple[ShownFigure, ...] = ()
    missing: Mapping[str, int] = field(default_factory=dict)
    mean: float | None = None
    hidden: bool = False
    ends: tuple[str, ...] = ()  # values with their words, of a scale that does not name all of them

    @property
    def n_missing(self) -> int:
        return sum(self.missing.values())

    @property
    def is_words(self) -> bool:
        """Whether the answers are words, which are counted and not shown here."""
        return self.kind == QuestionType.TEXT


def survey_results(
    survey: Survey, query: FigureQuery, *, viewer: Viewer, today: date | None = None
) -> list[QuestionResult]:
    """Every question of the survey's questionnaire in its order, from the answers that the filters of `query` leave.

    A question answered on two scales comes twice, never put together.

    :raises FigureError: unknown_value
    """
    lookups = Lookups()
    organisation = lookups.organisation()
    questions = _questions_of(survey)
    choice = Choice(
        {question.pk: frozenset({survey.pk}) for question in questions},
        frozenset(lookups.scales()),
        wanted_keys(query, viewer=viewer, lookups=lookups),
    )
    cells = _cells(choice, query)
    chosen = _chosen(choice, query)
    parts = [_part(row, lookups) for row in cells]
    hidden = hidden_parts(
        parts,
        _by_question(query),
        viewer=viewer,
        lookups=lookups,
        today=today or day_of(timezone.now(), organisation.time_zone),
    )
    by_question: dict[int, list[tuple[int, Mapping[str, Any]]]] = {}
    for place, row in enumerate(cells):
        by_question.setdefault(row["question_id"], []).append((place, row))
    scales = {scale.pk: scale for scale in Scale.objects.all()}
    results: list[QuestionResult] = []
    for question in questions:
        rows = _with_reasons(by_question.get(question.pk, []))
        results += [
            _result(question, row, scales.get(row["scale_id"]), chosen, query, hidden=place in hidden)
            for place, row in rows
        ] or [QuestionResult(question.code, _text(question), question.kind, None, 0)]
    return results


def _questions_of(survey: Survey) -> list[Question]:
    """The questions of the survey's version in their order, then others of the instrument that have answers."""
    items = survey.version.items.select_related("question").order_by("position", "pk")
    ordered = [item.question for item in items]
    known = {question.pk for question in ordered}
    others = Question.objects.filter(instrument=survey.version.instrument_id).exclude(pk__in=known).order_by("pk")
    answered = set(Count.objects.filter(survey=survey, question__in=others).values_list("question_id", flat=True))
    return [*ordered, *(question for question in others if question.pk in answered)]


def _by_question(query: FigureQuery) -> FigureQuery:
    return replace(query, group_by=GroupBy((Dimension.QUESTION,)))


_SUMMED = (*HISTOGRAM, *MISSING, "given", "number_sum")


def _cells(choice: Choice, query: FigureQuery) -> list[dict[str, Any]]:
    if choice.is_empty:
        return []
    cut = choice.cut(organisation_id=scoped_organisation().pk, period=query.period)
    found = added_up(cut, keys=("question_id", "scale_id"), columns=_SUMMED)
    return sorted(found, key=itemgetter("question_id", "scale_id"))


def _chosen(choice: Choice, query: FigureQuery) -> dict[int, int]:
    """Option's primary key → how often it was chosen."""
    if choice.is_empty:
        return {}
    cut = choice.cut(organisation_id=scoped_organisation().pk, period=query.period)
    found = added_up(cut, keys=("option_id",), columns=("chosen",), table=OPTION_COUNTS)
    return {row["option_id"]: row["chosen"] for row in found}


def _part(row: Mapping[str, Any], lookups: Lookups) -> Part:
    counts = [row[column] for column in HISTOGRAM]
    code = lookups.code(Dimension.QUESTION, row["question_id"])
    return Part(Group(None, (code,)), lookups.scale(row["scale_id"]), Sums([*counts[:-1], counts[-1] + row["given"]]))


def _with_reasons(rows: Sequence[tuple[int, Mapping[str, Any]]]) -> list[tuple[int, Mapping[str, Any]]]:
    """Reasons kept without a scale join the scale with most answers."""
    scaled = [pair for pair in rows if pair[1]["scale_id"]]
    if not scaled:
        return list(rows)
    loose = [row for _place, row in rows if not row["scale_id"]]
    fullest = max(scaled, key=lambda pair: sum(pair[1][column] for column in HISTOGRAM))
    merged = {**fullest[1], **{name: fullest[1][name] + sum(row[name] for row in loose) for name in MISSING}}
    return [(place, merged if row is fullest[1] else row) for place, row in scaled]


def _result(
    question: Question,
    row: Mapping[str, Any],
    scale: Scale | None,
    chosen: Mapping[int, int],
    query: FigureQuery,
    *,
    hidden: bool,
) -> QuestionResult:
    steps_of = Steps(scale.minimum, scale.maximum) if scale else None
    shown = str(steps_of) if steps_of else None
    if hidden:
        return QuestionResult(question.code, _text(question), question.kind, shown, None, hidden=True)
    counts = tuple(row[column] for column in HISTOGRAM)
    n = sum(counts) + row["given"]
    return QuestionResult(
        code=question.code,
        text=_text(question),
        kind=question.kind,
        scale=shown,
        n=n,
        steps=_values(question, scale, steps_of, counts) if scale and steps_of else _options(question, chosen),
        figures=_figures(question, steps_of, counts, query) if steps_of and sum(counts) else (),
        missing={name: row[name] for name in MISSING if row[name]},
        mean=row["number_sum"] / n if question.kind == QuestionType.NUMBER and n else None,
        ends=() if scale is None or names_all(scale) else ends(scale),
    )


def _values(question: Question, scale: Scale, steps: Steps, counts: Sequence[int]) -> tuple[Step, ...]:
    is_nps = INDICATORS["nps"].fits(steps) and question.kind in INDICATORS["nps"].kinds
    has_names = names_all(scale)
    return tuple(
        Step(
            code=str(value),
            label=named(scale, value) if has_names else str(value),
            count=count,
            kind=_CLASS_WORDS[class_of(steps, value)] if is_nps else "",
        )
        for value, count in zip(steps.values, counts, strict=False)
    )


def _options(question: Question, chosen: Mapping[int, int]) -> tuple[Step, ...]:
    if question.kind not in (QuestionType.CHOICE, QuestionType.CHOICES, QuestionType.CONSENT):
        return ()
    options = Option.objects.filter(question=question)
    steps = [Step(option.code, local(option.label) or option.code, chosen.get(option.pk, 0)) for option in options]
    return tuple(sorted(steps, key=lambda step: -step.count))


def _figures(question: Question, steps: Steps, counts: Sequence[int], query: FigureQuery) -> tuple[ShownFigure, ...]:
    answers = Histogram(steps, tuple(counts))
    keys = [key for key in SHOWN_BY_KIND.get(question.kind, ()) if INDICATORS[key].fits(steps)]
    return tuple(
        ShownFigure(INDICATORS[key], estimate(INDICATORS[key].score, answers, confidence=query.confidence))
        for key in keys
    )


def _text(question: Question) -> str:
    return local(question.text) or local(question.label) or question.code

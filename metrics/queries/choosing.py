"""Which questions, scales and cells a query is about, and how far its viewer's sight reaches."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.roles import WIDE_ROLES, Role
from accounts.viewer import Door, Viewer
from feedback.models import Aspect
from lib.periods import Period
from lib.stats.scales import Scale
from metrics.counts.reading import Cut
from metrics.indicators import Indicator
from metrics.models import POINTS, MonthCount
from metrics.queries.asking import Dimension, FigureError, FigureQuery
from metrics.queries.lookups import Lookups, QuestionKey, SurveyKey, profiles_with, units_below

_COLUMNS = {
    Dimension.SURVEY: "survey_id",
    Dimension.QUESTION: "question_id",
    Dimension.TOUCHPOINT: "touchpoint_id",
    Dimension.SEGMENT: "profile_id",
    Dimension.CHANNEL: "channel_id",
    Dimension.UNIT: "unit_id",
    Dimension.SOURCE: "source",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What to read: question → its surveys, the scales that fit, and for each column the keys that are wanted."""

    surveys_of: Mapping[int, frozenset[int]]
    scale_ids: frozenset[int]
    wanted: Mapping[str, frozenset[int]]

    @property
    def is_empty(self) -> bool:
        return not self.surveys_of or any(not keys for keys in self.wanted.values())

    @property
    def survey_ids(self) -> frozenset[int]:
        return frozenset().union(*self.surveys_of.values())

    def cut(self, *, organisation_id: int, period: Period | None = None, tells_days: bool = False) -> Cut:
        """The same as a condition on the tables of counts.

        :param tells_days: the reader puts single days apart
        """
        questions_of: dict[frozenset[int], list[int]] = defaultdict(list)
        for question_id, survey_ids in self.surveys_of.items():
            questions_of[survey_ids].append(question_id)
        return Cut(
            organisation_id=organisation_id,
            questions=list(questions_of.items()),
            scales=self.scale_ids,
            wanted=self.wanted,
            first=period.start if period else None,
            last=period.end if period else None,
            tells_days=tells_days,
        )


def column_of(dimension: Dimension) -> str:
    """The column of the tables of counts that a dimension stands in; segments stand in profiles."""
    return _COLUMNS[dimension]


def choose(query: FigureQuery, *, viewer: Viewer, lookups: Lookups, one_scale: bool = True) -> Choice:
    """Resolve the codes and restrict them to what the viewer may see.

    :param one_scale: refuse where the chosen surveys have recommendations on two scales and the query names none; off
        for callers that keep the scales apart themselves
    :raises FigureError: unknown_value, question_required, question_unsuitable, scale_ambiguous
    """
    indicator = query.definition
    choice = Choice(
        _pairs(query, indicator, _surveys(query, lookups), lookups),
        frozenset(_fitting_scales(query, indicator, lookups)),
        wanted_keys(query, viewer=viewer, lookups=lookups),
    )
    if one_scale and query.scale is None and indicator.has_classes:
        _refuse_two_scales(choice, lookups)
    return choice


def surveys_asking(indicator: Indicator, *, lookups: Lookups) -> list[str]:
    """Codes of the surveys whose questionnaire has a question that the indicator can be made of."""
    instruments = {question.instrument_id for question in lookups.questions() if _suits(question, indicator)}
    return [survey.code for survey in lookups.surveys() if survey.instrument_id in instruments and not survey.is_sample]


def _surveys(query: FigureQuery, lookups: Lookups) -> list[SurveyKey]:
    """The surveys named, else all but samples: made-up answers are shown to whoever asks for them, and only there."""
    if not query.surveys:
        return [survey for survey in lookups.surveys() if not survey.is_sample]
    wanted = lookups.ids(Dimension.SURVEY, query.surveys)
    return [survey for survey in lookups.surveys() if survey.pk in wanted]


def _pairs(
    query: FigureQuery, indicator: Indicator, surveys: list[SurveyKey], lookups: Lookups
) -> dict[int, frozenset[int]]:
    """Question → surveys in which it counts."""
    if query.questions:
        return _named_questions(query, indicator, surveys, lookups)
    if indicator.main:
        found: dict[int, set[int]] = defaultdict(set)
        for survey in surveys:
            if main := getattr(survey, indicator.main):
                found[main].add(survey.pk)
        return {question: frozenset(survey_ids) for question, survey_ids in found.items()}
    grouped = query.group_by.has(Dimension.QUESTION) or query.group_by.has(Dimension.TOUCHPOINT)
    suitable = [question for question in _judging(surveys, lookups) if _suits(question, indicator)]
    if not grouped and not _one_an_instrument(suitable, indicator):
        raise FigureError(
            "question_required",
            "question",
            _("Name the question, or group by question or touchpoint: different questions are not put together."),
        )
    return _with_surveys(suitable, surveys)


def _one_an_instrument(questions: list[QuestionKey], indicator: Indicator) -> bool:
    """Whether nobody can be in doubt which question is meant: three faces are mostly the only ones of their survey."""
    instruments = [question.instrument_id for question in questions]
    return indicator.feed == "smiley" and len(instruments) == len(set(instruments))


def _named_questions(
    query: FigureQuery, indicator: Indicator, surveys: list[SurveyKey], lookups: Lookups
) -> dict[int, frozenset[int]]:
    lookups.ids(Dimension.QUESTION, query.questions)
    asked = [question for question in _questions(surveys, lookups) if question.code in query.questions]
    suitable = [question for question in asked if _suits(question, indicator)]
    if asked and not suitable:
        raise FigureError(
            "question_unsuitable", "question", _("This indicator cannot be made of answers to this question.")
        )
    return _with_surveys(suitable, surveys)


def _judging(surveys: list[SurveyKey], lookups: Lookups) -> list[QuestionKey]:
    """Questions that judge what was experienced: what was expected is never put together with it."""
    return [question for question in _questions(surveys, lookups) if question.aspect in ("", Aspect.EXPERIENCED)]


def _questions(surveys: list[SurveyKey], lookups: Lookups) -> list[QuestionKey]:
    instruments = {survey.instrument_id for survey in surveys}
    return [question for question in lookups.questions() if question.instrument_id in instruments]


def _with_surveys(questions: list[QuestionKey], surveys: list[SurveyKey]) -> dict[int, frozenset[int]]:
    of_instrument: dict[int, set[int]] = defaultdict(set)
    for survey in surveys:
        of_instrument[survey.instrument_id].add(survey.pk)
    return {question.pk: frozenset(of_instrument[question.instrument_id]) for question in questions}


def _suits(question: QuestionKey, indicator: Indicator) -> bool:
    return question.kind in indicator.kinds or indicator.feed in question.feeds


def _fitting_scales(query: FigureQuery, indicator: Indicator, lookups: Lookups) -> dict[int, Scale]:
    scales = lookups.scales()
    return {pk: scale for pk, scale in scales.items() if indicator.fits(scale) and query.scale in (None, scale)}


def _refuse_two_scales(choice: Choice, lookups: Lookups) -> None:
    """The chosen surveys have answers on 0-10 and on 1-10: the reader must say which are meant.

    :raises FigureError: scale_ambiguous
    """
    asked_on = {scale for question in choice.surveys_of for scale in lookups.scales_of(question)}
    candidates: dict[Scale, set[int]] = defaultdict(set)
    for pk in asked_on & choice.scale_ids:
        candidates[lookups.scales()[pk]].add(pk)
    if len(candidates) < 2:
        return
    used = [scale for scale, ids in candidates.items() if _has_answers(choice, ids)]
    if len(used) > 1:
        raise FigureError(
            "scale_ambiguous",
            "scale",
            _("There are answers on %(scales)s, which are never put together: say scale=… .")
            % {"scales": ", ".join(sorted(map(str, used)))},
        )


def _has_answers(choice: Choice, scale_ids: set[int]) -> bool:
    any_answer = Q()
    for i in range(POINTS):
        any_answer |= Q(**{f"h{i}__gt": 0})
    surveys, questions = choice.survey_ids, choice.surveys_of
    return MonthCount.objects.filter(
        any_answer, survey__in=list(surveys), question__in=list(questions), scale_id__in=list(scale_ids)
    ).exists()


def wanted_keys(query: FigureQuery, *, viewer: Viewer, lookups: Lookups) -> dict[str, frozenset[int]]:
    """For each column of the counts the keys that the filters and the viewer's sight leave.

    :raises FigureError: unknown_value
    """
    wanted: dict[str, frozenset[int]] = {}
    for dimension in (Dimension.TOUCHPOINT, Dimension.CHANNEL, Dimension.SOURCE):
        if query.values_of(dimension):
            wanted[column_of(dimension)] = frozenset(lookups.ids(dimension, query.values_of(dimension)))
    if query.units:
        wanted["unit_id"] = frozenset(units_below(lookups.ids(Dimension.UNIT, query.units)))
    if query.segments:
        wanted["profile_id"] = frozenset(profiles_with(_by_axis(query.segments, lookups)))
    return _within_sight(wanted, query, viewer)


def _by_axis(segments: Iterable[str], lookups: Lookups) -> dict[str, set[int]]:
    by_axis: dict[str, set[int]] = defaultdict(set)
    for text in segments:
        by_axis[text.partition(":")[0]] |= lookups.ids(Dimension.SEGMENT, [text])
    return by_axis


def _within_sight(wanted: dict[str, frozenset[int]], query: FigureQuery, viewer: Viewer) -> dict[str, frozenset[int]]:
    """Members who do not see the whole organisation see units of their own subtree; the frontline also totals of
    their own touchpoints only (policy 1.1)."""
    if viewer.door is not Door.SESSION or viewer.roles & WIDE_ROLES:
        return wanted
    by_unit = bool(query.units) or query.group_by.has(Dimension.UNIT)
    if by_unit:
        return _narrowed(wanted, "unit_id", viewer.unit_ids or frozenset())
    if Role.OWNER not in viewer.roles:
        return _narrowed(wanted, "touchpoint_id", viewer.touchpoint_ids or frozenset())
    return wanted


def _narrowed(wanted: dict[str, frozenset[int]], column: str, allowed: frozenset[int]) -> dict[str, frozenset[int]]:
    return {**wanted, column: wanted[column] & allowed if column in wanted else allowed}

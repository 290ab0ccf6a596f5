"""Which questions, scales and cells a query is about, and how far its viewer's sight reaches."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.roles import WIDE_ROLES, Role
from accounts.viewer import Door, Viewer
from feedback.models import Question, QuestionScale, Survey
from lib.stats.scales import Scale
from metrics.indicators import Indicator
from metrics.models import POINTS, Count
from metrics.queries.asking import Dimension, FigureError, FigureQuery
from metrics.queries.naming import Names, profiles_with, units_below

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

    def condition(self) -> Q:
        """The same as a condition on the tables of counts."""
        questions_of: dict[frozenset[int], list[int]] = defaultdict(list)
        for question_id, survey_ids in self.surveys_of.items():
            questions_of[survey_ids].append(question_id)
        pairs = Q()
        for survey_ids, question_ids in questions_of.items():
            pairs |= Q(survey_id__in=sorted(survey_ids), question_id__in=question_ids)
        condition = pairs & Q(scale_id__in=[0, *sorted(self.scale_ids)])
        for column, keys in self.wanted.items():
            condition &= Q(**{f"{column}__in": sorted(keys)})
        return condition


def column_of(dimension: Dimension) -> str:
    """The column of the tables of counts that a dimension stands in; segments stand in profiles."""
    return _COLUMNS[dimension]


def choose(query: FigureQuery, *, viewer: Viewer, names: Names, one_scale: bool = True) -> Choice:
    """Resolve the codes and restrict them to what the viewer may see.

    :param one_scale: refuse where the organisation has recommendations on two scales and the query names none; off
        for callers that keep the scales apart themselves
    :raises FigureError: unknown_value, question_required, question_unsuitable, scale_ambiguous
    """
    indicator = query.definition
    surveys = _surveys(query, names)
    surveys_of = _pairs(query, indicator, surveys)
    scales = _fitting_scales(query, indicator, names)
    if one_scale and query.scale is None and indicator.has_classes:
        _refuse_two_scales(indicator, scales, names)
    return Choice(surveys_of, frozenset(scales), wanted_keys(query, viewer=viewer, names=names))


def _surveys(query: FigureQuery, names: Names) -> list[Survey]:
    everything = Survey.objects.order_by("pk").only("pk", "code", "version", "main_nps", "main_csat", "main_ces")
    if query.surveys:
        everything = everything.filter(pk__in=names.ids(Dimension.SURVEY, query.surveys))
    return list(everything.select_related("version"))


def _pairs(query: FigureQuery, indicator: Indicator, surveys: list[Survey]) -> dict[int, frozenset[int]]:
    """Question → surveys in which it counts."""
    if query.questions:
        return _named_questions(query, indicator, surveys)
    if indicator.main:
        found: dict[int, set[int]] = defaultdict(set)
        for survey in surveys:
            if main := getattr(survey, indicator.main):
                found[main].add(survey.pk)
        return {question: frozenset(survey_ids) for question, survey_ids in found.items()}
    grouped = query.group_by.has(Dimension.QUESTION) or query.group_by.has(Dimension.TOUCHPOINT)
    suitable = [question for question in _questions(surveys) if _suits(question, indicator)]
    if not grouped and not _one_an_instrument(suitable, indicator):
        raise FigureError(
            "question_required",
            "question",
            _("Name the question, or group by question or touchpoint: different questions are not put together."),
        )
    return _with_surveys(suitable, surveys)


def _one_an_instrument(questions: list[Question], indicator: Indicator) -> bool:
    """Whether nobody can be in doubt which question is meant: three faces are mostly the only ones of their survey."""
    instruments = [question.instrument_id for question in questions]
    return indicator.feed == "smiley" and len(instruments) == len(set(instruments))


def _named_questions(query: FigureQuery, indicator: Indicator, surveys: list[Survey]) -> dict[int, frozenset[int]]:
    known = set(Question.objects.filter(code__in=query.questions).values_list("code", flat=True))
    if missing := set(query.questions) - known:
        raise FigureError(
            "unknown_value", "question", _("There is no question with the code %(code)s.") % {"code": min(missing)[:60]}
        )
    asked = [question for question in _questions(surveys) if question.code in query.questions]
    suitable = [question for question in asked if _suits(question, indicator)]
    if asked and not suitable:
        raise FigureError(
            "question_unsuitable", "question", _("This indicator cannot be made of answers to this question.")
        )
    return _with_surveys(suitable, surveys)


def _questions(surveys: list[Survey]) -> list[Question]:
    instruments = {survey.version.instrument_id for survey in surveys}
    return list(Question.objects.filter(instrument__in=instruments).only("pk", "code", "kind", "feeds", "instrument"))


def _with_surveys(questions: list[Question], surveys: list[Survey]) -> dict[int, frozenset[int]]:
    of_instrument: dict[int, set[int]] = defaultdict(set)
    for survey in surveys:
        of_instrument[survey.version.instrument_id].add(survey.pk)
    return {question.pk: frozenset(of_instrument[question.instrument_id]) for question in questions}


def _suits(question: Question, indicator: Indicator) -> bool:
    return question.kind in indicator.kinds or indicator.feed in question.feeds


def _fitting_scales(query: FigureQuery, indicator: Indicator, names: Names) -> dict[int, Scale]:
    return {pk: scale for pk, scale in names.scales().items() if indicator.fits(scale) and query.scale in (None, scale)}


def _refuse_two_scales(indicator: Indicator, scales: Mapping[int, Scale], names: Names) -> None:
    """The organisation has answers on 0-10 and on 1-10: the reader must say which are meant.

    :raises FigureError: scale_ambiguous
    """
    if len(set(scales.values())) < 2:
        return
    suitable = Question.objects.filter(kind__in=indicator.kinds).values_list("pk", flat=True)
    linked = QuestionScale.objects.filter(question__in=suitable, scale__in=list(scales)).values_list(
        "scale_id", flat=True
    )
    used = {scale for scale in set(scales.values()) if _has_answers(scale, scales, set(linked), list(suitable), names)}
    if len(used) > 1:
        raise FigureError(
            "scale_ambiguous",
            "scale",
            _("There are answers on %(scales)s, which are never put together: say scale=… .")
            % {"scales": ", ".join(sorted(map(str, used)))},
        )


def _has_answers(
    scale: Scale, scales: Mapping[int, Scale], linked: set[int], question_ids: list[int], names: Names
) -> bool:
    ids = [pk for pk, candidate in scales.items() if candidate == scale and pk in linked]
    if not ids:
        return False
    any_answer = Q()
    for i in range(POINTS):
        any_answer |= Q(**{f"h{i}__gt": 0})
    surveys = list(names.codes(Dimension.SURVEY))
    return Count.objects.filter(any_answer, survey__in=surveys, question__in=question_ids, scale_id__in=ids).exists()


def wanted_keys(query: FigureQuery, *, viewer: Viewer, names: Names) -> dict[str, frozenset[int]]:
    """For each column of the counts the keys that the filters and the viewer's sight leave.

    :raises FigureError: unknown_value
    """
    wanted: dict[str, frozenset[int]] = {}
    for dimension in (Dimension.TOUCHPOINT, Dimension.CHANNEL, Dimension.SOURCE):
        if query.values_of(dimension):
            wanted[column_of(dimension)] = frozenset(names.ids(dimension, query.values_of(dimension)))
    if query.units:
        wanted["unit_id"] = frozenset(units_below(names.ids(Dimension.UNIT, query.units)))
    if query.segments:
        wanted["profile_id"] = frozenset(profiles_with(_by_axis(query.segments, names)))
    return _within_sight(wanted, query, viewer)


def _by_axis(segments: Iterable[str], names: Names) -> dict[str, set[int]]:
    by_axis: dict[str, set[int]] = defaultdict(set)
    for text in segments:
        by_axis[text.partition(":")[0]] |= names.ids(Dimension.SEGMENT, [text])
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

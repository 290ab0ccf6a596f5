"""What codes and keys stand for in the open organisation: read at most once for all the questions of one page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.models import SOURCE_NUMBERS, ProfileSegment, Question, QuestionScale, Survey
from feedback.models import Scale as StoredScale
from lib.stats.scales import Scale
from metrics.queries.asking import Dimension, FigureError
from organisations.models import Channel, Organisation, Unit
from organisations.tenancy import PreparedInside, scoped_organisation
from programs.models import SegmentAxis
from touchpoints.models import Touchpoint

SOURCE_NAMES = {number: source for source, number in SOURCE_NUMBERS.items()}

_SURVEYS = PreparedInside(
    lambda: Survey.objects.order_by("pk").values_list(
        "pk", "code", "version__instrument", "weighted", "main_nps", "main_csat", "main_ces", "is_sample"
    )
)
_QUESTIONS = PreparedInside(
    lambda: Question.objects.order_by("pk").values_list("pk", "code", "instrument", "kind", "feeds", "aspect")
)
_SCALES = PreparedInside(lambda: StoredScale.objects.order_by("pk").values_list("pk", "minimum", "maximum"))
_SCALES_OF_QUESTIONS = PreparedInside(lambda: QuestionScale.objects.order_by().values_list("question", "scale"))
_CODES = {
    Dimension.TOUCHPOINT: PreparedInside(lambda: Touchpoint.objects.order_by("pk").values_list("pk", "code")),
    Dimension.CHANNEL: PreparedInside(lambda: Channel.objects.order_by("pk").values_list("pk", "code")),
    Dimension.UNIT: PreparedInside(lambda: Unit.objects.order_by("pk").values_list("pk", "code")),
}


class SurveyKey(NamedTuple):
    """What figures need to know of a survey."""

    pk: int
    code: str
    instrument_id: int
    weighted: bool
    main_nps_id: int | None
    main_csat_id: int | None
    main_ces_id: int | None
    is_sample: bool


class QuestionKey(NamedTuple):
    """What figures need to know of a question."""

    pk: int
    code: str
    instrument_id: int
    kind: str
    feeds: Sequence[str]
    aspect: str


@dataclass(slots=True)
class Lookups:
    """Each kind is read when it is first asked for, once; make one for a page and give it to every query of it."""

    _codes: dict[Dimension, dict[int, str]] = field(default_factory=dict)
    _organisation: Organisation | None = None
    _surveys: list[SurveyKey] | None = None
    _questions: list[QuestionKey] | None = None
    _scales: dict[int, Scale] | None = None
    _scales_of: dict[int, set[int]] | None = None
    _segments: dict[str, dict[int, str]] = field(default_factory=dict)

    def organisation(self) -> Organisation:
        """The open organisation as it is stored now, with its stamp and its smallest numbers."""
        if self._organisation is None:
            self._organisation = Organisation.objects.get(pk=scoped_organisation().pk)
        return self._organisation

    def surveys(self) -> Sequence[SurveyKey]:
        if self._surveys is None:
            self._surveys = [SurveyKey(*row) for row in _SURVEYS.all()]
        return self._surveys

    def questions(self) -> Sequence[QuestionKey]:
        if self._questions is None:
            self._questions = [QuestionKey(*row) for row in _QUESTIONS.all()]
        return self._questions

    def scales(self) -> Mapping[int, Scale]:
        """All scales, by primary key."""
        if self._scales is None:
            self._scales = {pk: Scale(low, high) for pk, low, high in _SCALES.all()}
        return self._scales

    def scales_of(self, question_id: int) -> set[int]:
        """Primary keys of the scales a question has ever been asked on."""
        if self._scales_of is None:
            self._scales_of = defaultdict(set)
            for question, scale in _SCALES_OF_QUESTIONS.all():
                self._scales_of[question].add(scale)
        return self._scales_of.get(question_id, set())

    def scale(self, scale_id: int) -> Scale | None:
        """The scale of a row of counts."""
        return self.scales().get(scale_id)

    def code(self, dimension: Dimension, pk: int) -> str | None:
        """The code behind a key in the counts; None for the absent one."""
        return self.codes(dimension).get(pk) if pk else None

    def codes(self, dimension: Dimension) -> Mapping[int, str]:
        """Primary key → code of everything of a kind."""
        if dimension not in self._codes:
            self._codes[dimension] = self._read_codes(dimension)
        return self._codes[dimension]

    def ids(self, dimension: Dimension, codes: Iterable[str]) -> set[int]:
        """Primary keys of the codes; a question's code may stand for several questions.

        :raises FigureError: unknown_value
        """
        wanted = set(codes)
        known = self.codes(dimension)
        found = {pk for pk, code in known.items() if code in wanted}
        if missing := wanted - {known[pk] for pk in found}:
            raise unknown(dimension, min(missing))
        return found

    def unknown_codes(self, filters: Mapping[Dimension, Sequence[str]]) -> list[FigureError]:
        """An error for each code of the filters that stands for nothing."""
        return [
            unknown(dimension, code)
            for dimension, codes in filters.items()
            if codes
            for code in sorted(set(codes) - set(self.codes(dimension).values()))
        ]

    def segments_of_profiles(self, axis: str) -> Mapping[int, str]:
        """Profile's primary key → `axis:code` of its segment on one axis. :raises FigureError: unknown_value"""
        if axis not in self._segments:
            self._segments[axis] = _segments_of_profiles(axis)
        return self._segments[axis]

    def _read_codes(self, dimension: Dimension) -> dict[int, str]:
        match dimension:
            case Dimension.SOURCE:
                return dict(SOURCE_NAMES)
            case Dimension.SEGMENT:
                rows = SegmentAxis.objects.order_by("pk").values_list("segments__pk", "code", "segments__code")
                return {pk: f"{axis}:{code}" for pk, axis, code in rows if pk}
            case Dimension.SURVEY:
                return {survey.pk: survey.code for survey in self.surveys()}
            case Dimension.QUESTION:
                return {question.pk: question.code for question in self.questions()}
            case _:
                return dict(_CODES[dimension].all())


_MISSING = {
    "pillar": gettext_lazy("There is no pillar with the code %(code)s."),
    Dimension.SURVEY: gettext_lazy("There is no survey with the code %(code)s."),
    Dimension.QUESTION: gettext_lazy("There is no question with the code %(code)s."),
    Dimension.TOUCHPOINT: gettext_lazy("There is no touchpoint with the code %(code)s."),
    Dimension.SEGMENT: gettext_lazy("There is no segment with the code %(code)s."),
    Dimension.CHANNEL: gettext_lazy("There is no channel with the code %(code)s."),
    Dimension.UNIT: gettext_lazy("There is no unit with the code %(code)s."),
    Dimension.SOURCE: gettext_lazy("There is no source with the code %(code)s."),
}


def unknown(dimension: str, code: str) -> FigureError:
    return FigureError(
        "unknown_value",
        str(dimension),
        str(_MISSING[dimension]) % {"code": code[:60]},
    )


def units_below(unit_ids: Iterable[int]) -> set[int]:
    """The units and everything below them today."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent_id in Unit.objects.values_list("pk", "parent_id"):
        children[parent_id].append(pk)
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        pk = waiting.pop()
        if pk not in found:
            found.add(pk)
            waiting.extend(children[pk])
    return found


def profiles_with(segment_ids_by_axis: Mapping[str, Iterable[int]]) -> set[int]:
    """Profiles that hold, on each of the axes, one of the segments."""
    found: set[int] | None = None
    for segment_ids in segment_ids_by_axis.values():
        holding = set(ProfileSegment.objects.filter(segment__in=list(segment_ids)).values_list("profile_id", flat=True))
        found = holding if found is None else found & holding
    return found or set()


def _segments_of_profiles(axis: str) -> dict[int, str]:
    if not SegmentAxis.objects.filter(code=axis).exists():
        raise FigureError(
            "unknown_value", "group_by", _("There is no axis with the code %(code)s.") % {"code": axis[:60]}
        )
    rows = ProfileSegment.objects.filter(axis__code=axis).values_list("profile_id", "segment__code")
    return {profile_id: f"{axis}:{code}" for profile_id, code in rows}

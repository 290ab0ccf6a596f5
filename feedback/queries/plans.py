"""Surveys as plans in memory. The questions of a version are kept until anything of their instrument changes."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from feedback.answers.plan import OptionPlan, QuestionPlan, ScalePlan, SurveyPlan
from feedback.models import InstrumentVersion, Option, QuestionScale, Scale, Survey, VersionItem
from organisations.models import Organisation

_KEPT = 256
# What a survey must bring along (`select_related`) so that its plan needs no further query.
SURVEY_RELATIONS = ("organisation", "version__instrument")
_kept: dict[tuple[UUID, datetime], Mapping[str, QuestionPlan]] = {}


def plan(survey: Survey) -> SurveyPlan:
    """The survey as it is asked now, ready for `check_answers`. The organisation's scope must be open."""
    version = survey.version
    questions = plan_of_version(version)
    comment = next((item.code for item in questions.values() if item.id == survey.comment_id), "")
    return SurveyPlan(
        id=survey.pk,
        public_id=survey.public_id,
        code=survey.code,
        organisation_id=survey.organisation_id,
        zone=_zone(survey),
        keep=survey.keep,
        comment_code=comment,
        questions=questions,
    )


def _zone(survey: Survey) -> str:
    organisation: Organisation = survey.organisation
    return organisation.time_zone


def plan_of_version(version: InstrumentVersion) -> Mapping[str, QuestionPlan]:
    """A version's questions by code, in their order."""
    key = (version.public_id, version.instrument.changed_at)
    found = _kept.get(key)
    if found is None:
        found = _read(version)
        if len(_kept) >= _KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = found
    return found


def _read(version: InstrumentVersion) -> Mapping[str, QuestionPlan]:
    items = list(VersionItem.objects.filter(version=version).select_related("question__pillar"))
    ids = [item.question_id for item in items]
    scales: dict[int, list[QuestionScale]] = defaultdict(list)
    for pointer in QuestionScale.objects.filter(question__in=ids).select_related("scale"):
        scales[pointer.question_id].append(pointer)
    options: dict[int, list[Option]] = defaultdict(list)
    for option in Option.objects.filter(question__in=ids):
        options[option.question_id].append(option)
    return {item.question.code: _question(item, scales[item.question_id], options[item.question_id]) for item in items}


def _question(item: VersionItem, scales: list[QuestionScale], options: list[Option]) -> QuestionPlan:
    question = item.question
    return QuestionPlan(
        id=question.pk,
        code=question.code,
        kind=question.kind,
        public_id=question.public_id,
        text=question.text,
        help=question.help,
        label=question.label,
        required=item.required,
        touchpoint_id=question.touchpoint_id,
        pillar=question.pillar.code if question.pillar else "",
        aspect=question.aspect,
        scales=tuple((pointer.from_day, scale_plan(pointer.scale)) for pointer in scales),
        options={
            option.code: OptionPlan(option.pk, option.code, option.label, option.archived_at is not None)
            for option in options
        },
    )


def scale_plan(scale: Scale) -> ScalePlan:
    """A scale's row as a plan."""
    return ScalePlan(scale.pk, scale.code, scale.minimum, scale.maximum, scale.labels, scale.direction)

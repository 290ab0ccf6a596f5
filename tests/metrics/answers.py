"""Builders of surveys and answers, straight into the answer store, each with its note for the recount."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

from feedback.models import (
    Answer,
    AnswerOption,
    Instrument,
    InstrumentVersion,
    Missing,
    Option,
    ProfileSegment,
    Question,
    QuestionScale,
    QuestionType,
    Response,
    Scale,
    SegmentProfile,
    Survey,
)
from metrics import counts
from organisations.models import Organisation
from programs.models import Segment, SegmentAxis
from touchpoints.models import Touchpoint

NOW = datetime(2026, 5, 20, 12, 0, tzinfo=UTC)
DAY = date(2026, 5, 11)

FEEDS = {
    QuestionType.RECOMMEND: ["nps"],
    QuestionType.RECOMMEND_10: ["nps"],
    QuestionType.RATING: ["rating"],
    QuestionType.EFFORT: ["ces"],
    QuestionType.SMILEY: ["smiley"],
}


def make_scale(organisation: Organisation, low: int, high: int) -> Scale:
    code = f"from-{low}-to-{high}"
    return Scale.objects.get_or_create(
        organisation=organisation, code=code, defaults={"minimum": low, "maximum": high}
    )[0]


def make_survey(
    organisation: Organisation, code: str = "wave", *, instrument: str = "passengers", **fields: Any
) -> Survey:
    """A survey of an instrument, which may be that of another survey already."""
    paper = Instrument.objects.get_or_create(organisation=organisation, code=instrument)[0]
    version = InstrumentVersion.objects.get_or_create(organisation=organisation, instrument=paper, number=1)[0]
    return Survey.objects.create(
        organisation=organisation, code=code, name={"en": code.title()}, version=version, **fields
    )


def make_question(
    survey: Survey, code: str, kind: str = QuestionType.RECOMMEND, low: int = 0, high: int = 10, **fields: Any
) -> Question:
    """A question on a scale; the first recommendation becomes the survey's main one."""
    organisation = survey.organisation
    question = Question.objects.create(
        organisation=organisation,
        instrument=survey.version.instrument,
        code=code,
        kind=kind,
        text={"en": code.title()},
        feeds=fields.pop("feeds", FEEDS.get(QuestionType(kind), [])),
        **fields,
    )
    if kind in FEEDS:
        QuestionScale.objects.create(
            organisation=organisation, question=question, scale=make_scale(organisation, low, high)
        )
    if kind in (QuestionType.RECOMMEND, QuestionType.RECOMMEND_10) and survey.main_nps_id is None:
        survey.main_nps = question
        survey.save()
    return question


def make_touchpoint(organisation: Organisation, code: str) -> Touchpoint:
    return Touchpoint.objects.get_or_create(
        organisation=organisation, code=code, defaults={"name": {"en": code.title()}}
    )[0]


def make_profile(organisation: Organisation, segments: Mapping[str, str]) -> SegmentProfile:
    """The interned set of segments, given as axis code → segment code; missing ones are made."""
    found = []
    for axis_code, code in segments.items():
        axis = SegmentAxis.objects.get_or_create(organisation=organisation, code=axis_code)[0]
        found.append(Segment.objects.get_or_create(organisation=organisation, axis=axis, code=code)[0])
    key = ",".join(str(pk) for pk in sorted(segment.pk for segment in found))
    profile, is_new = SegmentProfile.objects.get_or_create(organisation=organisation, key=key)
    if is_new:
        for segment in found:
            ProfileSegment.objects.create(
                organisation=organisation, profile=profile, axis_id=segment.axis_id, segment=segment
            )
    return profile


def answer(survey: Survey, values: Mapping[Question, Any], *, day: date | None = DAY, **fields: Any) -> Response:
    """One response: a value on the scale, a `Missing`, options' codes as a set, or words, for each question."""
    organisation = survey.organisation
    response = Response.objects.create(
        organisation=organisation,
        public_id=uuid.uuid4(),
        survey=survey,
        source_key=uuid.uuid4().hex,
        answered_on=day,
        updated_at=NOW,
        **{"source": "link", "received_at": NOW, **fields},
    )
    for question, value in values.items():
        _store(response, question, value)
    counts.note_days(organisation=organisation, survey_id=survey.pk, days=[day])
    return response


def _store(response: Response, question: Question, value: Any) -> None:
    organisation = response.organisation
    stored = Answer(organisation=organisation, response=response, question=question)
    if isinstance(value, Missing):
        stored.missing = value
    elif isinstance(value, str):
        stored.text = value
    elif isinstance(value, float):
        stored.number = value
    elif isinstance(value, int):
        stored.value = value
    if question.kind in FEEDS:
        stored.scale = question.scales.first().scale
    stored.save()
    for code in sorted(value) if isinstance(value, frozenset) else ():
        option = Option.objects.get_or_create(organisation=organisation, question=question, code=code)[0]
        AnswerOption.objects.create(organisation=organisation, answer=stored, option=option)


def answers(survey: Survey, question: Question, scores: Iterable[int], **fields: Any) -> list[Response]:
    """One response for each score."""
    return [answer(survey, {question: score}, **fields) for score in scores]


def count_everything(organisation: Organisation) -> None:
    """Do what the recount job does, until no note is left."""
    while counts.recount_noted(organisation=organisation, now=NOW).more:
        pass

"""The questionnaire and its waves. The open survey beside them begins empty: no answer is ever made up."""

from datetime import date
from typing import Any

from cem.demo.story import chapter
from cem.demo.topics import topic_codes
from feedback.models import CollectionPoint, Instrument, Question, QuestionType, Survey, SurveyRole
from feedback.services.instruments import add_question, create_instrument, latest_version, new_version
from feedback.services.points import create_point
from feedback.services.scales import ensure_standard_scales
from feedback.services.surveys import close_survey, create_survey, open_survey
from organisations.models import Channel, Organisation
from programs.models import Engagement
from touchpoints.models import Attribute, AttributeKind, Touchpoint

ACTOR = "demo"
WAVES = (2015, 2016, 2017)
POINT_CODE = "sfopassenger"


def make_questionnaire(organisation: Organisation, *, wave: int) -> Instrument:
    """The instrument with the questions asked up to a wave; a later wave adds its own."""
    told = chapter("questions")["instrument"]
    instrument = Instrument.objects.filter(code=told["code"]).first()
    if instrument is None:
        ensure_standard_scales(organisation)
        _own_attributes(organisation)
        instrument = create_instrument(organisation=organisation, code=told["code"], name=told["name"])
    asked = set(Question.objects.filter(instrument=instrument).values_list("code", flat=True))
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    attributes = {attribute.code: attribute for attribute in Attribute.objects.all()}
    lacking = [
        words
        for words in chapter("questions")["questions"]
        if words["code"] not in asked and words.get("since", 0) <= wave
    ]
    if lacking:
        new_version(instrument=instrument)
    for words in lacking:
        _ask(instrument, words, touchpoints, attributes)
    return instrument


def _ask(
    instrument: Instrument,
    words: dict[str, Any],
    touchpoints: dict[str, Touchpoint],
    attributes: dict[str, Attribute],
) -> None:
    kind = words.get("kind", QuestionType.RATING)
    add_question(
        instrument=instrument,
        code=words["code"],
        kind=kind,
        text=words["text"],
        label=words["label"],
        touchpoint=touchpoints.get(words.get("touchpoint", "")),
        attribute=attributes.get(words.get("attribute", "")),
        feeds=("csat", "rating") if words.get("main") == "csat" else None,
        options=_topics(words["code"]) if kind == QuestionType.CHOICES else (),
    )


def _topics(code: str) -> list[tuple[str, dict[str, str]]]:
    return [(topic, {"en": f"Topic {topic}", "pl": f"Temat {topic}"}) for topic in topic_codes(code)]


def _own_attributes(organisation: Organisation) -> None:
    for told in chapter("journey")["attributes"]:
        kind = AttributeKind(told["kind"])
        Attribute.objects.create(organisation=organisation, code=told["code"], name=told["name"], kind=kind)


def make_wave(engagement: Engagement, *, wave: int, role: str) -> Survey:
    """One year's survey, open for its import."""
    instrument = make_questionnaire(engagement.organisation, wave=wave)
    survey = create_survey(
        organisation=engagement.organisation,
        code=f"passengers-{wave}",
        name={"en": f"Passengers, May {wave}", "pl": f"Pasażerowie, maj {wave}"},
        actor=ACTOR,
        version=latest_version(instrument),
        engagement=engagement,
        role=role,
        weighted=True,
        opens_on=date(wave, 5, 1),
        closes_on=date(wave, 5, 31),
        population={"en": "Departing passengers at the gates", "pl": "Pasażerowie odlatujący, przy bramkach"},
        mode={"en": "Paper questionnaire, handed out", "pl": "Ankieta papierowa, rozdawana"},
    )
    return open_survey(survey=survey, actor=ACTOR)


def finish_wave(survey: Survey) -> None:
    """Close a wave once its answers are in."""
    close_survey(survey=survey, actor=ACTOR)


def make_open_survey(engagement: Engagement) -> CollectionPoint:
    """The door that is open now: a short survey with a link and a QR code, and no answers yet."""
    organisation = engagement.organisation
    instrument = create_instrument(
        organisation=organisation, code="passengers-short", name={"en": "Two questions", "pl": "Dwa pytania"}
    )
    words = {question["code"]: question for question in chapter("questions")["questions"]}
    for code in ("recommend", "q7all"):
        told = words[code]
        add_question(
            instrument=instrument, code=code, kind=told["kind"], text=told["text"], label=told["label"], required=True,
            feeds=("csat", "rating") if told.get("main") else None,
        )  # fmt: skip
    reason = {"en": "What is the main reason?", "pl": "Jaki jest główny powód?"}
    add_question(instrument=instrument, code="reason", kind=QuestionType.TEXT, text=reason, label=reason)
    survey = create_survey(
        organisation=organisation,
        code="passengers-now",
        name={"en": "Passengers, now", "pl": "Pasażerowie, teraz"},
        actor=ACTOR,
        instrument=instrument,
        engagement=engagement,
        role=SurveyRole.CONTINUOUS,
    )
    open_survey(survey=survey, actor=ACTOR)
    return create_point(
        organisation=organisation, survey=survey, name="Poster", actor=ACTOR, code=POINT_CODE,
        channel=Channel.objects.get(code="branch"),
    )  # fmt: skip

"""Surveys: one fielding of a questionnaire, from draft over open to closed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from feedback.models import (
    CollectionPoint,
    Instrument,
    InstrumentVersion,
    KeepWhich,
    Question,
    QuestionType,
    Survey,
    SurveyRole,
    SurveyState,
    VersionItem,
)
from feedback.services.instruments import latest_version
from lib.local_text import LocalText
from operations.services import record_trail
from organisations.models import Organisation
from programs.models import Cycle, Engagement

MAIN_QUESTIONS = {"main_nps": "nps", "main_csat": "csat", "main_ces": "ces"}


class NothingToAsk(ValueError):
    """A survey without questions cannot be opened."""


class WrongMainQuestion(ValueError):
    """The survey does not ask this question, or it feeds another indicator."""


@transaction.atomic
def create_survey(
    *,
    organisation: Organisation,
    code: str,
    name: LocalText,
    actor: str,
    instrument: Instrument | None = None,
    version: InstrumentVersion | None = None,
    engagement: Engagement | None = None,
    cycle: Cycle | None = None,
    role: str = SurveyRole.OTHER,
    keep: str = KeepWhich.ALL,
    weighted: bool = False,
    is_sample: bool = False,
    opens_on: date | None = None,
    closes_on: date | None = None,
    population: LocalText | None = None,
    mode: LocalText | None = None,
    thanks: LocalText | None = None,
    **main: Question | None,
) -> Survey:
    """A survey as a draft. Its main questions and its comment are the first that suit, when they are not given.

    :param is_sample: its answers are made up, so that no figure counts them unasked
    :param main: `main_nps`, `main_csat`, `main_ces`, `comment`
    :raises WrongMainQuestion: a main question is not asked, or feeds another indicator
    """
    version = version or latest_version(_needed(instrument))
    survey = Survey(
        organisation=organisation,
        code=code,
        name=dict(name),
        version=version,
        engagement=engagement or (cycle.engagement if cycle else None),
        cycle=cycle,
        role=role,
        keep=keep,
        weighted=weighted,
        is_sample=is_sample,
        opens_on=opens_on,
        closes_on=closes_on,
        population=dict(population or {}),
        mode=dict(mode or {}),
        thanks=dict(thanks or {}),
    )
    choose_main_questions(survey, **main)
    survey.save()
    record_trail(organisation=organisation, actor=actor, action="survey.created", target=survey, target_name=code)
    return survey


def _needed(instrument: Instrument | None) -> Instrument:
    if instrument is None:
        raise TypeError("a survey needs an instrument or a version")
    return instrument


def choose_main_questions(survey: Survey, **main: Question | None) -> None:
    """Name the survey's main question of each indicator and its comment; the first that suits where none is given.

    :raises WrongMainQuestion: a given one is not asked, or feeds another indicator
    """
    items = VersionItem.objects.filter(version=survey.version).select_related("question")
    asked = [item.question for item in items]
    for name, indicator in MAIN_QUESTIONS.items():
        suiting = [question for question in asked if indicator in question.feeds]
        setattr(survey, name, _chosen(main.get(name), suiting))
    words = [question for question in asked if question.kind == QuestionType.TEXT]
    survey.comment = _chosen(main.get("comment"), words)


def _chosen(given: Question | None, suiting: list[Question]) -> Question | None:
    if given is None:
        return suiting[0] if suiting else None
    if given not in suiting:
        raise WrongMainQuestion(given.code)
    return given


@transaction.atomic
def change_survey(*, survey: Survey, actor: str, **values: Any) -> Survey:
    """Change a survey's words, dates, role or rule; its code stays, and its questions once it was opened.

    :raises WrongMainQuestion: a main question is not asked, or feeds another indicator
    """
    main = {name: values.pop(name) for name in (*MAIN_QUESTIONS, "comment") if name in values}
    was_sample = survey.is_sample
    for name, value in values.items():
        setattr(survey, name, value)
    if main or "version" in values:
        choose_main_questions(survey, **main)
    survey.save()
    record_trail(
        organisation=survey.organisation,
        actor=actor,
        action="survey.changed",
        target=survey,
        target_name=survey.code,
        details={"fields": sorted([*values, *main])},
    )
    if survey.is_sample != was_sample:
        action = "survey.called_sample" if survey.is_sample else "survey.called_real"
        record_trail(
            organisation=survey.organisation, actor=actor, action=action, target=survey, target_name=survey.code
        )
    return survey


@transaction.atomic
def open_survey(*, survey: Survey, actor: str) -> Survey:
    """Let answers in; from now on the version it asks is frozen.

    :raises NothingToAsk: it has no questions
    """
    if not VersionItem.objects.filter(version=survey.version).exists():
        raise NothingToAsk(survey.code)
    return _move(survey, SurveyState.OPEN, "survey.opened", actor)


@transaction.atomic
def close_survey(*, survey: Survey, actor: str) -> Survey:
    """Take no more answers at its public doors; late files and programs still may bring some."""
    return _move(survey, SurveyState.CLOSED, "survey.closed", actor)


def _move(survey: Survey, state: str, action: str, actor: str) -> Survey:
    if survey.state != state:
        survey.state = state
        survey.save(update_fields=["state"])
        record_trail(
            organisation=survey.organisation, actor=actor, action=action, target=survey, target_name=survey.code
        )
    return survey


def is_taking_answers(survey: Survey, points: Iterable[CollectionPoint], today: date) -> bool:
    """Whether the survey's public doors, and these points, are open on a day."""
    began = survey.opens_on is None or survey.opens_on <= today
    over = survey.closes_on is not None and survey.closes_on < today
    return survey.state == SurveyState.OPEN and began and not over and all(point.closed_at is None for point in points)

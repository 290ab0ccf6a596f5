"""Loads the demo by the product's own services, all of it or nothing."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from cem.demo import expectations, knowledge, people, places, surveys
from cem.demo.accountability import say_who_answers
from cem.demo.backstage import draw_processes, propose_ideas
from cem.demo.cast import make_cast
from cem.demo.changes import finish_changes
from cem.demo.channels import count_channels
from cem.demo.maps import draw_maps
from cem.demo.mental import draw_from_memory
from cem.demo.programme import run_programme
from cem.demo.standards import work_at_touchpoints
from cem.demo.story import chapter
from cem.demo.waves import Tell, count_everything, import_wave
from feedback.models import Survey, SurveyRole
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
from programs.models import Engagement
from programs.queries import current_cycle
from programs.services import list_member, open_engagement

STEPS = 8
Say = Callable[[int, str], None]


class DemoThere(RuntimeError):
    """The demo has been loaded; it is loaded once."""


def is_loaded() -> bool:
    """Whether the demo's organisation is there."""
    return Organisation.objects.filter(slug=chapter("organisation")["organisation"]["slug"]).exists()


def load(*, now: datetime, say: Say, tell: Tell) -> Organisation:
    """Make the airport's programme.

    :param say: told the number and the words of each step as it begins
    :param tell: told the lines of a file as they are imported
    :raises DemoThere: it was loaded before
    """
    if is_loaded():
        raise DemoThere
    with transaction.atomic():
        organisation = places.make_organisation()
        with organisation_scope(organisation):
            _fill(organisation, now, say, tell)
    return organisation


def _fill(organisation: Organisation, now: datetime, say: Say, tell: Tell) -> None:
    say(1, "places and people")
    places.make_places(organisation)
    members = people.make_members(organisation, now.date())
    people.make_roster(organisation, now.date())
    say(2, "engagement and journey")
    engagement = _engagement(organisation)
    places.make_journey(engagement, members)
    people.assign_touchpoints(members)
    cast = make_cast(members)
    for email in ("kasia@sample.example",):
        list_member(engagement=engagement, membership=members[email], actor=places.ACTOR)
    waves: dict[str, Survey] = {}
    for step, wave in enumerate(surveys.WAVES, start=3):
        say(step, f"survey of {wave}")
        role = SurveyRole.BASELINE if wave == surveys.WAVES[0] else SurveyRole.REAUDIT
        survey = surveys.make_wave(engagement, wave=wave, role=role)
        import_wave(survey, wave=wave, now=now, tell=tell)
        surveys.finish_wave(survey)
        waves[survey.code] = survey
    say(6, "counts")
    count_everything(organisation)
    say(7, "two cycles of the programme")
    first = current_cycle(engagement)
    if first is not None:
        run_programme(first, waves, cast, today=now.date())
    finish_changes(engagement, cast, today=now.date())
    draw_maps(engagement, cast, now=now)
    say(8, "the survey that is open now, still empty; sample answers about expectations")
    surveys.make_open_survey(engagement)
    expectations.load_expectations(organisation, now=now, tell=tell)
    expectations.measure_claims(cast.committee)
    knowledge.check_knowledge(organisation, cast, today=now.date())
    work_at_touchpoints(cast, members, now=now)
    draw_processes(cast, today=now.date())
    propose_ideas(organisation, members, cast, today=now.date())
    say_who_answers(organisation, members, cast, today=now.date())
    draw_from_memory(organisation, engagement, cast, today=now.date())
    count_channels(organisation, cast, now=now)


def _engagement(organisation: Organisation) -> Engagement:
    told = chapter("programme")["engagement"]
    return open_engagement(
        organisation=organisation,
        slug=told["slug"],
        name=told["name"],
        first_day=told["started_on"],
        actor=places.ACTOR,
        vision=told["vision"],
        goals=told["goals"],
    )

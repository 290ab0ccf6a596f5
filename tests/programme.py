"""A small programme of Acme's for tests: engagement, promise, journey, script, course and roster."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Employee, Membership
from accounts.viewer import Viewer
from brandpromise import services as promises
from organisations.models import Organisation, Unit
from programs import services as programs
from programs.models import Engagement
from touchpoints import services as touchpoints
from touchpoints.models import Touchpoint
from training import services as training
from training.models import Course

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@dataclass
class Programme:
    """What the tests reach for."""

    organisation: Organisation
    engagement: Engagement
    counter: Touchpoint
    website: Touchpoint
    course: Course
    employees: list[Employee]

    @property
    def all_powerful(self) -> Viewer:
        return Viewer.command(self.organisation)


def make_programme(organisation: Organisation, *, consultant: Any, owner: Any, clerk: Any) -> Programme:
    """The programme inside an open scope; `owner` owns and `clerk` works at the counter, nobody owns the website."""
    command = Viewer.command(organisation)
    engagement = programs.open_engagement(
        organisation=organisation, slug="service", name={"en": "Service", "pl": "Obsługa"}, first_day=DAY, actor="test"
    )
    touchpoints.ensure_standard_attributes(organisation)
    owner_membership = Membership.objects.get(user=owner, organisation=organisation)
    counter = touchpoints.create_touchpoint(
        organisation=organisation,
        code="counter",
        name={"en": "Counter", "pl": "Okienko"},
        actor="test",
        owner=owner_membership,
        attributes=["speed", "empathy"],
    )
    website = touchpoints.create_touchpoint(
        organisation=organisation, code="website", name={"en": "Website"}, actor="test", control="influenced"
    )
    touchpoints.assign_member(
        touchpoint=counter, membership=Membership.objects.get(user=clerk, organisation=organisation), actor="test"
    )
    _journey(engagement, counter)
    _script(counter, command)
    _design(counter, command)
    course = training.create_course(
        organisation=organisation, code="promise", text=training.CourseText(name={"en": "The promise"}), by=command
    )
    employees = _roster(organisation, clerk)
    return Programme(organisation, engagement, counter, website, course, employees)


def _journey(engagement: Engagement, counter: Touchpoint) -> None:
    journey = touchpoints.create_journey(engagement=engagement, code="visit", name={"en": "A visit"}, actor="test")
    arrival = touchpoints.add_journey_stage(journey=journey, code="arrival", name={"en": "Arrival"}, actor="test")
    touchpoints.add_journey_stage(journey=journey, code="leaving", name={"en": "Leaving"}, actor="test")
    touchpoints.place_touchpoint(stage=arrival, touchpoint=counter, actor="test")


def _script(counter: Touchpoint, command: Viewer) -> None:
    steps = [
        touchpoints.StepText(
            act={"en": "Greet first", "pl": "Przywitaj się"},
            say={"en": "Good morning, how can I help?"},
            avoid={"en": "Next!"},
            branches=[touchpoints.BranchText(when={"en": "Somebody cannot stand"}, then={"en": "Offer a seat."})],
        )
    ]
    script = touchpoints.draft_script(
        touchpoint=counter,
        title={"en": "At the counter"},
        steps=steps,
        escalation={"en": "The shift leader"},
        by=command,
    )
    touchpoints.propose_script(script=script, by=command)
    touchpoints.approve_script(script=script, by=command, at=NOON)


def _design(counter: Touchpoint, command: Viewer) -> None:
    design = touchpoints.draft_design(
        touchpoint=counter, today={"en": "A queue"}, desired={"en": "Seen within a minute"}, by=command
    )
    touchpoints.approve_design(design=design, by=command, at=NOON)


def _roster(organisation: Organisation, clerk: Any) -> list[Employee]:
    """Six people in the north (the clerk first), six in the south, one at the top."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    places = ["north"] * 6 + ["south"] * 6 + ["all"]
    return [
        Employee.objects.create(
            organisation=organisation,
            number=f"E{number}",
            name=f"Employee {number}",
            unit=units[place],
            user=clerk if number == 1 else None,
        )
        for number, place in enumerate(places, start=1)
    ]


def make_promise(organisation: Organisation, *, actor: str = "test", text: str = "Seen within a minute") -> Any:
    """A draft with one pillar."""
    promise = promises.draft_promise(organisation=organisation, actor=actor)
    promises.edit_promise(
        promise=promise,
        text={"en": text, "pl": text},
        audience={},
        proof={},
        what_changed={},
        pillars=[promises.PillarDraft("ease", {"en": "Ease"}, {"en": "Nobody waits without a word"})],
        actor=actor,
    )
    return promise

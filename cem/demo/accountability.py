"""Who answers for what at the airport, one hand-over done and one open, and the ecosystem around the journey."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from accounts.models import Employee, JobRole, Membership
from accounts.services.employees import save_employee
from cem.demo.cast import Cast, afternoon
from cem.demo.story import chapter
from organisations.models import Channel, Organisation, Unit
from touchpoints.answering.holdings import held_by
from touchpoints.answering.words import HolderKind, Part
from touchpoints.models import Journey, Process, Touchpoint
from touchpoints.queries.accountability import ThingRow
from touchpoints.queries.holders import HolderRow
from touchpoints.queries.leaving import person_of
from touchpoints.services.ecosystem import ActorText, save_actor
from touchpoints.services.handing_over import hand_over
from touchpoints.services.responsibilities import give_part

KINDS: Mapping[str, type[ThingRow]] = {
    "journey": Journey, "process": Process, "channel": Channel, "touchpoint": Touchpoint,
}  # fmt: skip
PLAIN = ("kind", "name", "does", "effect", "strength", "terms", "reference", "address")


def say_who_answers(organisation: Organisation, members: Mapping[str, Membership], cast: Cast, *, today: date) -> None:
    """The matrix with its holes, who leaves, and the actors besides."""
    names = {email.partition("@")[0]: member for email, member in members.items()}
    holders = _holders(names)
    for thing, told in _things():
        for part in Part:
            for name in told.get(part.value, ()):
                give_part(thing=thing, part=part, holder=holders[name], by=cast.consultant, day=today)
    for leaver in chapter("accountability")["leavers"]:
        _leave(organisation, leaver, names, cast, today=today)
    _surround(organisation, names, cast, today=today)


def _holders(names: Mapping[str, Membership]) -> dict[str, HolderRow]:
    """Everybody by the name that the story uses."""
    found: dict[str, HolderRow] = dict(names)
    found |= {employee.number: employee for employee in Employee.objects.filter(user=None)}
    found |= {f"unit:{unit.code}": unit for unit in Unit.objects.all()}
    return found | {f"job:{role.code}": role for role in JobRole.objects.all()}


def _things() -> Iterator[tuple[ThingRow, Mapping[str, Any]]]:
    story = chapter("accountability")
    for told in story["parts"]:
        yield KINDS[told["kind"]].objects.get(code=told["thing"]), told
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    for code, told in story["touchpoints"].items():
        yield touchpoints[code], told


def _leave(
    organisation: Organisation, told: Mapping[str, Any], names: Mapping[str, Membership], cast: Cast, *, today: date
) -> None:
    """A last day in the roster; and where somebody takes over, all of it at once."""
    employee = Employee.objects.get(number=told["number"])
    employee.until_day = today + timedelta(days=told["in_days"])
    save_employee(employee=employee, viewer=cast.consultant)
    if "to" not in told:
        return
    key = f"{HolderKind.EMPLOYEE.value}-{employee.public_id}"
    person = person_of(key=key, viewer=cast.consultant, today=today)
    successor = names[told["to"]]
    hand_over(
        organisation=organisation, person=person, note=told["note"], by=cast.consultant, at=afternoon(today),
        successors={held.field: successor for held in held_by(organisation, [person])},
    )  # fmt: skip


def _surround(organisation: Organisation, names: Mapping[str, Membership], cast: Cast, *, today: date) -> None:
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    journey = Journey.objects.get(code="departure")
    for told in chapter("accountability")["actors"]:
        text = ActorText(
            **{name: told[name] for name in PLAIN if name in told},
            owner=names.get(told.get("owner", "")),
            review_on=today + timedelta(days=told["review_in"]),
            touchpoints=[touchpoints[code] for code in told.get("touchpoints", ())],
            stages=[(journey, code) for code in told.get("stages", ())],
        )
        save_actor(organisation=organisation, code=told["code"], text=text, by=cast.consultant)

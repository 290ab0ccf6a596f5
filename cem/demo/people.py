"""Sample users for every role, and a made-up roster. Their names say that they are samples."""

from datetime import date
from itertools import cycle, islice

from accounts.models import Employee, JobRole, Membership, User
from accounts.services.members import default_end
from accounts.services.roster import read_roster
from accounts.viewer import Viewer
from cem.demo.story import chapter
from organisations.models import Organisation, Unit
from touchpoints.models import Touchpoint
from touchpoints.services.touchpoints import assign_member

ACTOR = "demo"


def make_members(organisation: Organisation, today: date) -> dict[str, Membership]:
    """Users with their memberships, by e-mail address."""
    story = chapter("people")
    units = {unit.code: unit for unit in Unit.objects.all()}
    members = {}
    for told in story["people"]:
        user = User.objects.filter(email=told["email"]).first() or User.objects.create_user(
            told["email"], story["password"], name=told["name"], language=told["language"]
        )
        members[told["email"]] = Membership.objects.create(
            organisation=organisation,
            user=user,
            roles=told["roles"],
            unit=units.get(told.get("unit", "")),
            ends_on=default_end(told["roles"], today),
        )
    return members


def assign_touchpoints(members: dict[str, Membership]) -> None:
    """Give owners and frontline their own touchpoints."""
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    for told in chapter("people")["people"]:
        for code in told.get("touchpoints", ()):
            assign_member(touchpoint=touchpoints[code], membership=members[told["email"]], actor=ACTOR)


def make_roster(organisation: Organisation, today: date) -> None:
    """So many made-up employees in each boarding area, read as a roster file would be."""
    story = chapter("people")
    roles = [
        JobRole.objects.create(organisation=organisation, code=code, name=name)
        for code, name in story["job_roles"].items()
    ]
    first_names, role_turn = cycle(story["roster"]["first_names"]), cycle(roles)
    lines: list[tuple[int, dict[str, str]]] = []
    for unit, size in story["roster"]["per_area"].items():
        for name in islice(first_names, size):
            number = f"E-{len(lines) + 1:03d}"
            full_name = f"{name} Sample {len(lines) + 1}"
            row = {
                "number": number,
                "name": full_name,
                "unit": unit,
                "job_role": next(role_turn).code,
                "language": "en",
            }
            lines.append((len(lines) + 2, row | {"from": "2014-01-02"}))
    read_roster(organisation=organisation, viewer=Viewer.command(organisation, actor=ACTOR), lines=lines, today=today)
    _link_frontline(organisation)


def _link_frontline(organisation: Organisation) -> None:
    """The sample users who work in a boarding area are on the roster under their own names."""
    for number, told in enumerate((p for p in chapter("people")["people"] if p.get("unit")), start=901):
        Employee.objects.create(
            organisation=organisation,
            number=f"E-{number}",
            name=told["name"],
            unit=Unit.objects.get(code=told["unit"]),
            job_role=JobRole.objects.filter(code=told.get("job_role", "")).first(),
            language=told["language"],
            user=User.objects.get(email=told["email"]),
            from_day=date(2014, 1, 2),
        )

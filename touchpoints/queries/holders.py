"""Who may have a part: members, people of the roster, units and functions, each by the key that names them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Employee, JobRole, Membership
from accounts.queries import active_employees, seen_units
from accounts.viewer import Viewer
from lib.local_text import local
from operations.services.notices import as_uuid
from organisations.models import Unit
from touchpoints.answering.holdings import Person
from touchpoints.answering.holes import Holder
from touchpoints.answering.words import HolderKind
from touchpoints.models import Responsibility

HolderRow = Membership | Employee | Unit | JobRole
# Some memberships have a last day from the start, as consultants' have: it counts as leaving once it is near.
SOON = timedelta(days=60)


class UnknownHolder(LookupError):
    """No member, employee, unit or function has this key."""


def holder_row(*, key: str, viewer: Viewer) -> HolderRow:
    """The row that a key such as `member-<id>` or `unit-<code>` names; whoever is a member is taken as one.

    :raises UnknownHolder: there is none
    """
    kind, _dash, rest = key.partition("-")
    found: HolderRow | None = None
    if kind == HolderKind.UNIT:
        found = Unit.objects.filter(code=rest).first()
    elif kind == HolderKind.JOB_ROLE:
        found = JobRole.objects.filter(code=rest).first()
    elif public_id := as_uuid(rest):
        found = _person_row(kind, public_id, viewer)
    if found is None:
        raise UnknownHolder(key)
    return found


def _person_row(kind: str, public_id: UUID, viewer: Viewer) -> Membership | Employee | None:
    if kind == HolderKind.MEMBER:
        return members_of(viewer.organisation_id).filter(public_id=public_id).first()
    if kind != HolderKind.EMPLOYEE:
        return None
    employee = Employee.objects.select_related("unit").filter(public_id=public_id).first()
    return (employee and member_of(employee)) or employee


def by_number(*, number: str, viewer: Viewer, today: date) -> Membership | Employee:
    """Who has this number in the roster, as far as the viewer sees it.

    :raises UnknownHolder: nobody who is here has it
    """
    employee = active_employees(day=today, viewer=viewer).filter(number=number.strip()).first()
    if employee is None:
        raise UnknownHolder(number)
    return member_of(employee) or employee


def name_of(row: HolderRow) -> str:
    """What somebody who may have a part is called."""
    if isinstance(row, Membership):
        return row.user.name
    return row.name if isinstance(row, Employee) else local(row.name) or row.code


def members_of(organisation_id: int) -> QuerySet[Membership]:
    """Every membership of the organisation, ended ones too."""
    return Membership.objects.filter(organisation_id=organisation_id).select_related("user", "unit")


def member_of(employee: Employee) -> Membership | None:
    """The membership of somebody on the roster who signs in."""
    if employee.user_id is None:
        return None
    return members_of(employee.organisation_id).filter(user_id=employee.user_id, ended_at=None).first()


def choices(*, viewer: Viewer, today: date) -> list[tuple[HolderKind, list[tuple[str, str]]]]:
    """Whom a form offers by name: current members, units, functions. The roster is asked by number."""
    gone = Q(ended_at__isnull=False) | Q(ends_on__lt=today)
    members = members_of(viewer.organisation_id).exclude(gone).order_by("user__name", "pk")
    units = seen_units(viewer=viewer).filter(archived_at=None)
    job_roles = JobRole.objects.filter(archived_at=None)
    return [
        (HolderKind.MEMBER, [(_key(HolderKind.MEMBER, one.public_id), one.user.name) for one in members]),
        (HolderKind.UNIT, [(_key(HolderKind.UNIT, one.code), local(one.name) or one.code) for one in units]),
        (
            HolderKind.JOB_ROLE,
            [(_key(HolderKind.JOB_ROLE, one.code), local(one.name) or one.code) for one in job_roles],
        ),
    ]


def _key(kind: HolderKind, rest: object) -> str:
    return f"{kind.value}-{rest}"


class People:
    """Persons as they are named everywhere: somebody with a sign-in and a row of the roster is one person."""

    def __init__(self, members: Iterable[Membership], employees: Iterable[Employee] = (), *, today: date) -> None:
        """Two questions at most, however many they are."""
        self.today = today
        listed, rows = list(members), list(employees)
        users = {one.user_id for one in rows if one.user_id}
        unknown = users - {one.user_id for one in listed}
        if unknown and rows:
            listed += members_of(rows[0].organisation_id).filter(user_id__in=unknown)
        known = {one.user_id for one in listed}
        if known:
            rows += Employee.objects.filter(user_id__in=known - users).select_related("unit")
        self._members = {one.user_id: one for one in listed}
        self._employees = {one.user_id: one for one in rows if one.user_id}

    def of_member(self, member: Membership) -> Person:
        """The person behind a membership."""
        employee = self._employees.get(member.user_id)
        return Person(
            _key(HolderKind.MEMBER, member.public_id), member.user.name, member, employee, self._last_day(member)
        )

    def of_employee(self, employee: Employee) -> Person:
        """The person behind a row of the roster."""
        member = self._members.get(employee.user_id) if employee.user_id else None
        if member is not None:
            return self.of_member(member)
        key = _key(HolderKind.EMPLOYEE, employee.public_id)
        return Person(key, employee.name, None, employee, employee.until_day)

    def _last_day(self, member: Membership) -> date | None:
        days = [timezone.localdate(member.ended_at)] if member.ended_at else []
        if member.ends_on and member.ends_on <= self.today + SOON:
            days.append(member.ends_on)
        employee = self._employees.get(member.user_id)
        if employee and employee.until_day:
            days.append(employee.until_day)
        return min(days, default=None)


def holder_of_person(person: Person) -> Holder:
    """A person as somebody who may have a part."""
    unit = (person.employee and person.employee.unit) or (person.membership and person.membership.unit)
    return Holder(
        key=person.key,
        kind=HolderKind.MEMBER if person.membership else HolderKind.EMPLOYEE,
        name=person.name,
        place=(local(unit.name) or unit.code) if unit else "",
        unit_id=unit.pk if unit else None,
        last_day=person.last_day,
    )


def holder_of(row: Responsibility, people: People) -> Holder:
    """Who has the part; a unit that is put away is gone from that day."""
    if row.membership:
        return holder_of_person(people.of_member(row.membership))
    if row.employee:
        return holder_of_person(people.of_employee(row.employee))
    if row.unit:
        gone = timezone.localdate(row.unit.archived_at) if row.unit.archived_at else None
        key = _key(HolderKind.UNIT, row.unit.code)
        return Holder(key, HolderKind.UNIT, local(row.unit.name) or row.unit.code, "", row.unit_id, gone)
    role = row.job_role
    assert role is not None, "the constraint of the row"  # noqa: S101
    return Holder(_key(HolderKind.JOB_ROLE, role.code), HolderKind.JOB_ROLE, local(role.name) or role.code)


def people_of(rows: Sequence[Responsibility], owners: Iterable[Membership], *, today: date) -> People:
    """Everybody who has a part in these rows, and these owners."""
    members = {one.membership.pk: one.membership for one in rows if one.membership}
    members |= {one.pk: one for one in owners}
    return People(members.values(), [one.employee for one in rows if one.employee], today=today)

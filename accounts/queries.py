"""Questions about members, keys and the roster."""

from dataclasses import replace
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from accounts.models import ApiKey, Employee, Invitation, JobRole, Membership
from accounts.viewer import Viewer
from organisations.models import Unit

MEMBER_ORDERS = {"name": "user__name", "ends": "ends_on", "seen": "user__last_login"}
EMPLOYEE_ORDERS = {"name": "name", "number": "number", "unit": "unit__code", "from": "from_day", "until": "until_day"}


def active_employees(*, day: date, viewer: Viewer) -> QuerySet[Employee]:
    """Roster rows that count on a day (begun, and not left) in the units the viewer sees."""
    begun = Q(from_day=None) | Q(from_day__lte=day)
    return seen_employees(viewer=viewer).filter(begun).filter(Q(until_day=None) | Q(until_day__gte=day))


def seen_employees(*, viewer: Viewer) -> QuerySet[Employee]:
    """Roster rows, also of those who left, in the units the viewer sees."""
    rows: QuerySet[Employee] = Employee.objects.select_related("unit", "job_role", "manager", "user")
    return rows if viewer.unit_ids is None else rows.filter(unit_id__in=viewer.unit_ids)


def job_roles(*, viewer: Viewer, day: date) -> list[JobRole]:
    """All job roles, those put away last, each with `people`: how many the viewer sees who do it on the day."""
    counted = active_employees(day=day, viewer=viewer).order_by().values_list("job_role").annotate(people=Count("pk"))
    people = dict(counted)
    found = sorted(JobRole.objects.order_by("code"), key=lambda role: role.archived_at is not None)
    for role in found:
        role.people = people.get(role.pk, 0)  # type: ignore[attr-defined]
    return found


def employee_of(viewer: Viewer, *, day: date) -> Employee | None:
    """The viewer's own row of the roster on a day."""
    if viewer.user_id is None:
        return None
    rows = active_employees(day=day, viewer=replace(viewer, unit_ids=None))
    return rows.filter(user_id=viewer.user_id).order_by("pk").first()


def roster(
    *,
    viewer: Viewer,
    day: date,
    words: str = "",
    unit_ids: frozenset[int] | None = None,
    state: str = "",
    sort: str = "",
) -> QuerySet[Employee]:
    """The roster as a list page asks for it.

    :param words: part of a name or number
    :param unit_ids: only in these units
    :param state: `left` for those who left before the day, `all` for everybody, else those who are here
    """
    if state in ("left", "all"):
        rows = seen_employees(viewer=viewer)
        rows = rows.filter(until_day__lt=day) if state == "left" else rows
    else:
        rows = active_employees(day=day, viewer=viewer)
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(number__icontains=words))
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    return rows.order_by(*_order(sort or "name", EMPLOYEE_ORDERS), "pk")


def members(
    *, viewer: Viewer, day: date, words: str = "", role: str = "", state: str = "", sort: str = ""
) -> list[Membership]:
    """Members of the viewer's organisation; `state` `ended` for those whose door is closed, else the open ones."""
    rows = Membership.objects.select_related("user", "unit").filter(organisation_id=viewer.organisation_id)
    closed = Q(ended_at__isnull=False) | Q(ends_on__lt=day)
    rows = rows.filter(closed) if state == "ended" else rows.exclude(closed)
    if words:
        rows = rows.filter(Q(user__name__icontains=words) | Q(user__email__icontains=words))
    # Roles are a list in JSON, which SQLite cannot search by containment; an organisation has hundreds of members.
    found = rows.order_by(*_order(sort or "name", MEMBER_ORDERS), "pk")
    return [member for member in found if not role or role in member.roles]


def open_invitations(*, viewer: Viewer, now: datetime) -> QuerySet[Invitation]:
    """Invitations of the viewer's organisation that can still be accepted."""
    rows: QuerySet[Invitation] = Invitation.objects.select_related("unit", "organisation")
    return rows.filter(organisation_id=viewer.organisation_id, accepted_at=None, withdrawn_at=None, expires_at__gt=now)


def keys(*, viewer: Viewer) -> QuerySet[ApiKey]:
    """The keys of the viewer's organisation, newest first, withdrawn ones too."""
    return ApiKey.objects.filter(organisation_id=viewer.organisation_id)


def seen_units(*, viewer: Viewer) -> QuerySet[Unit]:
    """The units the viewer sees, archived ones too."""
    rows: QuerySet[Unit] = Unit.objects.all()
    return rows if viewer.unit_ids is None else rows.filter(pk__in=viewer.unit_ids)


def _order(sort: str, allowed: dict[str, str]) -> list[str]:
    column = allowed.get(sort.removeprefix("-"))
    if column is None:
        return []
    return [f"-{column}" if sort.startswith("-") else column]

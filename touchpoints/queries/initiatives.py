"""Changes as lists, board and page: who owns them from where, what blocks them, which are late."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Employee, Membership
from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import every_text, local
from lib.texts import matches
from organisations.models import Unit
from programs.models import Engagement
from touchpoints.changing.states import FOLLOWING, LIVE_STATES, WORKED_ON, ChangeState
from touchpoints.models import Initiative, Touchpoint

ORDERS = {
    "number": "number", "domain": "domain", "state": "state", "due": "due_on", "cost": "cost", "live": "live_on",
    "owner": "owner__user__name",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnerView:
    """Somebody who owns a change, and the department they come from; empty where nobody knows."""

    member: Membership
    department: str
    answers: bool = False


@dataclass(frozen=True, slots=True)
class InitiativeView:
    """A change with what its page, its card and its line say of it."""

    initiative: Initiative
    owners: Sequence[OwnerView]
    blocked_by: Sequence[Initiative]
    days_late: int

    @property
    def across(self) -> bool:
        """Whether people of several departments own it."""
        return len({owner.department for owner in self.owners if owner.department}) > 1

    @property
    def departments(self) -> list[str]:
        """The departments, each once, that of the person who answers for it first."""
        return list(dict.fromkeys(owner.department for owner in self.owners if owner.department))

    @property
    def next_states(self) -> list[ChangeState]:
        """What may follow."""
        return list(FOLLOWING[self.initiative.state])


def initiatives_of(*, viewer: Viewer, engagement: Engagement | None = None) -> QuerySet[Initiative]:
    """Changes the viewer may read: all for those who read the programme, else those at their own touchpoints."""
    found: QuerySet[Initiative] = Initiative.objects.select_related(
        "engagement", "owner__user", "owner__unit", "segment__axis", "live_file"
    ).prefetch_related(
        "joint_owners__membership__user", "joint_owners__membership__unit", "touchpoints__touchpoint",
        "pillars__pillar__texts", "waits_for__on",
    )  # fmt: skip
    if engagement is not None:
        found = found.filter(engagement=engagement)
    if viewer.can(Can.READ_PROGRAMME):
        return found
    return found.filter(touchpoints__touchpoint__in=viewer.touchpoint_ids or ()).distinct()


def views_of(initiatives: Sequence[Initiative], *, today: date) -> list[InitiativeView]:
    """The changes with owners' departments, in one query more."""
    departments = _departments([member for one in initiatives for member in _members(one)])
    return [_view(one, departments, today) for one in initiatives]


def _members(initiative: Initiative) -> list[Membership]:
    first = [initiative.owner] if initiative.owner else []
    return first + [link.membership for link in initiative.joint_owners.all()]


def _view(initiative: Initiative, departments: Mapping[int, str], today: date) -> InitiativeView:
    return InitiativeView(
        initiative=initiative,
        owners=[
            OwnerView(member, departments.get(member.pk, ""), member.pk == initiative.owner_id)
            for member in _members(initiative)
        ],
        blocked_by=[link.on for link in initiative.waits_for.all() if not link.on.is_live],
        days_late=initiative.days_late(today),
    )


def _departments(members: Sequence[Membership]) -> dict[int, str]:
    """By membership the unit of the person's row in the roster, else that of the membership."""
    rows = Employee.objects.filter(user_id__in={member.user_id for member in members}, until_day=None)
    units: dict[int | None, Unit] = {row.user_id: row.unit for row in rows.select_related("unit")}
    found = ((member, units.get(member.user_id) or member.unit) for member in members)
    return {member.pk: local(unit.name) or unit.code for member, unit in found if unit}


def initiative_list(
    *, viewer: Viewer, engagement: Engagement, today: date, words: str = "", domain: str = "", state: str = "",
    touchpoint: str = "", pillar: str = "", sort: str = "",
) -> list[InitiativeView]:  # fmt: skip
    """Changes as a list page asks for them; `state` may be `late`, `blocked` or `open` besides the states."""
    rows = initiatives_of(viewer=viewer, engagement=engagement)
    if domain:
        rows = rows.filter(domain=domain)
    if touchpoint:
        rows = rows.filter(touchpoints__touchpoint__code=touchpoint)
    if pillar:
        rows = rows.filter(pillars__pillar__code=pillar)
    if state == "late":
        rows = rows.filter(state__in=WORKED_ON, due_on__lt=today)
    elif state == "open":
        rows = rows.filter(state__in=WORKED_ON)
    elif state in ChangeState.values:
        rows = rows.filter(state=state)
    column = ORDERS.get(sort.removeprefix("-"), "number")
    ordered = rows.order_by(f"-{column}" if sort.startswith("-") else column, "pk")
    found = views_of([one for one in ordered if matches(_told(one), words)], today=today)
    return [view for view in found if state != "blocked" or view.blocked_by]


def _told(one: Initiative) -> str:
    texts = (one.name, one.description, one.benefit, one.need, one.gain)
    places = (link.touchpoint.name for link in one.touchpoints.all())
    return " ".join([str(one.number), *map(every_text, texts), *map(every_text, places)])


def board_columns(views: Sequence[InitiativeView]) -> list[tuple[ChangeState, list[InitiativeView]]]:
    """The changes by state, in the order of the states."""
    return [(state, [view for view in views if view.initiative.state == state]) for state in ChangeState]


@dataclass(frozen=True, slots=True)
class ChangesUnderWay:
    """The changes of an engagement in a few numbers, with those that want attention first."""

    shown: Sequence[InitiativeView]
    counts: Sequence[tuple[ChangeState, int]]
    late: int
    total: int


def changes_under_way(*, engagement: Engagement, viewer: Viewer, today: date, most: int = 5) -> ChangesUnderWay:
    """What is planned or under way, the latest first, then by due day."""
    rows = list(initiatives_of(viewer=viewer, engagement=engagement))
    going = [one for one in rows if one.state in WORKED_ON]
    going.sort(key=lambda one: (-one.days_late(today), one.due_on or date.max, one.number))
    return ChangesUnderWay(
        shown=views_of(going[:most], today=today),
        counts=[(state, sum(one.state == state for one in rows)) for state in ChangeState],
        late=sum(one.days_late(today) > 0 for one in going),
        total=len(rows),
    )


def touched_between(first: date, last: date) -> set[str]:
    """Codes of the touchpoints at which any change went live in these days."""
    live = Q(initiatives__initiative__state__in=LIVE_STATES, initiatives__initiative__live_on__range=(first, last))
    return set(Touchpoint.objects.filter(live).values_list("code", flat=True))

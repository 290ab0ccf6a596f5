"""Who leaves or has left, what they still hold, and what was handed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Employee, Membership
from accounts.roles import Can
from accounts.viewer import Viewer
from organisations.models import Organisation
from touchpoints.answering.holdings import Held, Person, held_by
from touchpoints.models import HandOver
from touchpoints.queries.holders import SOON, People, UnknownHolder, holder_row, members_of


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who leaves or has left, with what nobody has taken over yet."""

    person: Person
    held: Sequence[Held]
    is_late: bool


def leaving(*, organisation: Organisation, viewer: Viewer, today: date) -> list[Leaving]:
    """Everybody who leaves or left and still holds something, the earliest first."""
    if not viewer.can(Can.READ_PROGRAMME):
        return []
    people = _people(organisation, today)
    held: dict[str, list[Held]] = {}
    for one in held_by(organisation, people):
        held.setdefault(one.person.key, []).append(one)
    found = [Leaving(person, held[person.key], person.has_left(today)) for person in people if person.key in held]
    return sorted(found, key=lambda one: (one.person.last_day or date.max, one.person.name))


def _people(organisation: Organisation, today: date) -> list[Person]:
    """Members whose time ends and people of the roster with a last day; somebody who is both, once."""
    rows = list(Employee.objects.exclude(until_day=None).select_related("unit"))
    ending = Q(ended_at__isnull=False) | Q(ends_on__lte=today + SOON)
    leaving_too = Q(user_id__in=[one.user_id for one in rows if one.user_id])
    members = list(members_of(organisation.pk).filter(ending | leaving_too))
    people = People(members, rows, today=today)
    found = [people.of_member(one) for one in members] + [people.of_employee(one) for one in rows]
    return list({person.key: person for person in found if person.last_day}.values())


def person_of(*, key: str, viewer: Viewer, today: date) -> Person:
    """The person of this key, whether they leave or not.

    :raises UnknownHolder: there is none, or it is a unit or function
    """
    row = holder_row(key=key, viewer=viewer)
    if isinstance(row, Employee):
        return People([], [row], today=today).of_employee(row)
    if isinstance(row, Membership):
        return People([row], today=today).of_member(row)
    raise UnknownHolder(key)


def hand_overs(*, viewer: Viewer, person: Person | None = None) -> QuerySet[HandOver]:
    """What was handed over, the newest first: by everybody, or by one person."""
    found = HandOver.objects.select_related("successor__user")
    if not viewer.can(Can.READ_PROGRAMME):
        return found.none()
    if person is None:
        return found
    of_member = Q(leaver=person.membership) if person.membership else Q()
    of_row = Q(leaver_employee=person.employee) if person.employee else Q()
    return found.filter(of_member | of_row)

"""Everybody says once for each version that they have read vision and values; a team may read them together."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.models import Employee
from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Promise, PromiseReading, PromiseState
from brandpromise.services.common import enter


class NotHeld(ValueError):
    """Only the version that holds is read and noted."""


class NotOwnTeam(PermissionError):
    """A team's reading is noted by who leads it."""


@transaction.atomic
def note_reading(*, promise: Promise, by: Viewer, at: datetime) -> PromiseReading | None:
    """Note that a member has read the version that holds; said again, the first time stays.

    Single readings are not entered in the trail: they exist to see which units were reached, not to watch people.

    :raises NotHeld: the version does not hold
    """
    if promise.state != PromiseState.APPROVED:
        raise NotHeld
    if by.membership_id is None:
        return None
    reading, _is_new = PromiseReading.objects.get_or_create(
        promise=promise, member_id=by.membership_id,
        defaults={"organisation": promise.organisation, "read_at": at},
    )  # fmt: skip
    return reading


@transaction.atomic
def note_team_reading(*, promise: Promise, employees: Iterable[Employee], by: Viewer, at: datetime) -> int:
    """Note that people of a team read it together, at a briefing for instance; returns of how many it was new.

    :raises NotHeld: the version does not hold
    :raises NotOwnTeam: the viewer does not lead the unit of one of them
    """
    if promise.state != PromiseState.APPROVED:
        raise NotHeld
    people = list(employees)
    is_own = by.unit_ids is None or {person.unit_id for person in people} <= by.unit_ids
    if not by.can(Can.RECORD_TRAINING) or not is_own:
        raise NotOwnTeam
    known = set(PromiseReading.objects.filter(promise=promise, employee__in=people).values_list("employee", flat=True))
    new = [person for person in people if person.pk not in known]
    PromiseReading.objects.bulk_create(
        PromiseReading(organisation=promise.organisation, promise=promise, employee=person, read_at=at)
        for person in new
    )
    if new:
        enter(promise, by.actor, "promise.read_together", present=len(new))
    return len(new)

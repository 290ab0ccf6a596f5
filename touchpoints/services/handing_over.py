"""Somebody leaves: what they hold is handed to successors, with a note, dated; each successor hears of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import Membership
from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer, is_current
from operations.services import in_every_language, notify
from organisations.models import Organisation
from touchpoints.answering.holdings import Held, Person, hand, held_by
from touchpoints.models import HandOver
from touchpoints.services.rights import NotYours

NOTICE = "handover.received"


class NobodyNamed(ValueError):
    """No successor was named for anything."""


class CannotTakeOver(ValueError):
    """The successor is the one who leaves, or is no member any more."""


@transaction.atomic
def hand_over(
    *,
    organisation: Organisation,
    person: Person,
    successors: Mapping[str, Membership],
    note: str,
    by: Viewer,
    at: datetime,
) -> list[HandOver]:
    """Hand what a person holds to those who take it over; what nobody is named for stays where it is.

    :param successors: by the field of each held thing; what the person does not hold any more is passed over
    :return: one hand-over for each successor
    :raises NotYours: the viewer does not edit the programme
    :raises NobodyNamed: nothing was handed to anybody
    :raises CannotTakeOver: a successor may not
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    given: dict[Membership, list[Held]] = {}
    for held in held_by(organisation, [person]):
        successor = successors.get(held.field)
        if successor is not None and not held.waits:
            given.setdefault(successor, []).append(held)
    if not given:
        raise NobodyNamed
    day = timezone.localdate(at)
    for successor in given:
        _refuse_gone(successor, person, day)
    return [_to_one(organisation, person, to, things, note.strip(), by, at) for to, things in given.items()]


def _refuse_gone(successor: Membership, person: Person, day: date) -> None:
    is_same = person.membership is not None and person.membership.pk == successor.pk
    if is_same or not is_current(successor, day):
        raise CannotTakeOver


def _to_one(
    organisation: Organisation, person: Person, to: Membership, things: Sequence[Held], note: str, by: Viewer,
    at: datetime,
) -> HandOver:  # fmt: skip
    for held in things:
        hand(held, to=to, by=by, at=at)
    made = HandOver.objects.create(
        organisation=organisation,
        leaver=person.membership,
        leaver_employee=person.employee,
        leaver_name=person.name,
        successor=to,
        successor_name=to.user.name,
        day=timezone.localdate(at),
        note=note,
        things=[{"kind": held.kind, "name": dict(held.name), "address": held.address} for held in things],
        made_by=by.actor,
        made_by_name=by.name,
    )
    enter(made, by, "handover.made", **{"from": person.name, "to": to.user.name, "things": len(things)})
    _tell(organisation, made, to)
    return made


def _tell(organisation: Organisation, made: HandOver, to: Membership) -> None:
    """The successor hears from whom and how much; the note stands on the page."""
    n = len(made.things)
    notify(
        organisation=organisation,
        user_ids=[to.user.public_id],
        kind=NOTICE,
        text=in_every_language(
            lambda: (
                ngettext(
                    "%(n)d thing was handed over to you by %(name)s",
                    "%(n)d things were handed over to you by %(name)s",
                    n,
                )
                % {"n": n, "name": made.leaver_name}
            )
        ),
        address=reverse("touchpoints:handover", args=[organisation.slug, made.public_id]),
    )

"""A mapping round: opened on a journey for some units or everybody, and closed by date or by hand.

At closing the real map is frozen beside what was said, so that later changes of the map move no figure.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import in_every_language, local
from operations.services import enqueue, notify
from organisations.models import Organisation, Unit
from organisations.tenancy import organisation_scope
from touchpoints.mapping.document import as_json
from touchpoints.models import Journey, MappingRound, MappingRoundUnit, Rates
from touchpoints.queries.maps import document_of
from touchpoints.queries.mental.playing import invited
from touchpoints.services.rights import NotYours

CLOSE = "touchpoints.due_mapping_rounds"
NOTICE = "mapping.round"  # the kind of notices: asked to draw the journey
CLOCK = "clock"


class AlreadyOpen(ValueError):
    """Another round about the journey is open."""


class DayPassed(ValueError):
    """The last day lies before today."""


class NoMap(ValueError):
    """No touchpoint stands on the journey's map yet: there is nothing to compare with."""


def may_open(viewer: Viewer) -> bool:
    """Whether the viewer may ask staff to draw the journey: the committee and consultants, owners their own people."""
    return viewer.can(Can.EDIT_PROGRAMME) or viewer.can(Can.EDIT_OWN_TOUCHPOINT)


def may_run(held: MappingRound, viewer: Viewer) -> bool:
    """Whether the viewer may close the round and match its names: who may edit the programme, or opened it."""
    return viewer.can(Can.EDIT_PROGRAMME) or (may_open(viewer) and held.opened_by == viewer.actor)


@transaction.atomic
def open_round(
    *,
    journey: Journey,
    closes_on: date,
    by: Viewer,
    at: datetime,
    today: date,
    units: Collection[Unit] = (),
    rates: str = Rates.IMPORTANCE,
    offers_names: bool = False,
    note: str = "",
    tell: bool = True,
) -> MappingRound:
    """Ask people to draw the journey from memory, and tell them.

    :param units: whose people are asked, with all units below; nobody named: everybody
    :param tell: whether those who can sign in hear of it
    :raises NotYours: the viewer may not ask, or not these units
    :raises DayPassed: the last day lies before today
    :raises NoMap: the journey's map has no touchpoints
    :raises AlreadyOpen: a round about the journey is open
    """
    _check_audience(by, units)
    if closes_on < today:
        raise DayPassed
    drawn = journey.current_map
    if drawn is None or not document_of(drawn).places:
        raise NoMap
    if MappingRound.objects.filter(journey=journey, closed_at=None).exists():
        raise AlreadyOpen
    held = MappingRound.objects.create(
        organisation=journey.organisation, journey=journey, note=note.strip(), rates=Rates(rates),
        offers_names=offers_names, opened_at=at, opened_by=by.actor, closes_on=closes_on,
    )  # fmt: skip
    MappingRoundUnit.objects.bulk_create(
        MappingRoundUnit(organisation=held.organisation, round=held, unit=unit) for unit in units
    )
    enter(journey, by, "mapping.opened", until=closes_on.isoformat())
    if tell:
        _tell(held, by, today)
    return held


def _check_audience(by: Viewer, units: Collection[Unit]) -> None:
    if not may_open(by):
        raise NotYours
    # Who sees a part of the organisation only asks that part.
    if by.unit_ids is not None and (not units or any(unit.pk not in by.unit_ids for unit in units)):
        raise NotYours


def _tell(held: MappingRound, by: Viewer, today: date) -> None:
    people: list[UUID] = [
        employee.user.public_id
        for employee in invited(held, day=today).select_related("user")
        if employee.user is not None and employee.user_id != by.user_id
    ]
    text = in_every_language(
        lambda: (
            gettext("What does a customer pass, and in which order? Draw “%(journey)s” from memory.")
            % {"journey": local(held.journey.name)}
        )
    )
    address = reverse("touchpoints:my_mapping", args=[held.organisation.slug, held.public_id])
    notify(organisation=held.organisation, user_ids=people, kind=NOTICE, text=text, address=address)


@transaction.atomic
def close_round(*, held: MappingRound, by: Viewer, at: datetime) -> None:
    """Take no more answers and freeze the real map as it is now. One that is closed stays as it is.

    :raises NotYours: the viewer neither edits the programme nor opened the round
    """
    if not may_run(held, by):
        raise NotYours
    _close(held, by=by, at=at)


def plan_closing(now: datetime) -> None:
    """Have what is over closed, in each organisation where something may be."""
    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            if MappingRound.objects.filter(closed_at=None, closes_on__lt=now.date()).exists():
                key = f"{now:%Y-%m-%d-%H}"
                enqueue(organisation=organisation, kind=CLOSE, payload={}, actor=CLOCK, unique_key=key)


@transaction.atomic
def close_due_rounds(*, organisation: Organisation, today: date, at: datetime) -> int:
    """Close the rounds whose last day is over; returns how many."""
    due = list(MappingRound.objects.filter(organisation=organisation, closed_at=None, closes_on__lt=today))
    for held in due:
        _close(held, by=Viewer.command(organisation, actor=CLOCK), at=at)
    return len(due)


def _close(held: MappingRound, *, by: Viewer, at: datetime) -> None:
    fresh = MappingRound.objects.select_for_update(of=("self",)).select_related("journey").get(pk=held.pk)
    if fresh.closed_at is not None:
        return
    drawn = fresh.journey.current_map
    held.frozen = {}
    if drawn is not None:
        held.frozen = {"kind": drawn.kind, "number": drawn.number, "document": as_json(document_of(drawn))}
    # What was begun and not sent off does not count, nor the names that only stood there.
    held.mental_maps.filter(finished_at=None).delete()
    held.names.filter(steps=None).delete()
    held.closed_at, held.closed_by = at, by.actor
    held.save(update_fields=["frozen", "closed_at", "closed_by"])
    enter(held.journey, by, "mapping.closed")


def round_address(held: MappingRound) -> str:
    """Where the round and its results are read."""
    return reverse(
        "touchpoints:mapping_round", args=[held.organisation.slug, held.journey.engagement.slug, held.public_id]
    )

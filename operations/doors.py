"""Tickets, which no organisation's scope guards: every look-up and every change of their state.

A ticket says that a job is due and who holds it, never what it is about.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q

from operations.models import OPEN_STATES, JobState, Ticket
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Claim:
    """Proof of holding a ticket: good as long as its token stands in the row."""

    ticket_id: int
    token: uuid.UUID
    kind: str
    unique_key: str
    organisation: Organisation
    attempts: int


def lease() -> timedelta:
    """How long a worker that fell silent keeps its job."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def _free(now: datetime) -> Q:
    return Q(lease_until=None) | Q(lease_until__lt=now)


def waiting_ticket(*, organisation: Organisation, kind: str, unique_key: str) -> Ticket | None:
    """The waiting ticket of a key, kept from starting until the caller's transaction ends."""
    return (
        Ticket.objects.select_for_update(no_key=True)
        .filter(organisation=organisation, kind=kind, unique_key=unique_key, state=JobState.DUE)
        .first()
    )


def waits(*, organisation_id: int, kind: str) -> bool:
    """Whether a job of the kind waits to be started; asked without a transaction, so it may be out of date at once."""
    return Ticket.objects.filter(organisation_id=organisation_id, kind=kind, state=JobState.DUE).exists()


def new_ticket(*, organisation: Organisation, kind: str, unique_key: str, due_at: datetime) -> Ticket:
    """Write a ticket; :raises IntegrityError: one of the same key waits already."""
    return Ticket.objects.create(organisation=organisation, kind=kind, unique_key=unique_key, due_at=due_at)


def bring_forward(ticket: Ticket, due_at: datetime) -> bool:
    """Make a waiting ticket due earlier; false if it is due by then already."""
    changed = Ticket.objects.filter(pk=ticket.pk, state=JobState.DUE, due_at__gt=due_at)
    return bool(changed.update(due_at=due_at, rung_at=None))


def claim(ticket_id: int, *, now: datetime) -> Claim | None:
    """Take a due ticket and count the start, in one statement; nothing when it is held, done or not due yet.

    A ticket also waits while another of its key is at work.
    """
    token = uuid.uuid4()
    same_work = Ticket.objects.filter(
        organisation=OuterRef("organisation"),
        kind=OuterRef("kind"),
        unique_key=OuterRef("unique_key"),
        lease_until__gte=now,
    ).exclude(unique_key="")
    due = Ticket.objects.filter(_free(now), ~Exists(same_work), pk=ticket_id, state__in=OPEN_STATES, due_at__lte=now)
    taken = due.update(
        state=JobState.RUNNING, attempts=F("attempts") + 1, lease_until=now + lease(), lease_token=token, rung_at=None
    )
    if not taken:
        return None
    ticket = Ticket.objects.select_related("organisation").get(pk=ticket_id)
    return Claim(ticket_id, token, ticket.kind, ticket.unique_key, ticket.organisation, ticket.attempts)


def hold(held: Claim, *, now: datetime) -> bool:
    """Renew the lease; false if the ticket is somebody else's by now. The row stays locked to the transaction's end."""
    mine = Ticket.objects.filter(pk=held.ticket_id, lease_token=held.token, state=JobState.RUNNING)
    return bool(mine.update(lease_until=now + lease()))


def forgive_earlier_starts(held: Claim) -> None:
    """A start that moved the cursor is no failed start: a long job may outlive many restarts."""
    Ticket.objects.filter(pk=held.ticket_id, lease_token=held.token, attempts__gt=1).update(attempts=1)


def settle(held: Claim, state: JobState) -> bool:
    """End a held ticket in a final state; false if it is somebody else's by now."""
    mine = Ticket.objects.filter(pk=held.ticket_id, lease_token=held.token)
    return bool(mine.update(state=state, lease_until=None, lease_token=None))


def put_off(held: Claim, *, due_at: datetime) -> bool:
    """Give a held ticket back, to be started again later.

    It stays in the running state, so that a newer ticket of the same key may wait beside it.
    """
    mine = Ticket.objects.filter(pk=held.ticket_id, lease_token=held.token)
    return bool(mine.update(lease_until=None, lease_token=None, rung_at=None, due_at=due_at))


def turned_away(held: Claim, *, now: datetime) -> list[int]:
    """Tickets that came to this work's door while it was held; the bell counts as not yet rung for them."""
    if not held.unique_key:
        return []
    behind = Ticket.objects.filter(
        organisation=held.organisation, kind=held.kind, unique_key=held.unique_key, state=JobState.DUE, due_at__lte=now
    )
    behind.update(rung_at=None)
    return list(behind.order_by("due_at", "pk").values_list("pk", flat=True))


def attempts_of(held: Claim) -> int:
    """How many starts are counted now."""
    return Ticket.objects.values_list("attempts", flat=True).get(pk=held.ticket_id)


def move(ticket_id: int, *, from_states: tuple[JobState, ...], to_state: JobState, now: datetime) -> bool:
    """Change the state of a ticket nobody holds, and start its count anew; false if it is in none of the states."""
    found = Ticket.objects.filter(_free(now), pk=ticket_id, state__in=from_states)
    return bool(found.update(state=to_state, attempts=0, due_at=now, rung_at=None, lease_until=None, lease_token=None))


def due_tickets(*, now: datetime, rung_before: datetime, limit: int) -> list[tuple[int, str]]:
    """Tickets that are due, held by nobody and not rung for lately: id and kind, the oldest first."""
    found = Ticket.objects.filter(_free(now), state__in=OPEN_STATES, due_at__lte=now)
    quiet = found.filter(Q(rung_at=None) | Q(rung_at__lt=rung_before))
    return list(quiet.order_by("due_at", "pk").values_list("pk", "kind")[:limit])


def mark_rung(ticket_ids: list[int], *, at: datetime | None) -> None:
    """Note that the bell was rung for tickets, or, with None, that it was not heard."""
    Ticket.objects.filter(pk__in=ticket_ids).update(rung_at=at)


def forget_settled(*, organisation: Organisation, before: datetime, kind: str = "") -> None:
    """Delete the tickets (of one kind) that ended before a moment, and their jobs with them; stopped ones stay."""
    ended = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    old = Ticket.objects.filter(organisation=organisation, state__in=ended, created_at__lt=before)
    (old.filter(kind=kind) if kind else old).delete()

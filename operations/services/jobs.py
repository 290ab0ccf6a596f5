"""Ask for work, stop it, and start stopped work again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from operations import bell, doors
from operations.jobs import kind_named, label_of
from operations.models import OPEN_STATES, Job, JobState
from operations.services.trail import record_trail
from organisations.models import Organisation


class CannotResume(Exception):
    """The job is not stopped, or another one of the same key waits already."""


def enqueue(
    *,
    organisation: Organisation,
    kind: str,
    payload: Mapping[str, Any],
    actor: str,
    unique_key: str = "",
    due_at: datetime | None = None,
    title: str = "",
    address: str = "",
) -> Job:
    """Write the row that says what is due; call it in the transaction whose work it follows.

    While a job of the same `unique_key` waits, that one is returned, made due earlier if need be. It cannot start
    before the caller's transaction ended, so it will see everything written there.

    :param title: what the job is about, for the list of jobs
    :param address: page where its result will be
    :raises UnknownKind: no app registered the kind
    """
    kind = kind_named(kind).name
    due = due_at or timezone.now()
    with transaction.atomic():
        found = _waiting(organisation, kind, unique_key, due)
        if found:
            return found
        try:
            with transaction.atomic():
                return _write(organisation, kind, payload, actor, unique_key, due, title, address)
        except IntegrityError:
            found = _waiting(organisation, kind, unique_key, due)
            if found:
                return found
            raise


def _waiting(organisation: Organisation, kind: str, unique_key: str, due: datetime) -> Job | None:
    if not unique_key:
        return None
    ticket = doors.waiting_ticket(organisation=organisation, kind=kind, unique_key=unique_key)
    if ticket is None:
        return None
    if doors.bring_forward(ticket, due):
        bell.ring_after_commit(ticket.pk, kind)
    return Job.objects.get(ticket=ticket)


def _write(
    organisation: Organisation,
    kind: str,
    payload: Mapping[str, Any],
    actor: str,
    unique_key: str,
    due: datetime,
    title: str,
    address: str,
) -> Job:
    ticket = doors.new_ticket(organisation=organisation, kind=kind, unique_key=unique_key, due_at=due)
    job = Job.objects.create(
        organisation=organisation,
        ticket=ticket,
        payload=dict(payload),
        actor=actor,
        title=str(title or label_of(kind))[:200],
        address=address,
    )
    if due <= timezone.now():
        bell.ring_after_commit(ticket.pk, kind)
    return job


def cancel(*, job: Job, actor: str, actor_name: str = "") -> None:
    """Stop a job: one that waits is ended at once, one at work before its next chunk. What is committed stays."""
    now = timezone.now()
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, cancel_asked_at=None).update(cancel_asked_at=now)
        stopped_at_once = doors.move(
            job.ticket_id, from_states=(*OPEN_STATES, JobState.PARKED), to_state=JobState.CANCELLED, now=now
        )
        if stopped_at_once:
            Job.objects.filter(pk=job.pk).update(finished_at=now)
        _enter(job, actor, actor_name, "job.cancelled")


def resume(*, job: Job, actor: str, actor_name: str = "") -> None:
    """Start a stopped job again at its cursor, with three new starts.

    :raises CannotResume: it is not stopped, or another one of its key waits
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            if not doors.move(job.ticket_id, from_states=(JobState.PARKED,), to_state=JobState.DUE, now=now):
                raise CannotResume(f"job {job.pk} is not stopped")
            Job.objects.filter(pk=job.pk).update(error="", error_id="", cancel_asked_at=None, finished_at=None)
            _enter(job, actor, actor_name, "job.resumed")
            bell.ring_after_commit(job.ticket_id, job.ticket.kind)
    except IntegrityError:
        raise CannotResume(f"another job like {job.pk} waits already") from None


def _enter(job: Job, actor: str, actor_name: str, action: str) -> None:
    record_trail(
        organisation=job.organisation,
        actor=actor,
        actor_name=actor_name,
        action=action,
        target=job,
        target_name=job.title,
    )

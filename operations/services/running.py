"""Start a due job and bring its row to what became of it."""

import traceback
import uuid
from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from operations import bell, doors
from operations.heartbeat import heartbeat
from operations.jobs import MAX_STARTS, ExpectedFailure, JobCancelled, JobRun, LeaseLost, kind_named, label_of
from operations.models import Job, JobState
from operations.services.notices import in_every_language, notify
from organisations.tenancy import organisation_scope

logger = structlog.get_logger(__name__)

PAUSES = (timedelta(seconds=5), timedelta(minutes=1))


def run_ticket(ticket_id: int) -> JobState | None:
    """Do the work of a ticket if it is due and free; returns what became of it, nothing if it was not ours to do.

    The start is counted and committed before the work begins, so that work which kills its process is counted too.
    """
    claim = doors.claim(ticket_id, now=timezone.now())
    if claim is None:
        return None
    if claim.attempts > MAX_STARTS:
        return _park(claim, error_id="", reason=_died)
    try:
        with heartbeat(claim):
            outcome = _work(claim)
    except LeaseLost:
        logger.warning("job_taken_over", ticket=ticket_id, kind=claim.kind)
        return None
    _call_who_was_turned_away(claim)
    return outcome


def _call_who_was_turned_away(claim: doors.Claim) -> None:
    """The message for more of the same work came while this was at work; without this it would wait for the net."""
    for ticket_id in doors.turned_away(claim, now=timezone.now()):
        bell.ring_after_commit(ticket_id, claim.kind)


def _work(claim: doors.Claim) -> JobState | None:
    run = _open(claim)
    try:
        with override(run.organisation.language_codes[0]):
            kind_named(claim.kind).run(run)
    except LeaseLost:
        raise
    except JobCancelled:
        return _settle(claim, JobState.CANCELLED)
    except ExpectedFailure as failure:
        return _settle(claim, JobState.FAILED, error=str(failure))
    except Exception as error:
        return _put_off_or_park(claim, error)
    return _finish(claim, run)


def _open(claim: doors.Claim) -> JobRun:
    now = timezone.now()
    with organisation_scope(claim.organisation), transaction.atomic():
        job = Job.objects.get(ticket_id=claim.ticket_id)
        Job.objects.filter(pk=job.pk, started_at=None).update(started_at=now)
    return JobRun(claim=claim, organisation=claim.organisation, job=job)


def _finish(claim: doors.Claim, run: JobRun) -> JobState:
    with organisation_scope(claim.organisation), transaction.atomic():
        if not doors.settle(claim, JobState.DONE):
            raise LeaseLost(f"ticket {claim.ticket_id}")
        Job.objects.filter(pk=run.job_id).update(
            done=run.done, total=run.total, note=run.note, result=run.result, finished_at=timezone.now(), error=""
        )
    return JobState.DONE


def _settle(claim: doors.Claim, state: JobState, *, error: str = "", error_id: str = "") -> JobState:
    with organisation_scope(claim.organisation), transaction.atomic():
        if not doors.settle(claim, state):
            raise LeaseLost(f"ticket {claim.ticket_id}")
        Job.objects.filter(ticket_id=claim.ticket_id).update(error=error, error_id=error_id, finished_at=timezone.now())
    return state


def _put_off_or_park(claim: doors.Claim, error: Exception) -> JobState:
    """After an unexpected error: another start later, or the end of trying."""
    error_id = str(uuid.uuid4())
    logger.error("job_failed", error_id=error_id, ticket=claim.ticket_id, kind=claim.kind, traceback=_words_of(error))
    attempts = doors.attempts_of(claim)
    if attempts >= MAX_STARTS:
        return _park(claim, error_id=error_id, reason=_raised)
    with organisation_scope(claim.organisation), transaction.atomic():
        if not doors.put_off(claim, due_at=timezone.now() + PAUSES[min(attempts, len(PAUSES)) - 1]):
            raise LeaseLost(f"ticket {claim.ticket_id}")
        Job.objects.filter(ticket_id=claim.ticket_id).update(error_id=error_id)
    return JobState.RUNNING


def _words_of(error: Exception) -> str:
    return "".join(traceback.format_exception(error))


def _park(claim: doors.Claim, *, error_id: str, reason: Callable[[], str]) -> JobState:
    """Stop trying, keep everything, and tell who started it."""
    with organisation_scope(claim.organisation), transaction.atomic():
        job = Job.objects.get(ticket_id=claim.ticket_id)
        if not doors.settle(claim, JobState.PARKED):
            raise LeaseLost(f"ticket {claim.ticket_id}")
        with override(claim.organisation.language_codes[0]):
            Job.objects.filter(pk=job.pk).update(error=reason(), error_id=error_id, finished_at=timezone.now())
        _tell_starter(job, claim)
    return JobState.PARKED


def _tell_starter(job: Job, claim: doors.Claim) -> None:
    title = job.title or label_of(claim.kind)
    notify(
        organisation=claim.organisation,
        user_ids=[job.actor],
        kind="job.parked",
        text=in_every_language(lambda: _("Stopped after three starts: %(title)s") % {"title": title}),
        address=job.address,
    )


def _died() -> str:
    return _("The process doing it ended three times in the middle of the work.")


def _raised() -> str:
    return _("An unexpected error came up three times. The log holds it under the error id.")

"""What Celery calls: the bell's answer, the clock, and this app's own kinds of work."""

from datetime import datetime, timedelta

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.jobs import JobRun, job_kind, periodic
from operations.services import cleaning, digests, mail, orphans, periods, running, sealing


@shared_task(name="operations.tasks.run_job", ignore_result=True)
def run_job(ticket_id: int) -> None:
    """Do the work of a ticket, unless it is done, held or not due: a message may come twice or never."""
    running.run_ticket(ticket_id)


@shared_task(name="operations.tasks.breathe", ignore_result=True)
def breathe() -> None:
    """Show that a process of the pool hears (`cem.watchdog`)."""


@shared_task(name="operations.tasks.tick", ignore_result=True)
def tick() -> None:
    """Plan the periodic work that is due."""
    periods.tick(now=timezone.now())


@periodic("operations.seal_trail", every=timedelta(minutes=1))
def plan_sealing(now: datetime) -> None:
    """Have new entries of the activity trails sealed."""
    sealing.plan_sealing()


@job_kind(sealing.SEAL, label=_("Sealing of the activity trail"))
def seal_trail(run: JobRun) -> None:
    """Seal what is committed, some hundred entries in a chunk."""
    sealed = run.done
    more = True
    while more:
        with run.chunk():
            count = sealing.seal_some(organisation=run.organisation)
            sealed += count
            more = count > 0
            run.progress(sealed)


@job_kind(mail.SEND, label=_("Sending of mail"))
def send_mails(run: JobRun) -> None:
    """Send the outbox's waiting mails one by one, and come back for those that must wait."""
    while True:
        with run.chunk():
            due = mail.take_next(now=timezone.now())
            if due is None:
                mail.plan_next_round(organisation=run.organisation)
                return
        outcome = mail.transmit(due)
        with run.chunk():
            mail.note_outcome(mail=due, outcome=outcome, now=timezone.now())
            run.progress(run.done + 1)


@periodic("operations.cleaning", every=timedelta(hours=1))
def plan_cleaning(now: datetime) -> None:
    """Have expired files, answered keys and old rows removed."""
    cleaning.plan_cleaning(now)


@job_kind(cleaning.CLEAN, label=_("Removal of what has expired"))
def clean(run: JobRun) -> None:
    """Remove expired files, then keys that are a day old."""
    more = True
    while more:
        with run.chunk():
            more = cleaning.clean_some(now=timezone.now())


@periodic("operations.orphaned_files", every=timedelta(days=1))
def plan_removal_of_orphans(now: datetime) -> None:
    """Have the bytes removed that rolled-back transactions left behind."""
    orphans.plan_removal()


@job_kind(orphans.REMOVE, label=_("Removal of files that belong to nothing"))
def remove_orphans(run: JobRun) -> None:
    """Compare the organisation's folder with its rows."""
    for paths in orphans.old_paths(run.organisation, now=timezone.now()):
        with run.chunk():
            run.progress(run.done + orphans.remove_orphans(paths))


@periodic("operations.daily_notices", every=timedelta(minutes=10))
def plan_daily_notices(now: datetime) -> None:
    """Have yesterday's notices sent to who wants to hear of them once a day."""
    digests.plan_digests(now)


@job_kind(digests.SEND, label=_("Mail of the day's notices"))
def send_daily_notices(run: JobRun) -> None:
    """One member in a chunk, so that nobody is told twice."""
    now, more = timezone.now(), True
    while more:
        with run.chunk():
            recipient = digests.next_recipient(organisation=run.organisation, now=now)
            more = recipient is not None
            if recipient:
                digests.send_digest(organisation=run.organisation, recipient=recipient, now=now)
                run.progress(run.done + 1)

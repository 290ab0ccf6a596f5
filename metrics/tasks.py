"""Work beside the pages: answers are counted as soon as a note of them is found."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from metrics import counts
from operations import doors
from operations.jobs import JobRun, due_finder, job_kind, periodic
from operations.services import enqueue
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

RECOUNT = "metrics.recount"
ACTOR = "clock"
# Recounts are many and tell nothing once they are done.
KEPT_FOR = timedelta(hours=1)


@job_kind(RECOUNT, label=_("Counting of answers"))
def recount(run: JobRun) -> None:
    """Count the noted days; notes that come meanwhile are found again."""
    more = True
    while more:
        with run.chunk():
            done = counts.recount_noted(organisation=run.organisation, now=timezone.now())
            run.progress(run.done + done.notes)
            more = done.more


@due_finder(RECOUNT)
def find_notes(now: datetime) -> None:
    """Write a job for every organisation with notes, unless one waits already."""
    waiting = [pk for pk in counts.organisations_waiting() if not doors.waits(organisation_id=pk, kind=RECOUNT)]
    for organisation in Organisation.objects.filter(pk__in=waiting) if waiting else ():
        with organisation_scope(organisation):
            enqueue(organisation=organisation, kind=RECOUNT, payload={}, actor=ACTOR, unique_key="notes")


@periodic("metrics.forget_recounts", every=timedelta(hours=1))
def forget_recounts(now: datetime) -> None:
    """Remove the rows of recounts that are done."""
    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            doors.forget_settled(organisation=organisation, before=now - KEPT_FOR, kind=RECOUNT)

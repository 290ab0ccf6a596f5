"""Work beside the pages: answers are counted as soon as a note of them is found."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.viewer import Viewer
from feedback.models import Survey
from metrics import counts
from metrics.queries.exports import plan_export
from metrics.services import exports
from operations import doors
from operations.jobs import ExpectedFailure, JobRun, due_finder, job_kind, periodic
from operations.services import enqueue, save_file
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

RECOUNT = "metrics.recount"
ACTOR = "clock"
# Recounts are many and tell nothing once they are done.
KEPT_FOR = timedelta(hours=1)
EXPORT_KEPT_FOR = timedelta(hours=24)


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


@job_kind(exports.EXPORT, label=_("Export of answers"))
def export_answers(run: JobRun) -> None:
    """Write a file of a survey's answers and keep it for a day; a second start begins anew."""
    with run.scope():
        survey = Survey.objects.select_related("version").filter(code=run.payload["survey"]).first()
        if survey is None:
            raise ExpectedFailure(_("The survey is gone."))
        viewer = Viewer.command(run.organisation, actor=run.actor)
        with override(run.payload.get("language")):
            plan = plan_export(
                survey, shape=run.payload["shape"], values=run.payload["values"], viewer=viewer,
                extras=frozenset(run.payload.get("extras", ())),
            )  # fmt: skip
    portions = exports.portions_in_chunks(plan, run.chunk, run.progress)
    try:
        with run.scope(), override(run.payload.get("language")):
            made = exports.write_export(plan, run.payload["form"], portions)
    except exports.TooLong:
        raise ExpectedFailure(_("More lines than a sheet holds: take the CSV file.")) from None
    with made.content, run.chunk():
        stored = save_file(
            organisation=run.organisation, content=exports.as_file(made), name=made.name, kind="export",
            actor=run.actor, content_type=made.content_type, expires_at=timezone.now() + EXPORT_KEPT_FOR,
        )  # fmt: skip
        run.result["file"] = str(stored.public_id)

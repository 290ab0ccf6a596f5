"""The jobs of this app: importing a file, the dry run before, the undo, and days in a new time zone."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import ImportRun
from feedback.services.imports import check_file, import_file, look_at, undo_file
from feedback.services.zones import move_days
from lib.table_files.source import UnreadableFile
from lib.table_files.trouble import trouble
from operations.jobs import ExpectedFailure, JobRun, job_kind

RELATIONS = ("file", "organisation", "survey__organisation", "survey__version__instrument")


@job_kind("feedback.import_look", label=_("First look at a file"))
def look_at_file(run: JobRun) -> None:
    """Count what is in a file and propose how to read it."""
    with run.chunk():
        try:
            look_at(run=ImportRun.objects.select_related(*RELATIONS).get(pk=run.payload["run"]))
        except UnreadableFile as error:
            raise ExpectedFailure(trouble(error)) from None


@job_kind("feedback.import", label=_("Import of answers"))
def import_answers(run: JobRun) -> None:
    """Store a file's answers, going on at the cursor."""
    import_file(run, run_id=run.payload["run"], now=timezone.now())


@job_kind("feedback.import_check", label=_("Dry run of an import"))
def check_import(run: JobRun) -> None:
    """Say what an import would do."""
    check_file(run, run_id=run.payload["run"], now=timezone.now())


@job_kind("feedback.import_undo", label=_("Undo of an import"))
def undo_import(run: JobRun) -> None:
    """Delete what an import stored."""
    undo_file(run, run_id=run.payload["run"], now=timezone.now())


@job_kind("organisation.zone_changed", label=_("Days of the answers in the new time zone"))
def move_answers(run: JobRun) -> None:
    """`accounts` asks for it when the organisation's time zone changes."""
    move_days(run)

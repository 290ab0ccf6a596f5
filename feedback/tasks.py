"""The jobs of this app: importing a file, the dry run before, and the undo."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.services.imports import check_file, import_file, undo_file
from operations.jobs import JobRun, job_kind


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

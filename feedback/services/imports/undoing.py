"""Undo: the responses that a run stored are deleted, chunk by chunk. Closed snapshots never move."""

from datetime import datetime

from feedback import bulk
from feedback.models import ImportRun, ImportState, Response
from feedback.queries.plans import plan as plan_of
from feedback.services.duplicates import settle_duplicates
from feedback.services.imports.work import Work
from feedback.services.recounts import note_days
from operations.services import record_trail

_ROWS = 500


def undo_file(work: Work, *, run_id: int, now: datetime) -> None:
    """Delete what the run stored and note the days for recount. Lines that it updated keep the file's values."""
    total: int | None = None
    while True:
        with work.chunk():
            total = total or Response.objects.filter(import_run=run_id).count() + work.cursor.get("deleted", 0)
            deleted = _delete_some(work, run_id, now)
            work.cursor["deleted"] = work.cursor.get("deleted", 0) + deleted
            work.progress(work.cursor["deleted"], total)
            if deleted < _ROWS:
                _finish(work, run_id, now)
                return


def _delete_some(work: Work, run_id: int, now: datetime) -> int:
    rows = Response.objects.filter(import_run=run_id).order_by("pk")[:_ROWS]
    found = list(rows.values_list("pk", "answered_on", "customer_id"))
    ids = [pk for pk, _day, _customer in found]
    if not ids:
        return 0
    run = ImportRun.objects.select_related("survey__organisation", "survey__version__instrument").get(pk=run_id)
    assert run.survey is not None  # noqa: S101 - its responses have one
    bulk.delete_answers(organisation_id=work.organisation.pk, response_ids=ids)
    Response.objects.filter(pk__in=ids).delete()
    note_days(organisation=work.organisation, days=[(run.survey.pk, day) for _pk, day, _customer in found])
    people = {customer for _pk, _day, customer in found if customer}
    settle_duplicates(organisation=work.organisation, plan=plan_of(run.survey), customer_ids=people, now=now)
    return len(ids)


def _finish(work: Work, run_id: int, now: datetime) -> None:
    run = ImportRun.objects.get(pk=run_id)
    run.state, run.undone_at = ImportState.UNDONE, now
    run.save(update_fields=["state", "undone_at"])
    record_trail(
        organisation=work.organisation,
        actor=work.actor,
        action="import.undone",
        target=run,
        target_name=run.file_name,
        details={"deleted": work.cursor["deleted"]},
    )

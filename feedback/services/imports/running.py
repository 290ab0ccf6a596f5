"""The import itself: chunk after chunk, each with its cursor, so that it goes on where it was interrupted."""

from contextlib import ExitStack
from datetime import datetime

from django.db import transaction

from feedback import bulk
from feedback.imports.profile import read_profile
from feedback.models import ImportRun, ImportState
from feedback.services.imports.additions import make_additions
from feedback.services.imports.checking import reset
from feedback.services.imports.failing import told
from feedback.services.imports.opening import Batch, Reading, open_run
from feedback.services.imports.storing import ChunkWriter, Tally, add_up, write_refusals
from feedback.services.imports.work import Work
from operations.services import record_trail

_RACES = 5


def import_file(work: Work, *, run_id: int, now: datetime) -> None:
    """Store a file's answers exactly once. Nothing else happens: no case, no mail, no event.

    :raises ExpectedFailure: the file or the profile cannot be used
    """
    with told(work, run_id), ExitStack() as stack:
        if "row" not in work.cursor:
            _prepare(work, run_id)
        with work.scope():
            reading = stack.enter_context(open_run(run_id=run_id, now=now))
        writer = ChunkWriter(
            organisation=work.organisation, run=reading.run, plan=reading.plan, actor=work.actor, now=now
        )
        for batch in reading.batches(work.cursor["row"]):
            _store(work, reading, writer, batch)
        _finish(work, run_id, now)


def _prepare(work: Work, run_id: int) -> None:
    """Make what the profile asks for, and begin the counts."""
    with work.chunk():
        run = ImportRun.objects.select_related("survey__version__instrument").get(pk=run_id)
        reset(run_id, ImportState.RUNNING)
        if run.survey:
            make_additions(organisation=work.organisation, survey=run.survey, create=read_profile(run.mapping).create)
        work.cursor["row"] = 0


def _store(work: Work, reading: Reading, writer: ChunkWriter, batch: Batch) -> None:
    """One chunk and its cursor. Outrun by another writer, it is done again and finds what that one stored."""
    for attempt in range(1, _RACES + 1):
        try:
            with work.chunk():
                with transaction.atomic():
                    tally = writer.write(batch.lines)
                tally.rejected += batch.refused
                refusals = sorted([*batch.refusals, *tally.refusals], key=lambda refusal: refusal.line)
                write_refusals(organisation=work.organisation, run=reading.run, refusals=refusals)
                _move_on(work, reading, tally, batch.end)
            return
        except bulk.Outrun:
            if attempt == _RACES:
                raise


def _move_on(work: Work, reading: Reading, tally: Tally, end: int) -> None:
    add_up(reading.run, tally, end - work.cursor["row"])
    work.cursor["row"] = end
    work.progress(end, reading.run.preview.get("rows"))


def _finish(work: Work, run_id: int, now: datetime) -> None:
    with work.chunk():
        run = ImportRun.objects.get(pk=run_id)
        run.state, run.finished_at = ImportState.DONE, now
        run.save(update_fields=["state", "finished_at"])
        names = ("rows", "stored", "updated", "unchanged", "different", "rejected")
        record_trail(
            organisation=work.organisation,
            actor=work.actor,
            action="import.done",
            target=run,
            target_name=run.file_name,
            details={name: getattr(run, name) for name in names},
        )

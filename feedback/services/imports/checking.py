"""The dry run: the whole file is read and compared, nothing is stored but the report."""

from contextlib import ExitStack
from datetime import datetime

from feedback.models import ImportRun, ImportState, OnConflict, RejectedLine
from feedback.services.imports.failing import told
from feedback.services.imports.opening import open_run
from feedback.services.imports.storing import (
    Sorted,
    Tally,
    add_up,
    compare_in_file,
    report_changed,
    sort_lines,
    write_refusals,
)
from feedback.services.imports.work import Work


def check_file(work: Work, *, run_id: int, now: datetime) -> None:
    """Say what an import would do; the run ends as checked, with its counts and rejected lines.

    A dry run that was interrupted begins again.

    :raises ExpectedFailure: the file or the profile cannot be used
    """
    with told(work, run_id), ExitStack() as stack:
        with work.chunk():
            reset(run_id, ImportState.CHECKING)
            work.cursor["row"] = 0
        with work.scope():
            reading = stack.enter_context(open_run(run_id=run_id, now=now, as_planned=True))
        seen: dict[int, int] = {}
        total = reading.run.preview.get("rows")
        for batch in reading.batches(0):
            with work.chunk():
                tally = Tally(rejected=batch.refused, refusals=batch.refusals)
                sorted_ = sort_lines(batch.lines, survey_id=reading.plan.id, tally=tally)
                _foresee(sorted_, seen, tally, updates=reading.run.on_conflict == OnConflict.UPDATE)
                write_refusals(organisation=work.organisation, run=reading.run, refusals=tally.refusals)
                add_up(reading.run, tally, batch.end - work.cursor["row"])
                work.cursor["row"] = batch.end
                work.progress(batch.end, total)
        with work.chunk():
            ImportRun.objects.filter(pk=run_id).update(state=ImportState.CHECKED)


def reset(run_id: int, state: str) -> None:
    """Begin anew: no counts, no report."""
    RejectedLine.objects.filter(run=run_id).delete()
    ImportRun.objects.filter(pk=run_id).update(
        state=state, rows=0, stored=0, updated=0, unchanged=0, different=0, rejected=0, finished_at=None
    )


def _foresee(sorted_: Sorted, seen: dict[int, int], tally: Tally, *, updates: bool) -> None:
    """What the import would do with lines that are new or differ. What earlier chunks hold is not stored yet."""
    for line in sorted_.new:
        before = seen.get(_short(line.source_key))
        if before is None:
            seen[_short(line.source_key)] = _short(line.content_hash)
            tally.stored += 1
        else:
            compare_in_file(line, line.content_hash if before == _short(line.content_hash) else "", tally)
    for _pk, line in sorted_.changed:
        if updates:
            tally.updated += 1
        else:
            report_changed(line, tally)


def _short(hexadecimal: str) -> int:
    """The first 60 bits: enough to tell a million lines apart, and small to keep."""
    return int(hexadecimal[:15], 16)

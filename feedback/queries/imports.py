"""Imports as their people see them: the list, one run with its progress, the report of lines not taken."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.imports.parts import sentence
from feedback.imports.returning import MARKS, rows_to_correct
from feedback.models import ImportProfile, ImportRun, RejectedLine, Response
from lib.table_files.dialect import Dialect
from lib.table_files.source import UnreadableFile
from operations.models import JobState

_MOST_REASONS = 20
_TOLD_APART = ("cells_differ",)  # whose sentence is about the line itself, so that one cannot speak for another
_RELATIONS = ("survey", "profile", "file", "job__ticket", "organisation")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on a run is, how fast it goes and how long it will still take."""

    state: str
    done: int
    total: int | None
    rate: int | None
    left: timedelta | None
    error: str

    @property
    def at_work(self) -> bool:
        return self.state in (JobState.DUE, JobState.RUNNING)


def import_runs(*, viewer: Viewer) -> QuerySet[ImportRun]:
    """All imports, the newest first; none for who may not import."""
    if not viewer.can(Can.IMPORT):
        return ImportRun.objects.none()
    return ImportRun.objects.select_related(*_RELATIONS)


def import_run(*, public_id: UUID, viewer: Viewer) -> ImportRun:
    """One run.

    :raises ImportRun.DoesNotExist: there is none, or the viewer may not see it
    """
    return import_runs(viewer=viewer).get(public_id=public_id)


def import_profiles(*, viewer: Viewer) -> QuerySet[ImportProfile]:
    """The kept profiles by name."""
    return ImportProfile.objects.select_related("survey") if viewer.can(Can.IMPORT) else ImportProfile.objects.none()


def progress_of(run: ImportRun, *, now: datetime) -> Progress | None:
    """The progress of a run's job, if it has one."""
    job = run.job
    if job is None:
        return None
    seconds = (now - job.started_at).total_seconds() if job.started_at else 0.0
    rate = int(job.done / seconds) if seconds > 0.5 and job.done else None
    left = timedelta(seconds=round((job.total - job.done) / rate)) if rate and job.total else None
    return Progress(job.ticket.state, job.done, job.total, rate, left, job.error)


def refused_lines(run: ImportRun, *, viewer: Viewer) -> QuerySet[RejectedLine]:
    """Why lines were not taken, in the order of the file."""
    return RejectedLine.objects.filter(run=run) if viewer.can(Can.IMPORT) else RejectedLine.objects.none()


def reasons(run: ImportRun, *, viewer: Viewer) -> list[dict[str, Any]]:
    """How often each reason came up in each column, the most frequent first."""
    lines = refused_lines(run, viewer=viewer)
    alike = [
        *_alike(lines.exclude(code__in=_TOLD_APART), "code", "column"),
        *_alike(lines.filter(code__in=_TOLD_APART), "code", "column", "details"),
    ]
    found = []
    for count, same in sorted(alike, key=lambda each: -each[0])[:_MOST_REASONS]:
        example = lines.filter(**same).first()
        if example is not None:
            words = {"reason": reason_of(example), "example": example.value, "line": example.line}
            found.append({"code": example.code, "column": example.column, "count": count, **words})
    return found


@dataclass(frozen=True, slots=True)
class Removal:
    """What an undo deletes: answers, and the days they are of (none where no day is known)."""

    answers: int
    first_day: date | None
    last_day: date | None


def removal_of(run: ImportRun, *, viewer: Viewer) -> Removal:
    """What undoing a run would delete now; nothing for who may not import."""
    stored = Response.objects.filter(import_run=run) if viewer.can(Can.IMPORT) else Response.objects.none()
    return Removal(**stored.aggregate(answers=Count("pk"), first_day=Min("answered_on"), last_day=Max("answered_on")))


def _alike(lines: QuerySet[RejectedLine], *by: str) -> list[tuple[int, dict[str, Any]]]:
    """How many lines are alike in these fields, and in what; the most frequent first."""
    rows = lines.order_by().values(*by).annotate(count=Count("pk")).order_by("-count", *by[:2])
    return [(row.pop("count"), row) for row in rows[:_MOST_REASONS]]


def reason_of(line: RejectedLine) -> str:
    """The reason in the reader's language."""
    return sentence(line.code, line.details)


def report_rows(run: ImportRun, *, viewer: Viewer) -> Iterator[Sequence[object]]:
    """The lines that were not taken as rows of a CSV file to correct, headings first; read from the file as they go.

    Once the file is no longer kept, only what stood in the cells at fault.
    """
    lines = refused_lines(run, viewer=viewer)
    rows = _whole_rows(run, _told(lines))
    try:
        return chain([next(rows)], rows)
    except (UnreadableFile, OSError):
        return iter([(*MARKS, _("Value")), *((each.line, each.column, reason_of(each), each.value) for each in lines)])


def _whole_rows(run: ImportRun, refused: Mapping[int, tuple[str, str]]) -> Iterator[Sequence[object]]:
    if run.file is None:
        raise UnreadableFile("file_gone")
    with run.file.file.open("rb") as binary:
        yield from rows_to_correct(binary, Dialect(**run.mapping.get("file", {})), refused)


def _told(lines: QuerySet[RejectedLine]) -> dict[int, tuple[str, str]]:
    """For each line the columns at fault and the reasons; of several reasons each with its column."""
    by_line: dict[int, list[tuple[str, str]]] = {}
    for each in lines.iterator(chunk_size=2_000):
        by_line.setdefault(each.line, []).append((each.column, reason_of(each)))
    return {
        line: (
            ", ".join(dict.fromkeys(column for column, _reason in found if column)),
            found[0][1] if len(found) == 1 else " ".join(f"{column}: {reason}" for column, reason in found),
        )
        for line, found in by_line.items()
    }

"""Imports as their people see them: the list, one run with its progress, the report of lines not taken."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.imports.parts import sentence
from feedback.models import ImportProfile, ImportRun, RejectedLine
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


def _alike(lines: QuerySet[RejectedLine], *by: str) -> list[tuple[int, dict[str, Any]]]:
    """How many lines are alike in these fields, and in what; the most frequent first."""
    rows = lines.order_by().values(*by).annotate(count=Count("pk")).order_by("-count", *by[:2])
    return [(row.pop("count"), row) for row in rows[:_MOST_REASONS]]


def reason_of(line: RejectedLine) -> str:
    """The reason in the reader's language."""
    return sentence(line.code, line.details)


def report_rows(run: ImportRun, *, viewer: Viewer) -> Iterator[list[Any]]:
    """The report as rows of a CSV file, headings first."""
    yield [_("Line"), _("Column"), _("Value"), _("Reason"), _("Code")]
    for line in refused_lines(run, viewer=viewer).iterator(chunk_size=2_000):
        yield [line.line, line.column, line.value, reason_of(line), line.code]

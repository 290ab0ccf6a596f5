"""A run from the uploaded file to the job that stores it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from feedback.imports.profile import read_profile
from feedback.imports.returning import dialect_to_correct
from feedback.imports.suggest import dialect_table
from feedback.models import ImportProfile, ImportRun, ImportState, OnConflict, Survey
from operations.models import OPEN_STATES, StoredFile
from operations.services import enqueue, record_trail, save_file, save_upload
from organisations.models import Organisation

IMPORT, CHECK, UNDO = "feedback.import", "feedback.import_check", "feedback.import_undo"
FILE_KIND = "import.original"
LARGEST = 100 * 1024 * 1024
KEPT_FOR = timedelta(days=30)
UNDO_FOR = timedelta(days=7)
CHANGEABLE = (ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)


class CannotStart(ValueError):
    """The run is at work already, or done."""


class CannotUndo(ValueError):
    """The run stored nothing, is undone already, or is older than seven days."""


@transaction.atomic
def begin_import(
    *,
    organisation: Organisation,
    survey: Survey,
    content: "UploadedFile[bytes] | File[bytes]",
    name: str,
    actor: str,
    now: datetime,
    mapping: Mapping[str, Any] | None = None,
    profile: ImportProfile | None = None,
) -> ImportRun:
    """Keep the file and open a run for it; no answer is read yet.

    A file of lines to correct is read as it is written now, whatever the profile says of the first file.

    :raises FileRefused: the upload is no file that is taken here
    """
    chosen = dict(mapping if mapping is not None else (profile.mapping if profile else {}))
    file = _kept(organisation, content, name, actor, now)
    with file.file.storage.open(str(file.file.name)) as binary:
        if corrected := dialect_to_correct(binary):
            chosen["file"] = dialect_table(corrected)
    run = ImportRun.objects.create(
        organisation=organisation,
        survey=survey,
        profile=profile,
        file=file,
        file_name=name[:200],
        mapping=chosen,
        actor=actor,
    )
    record_trail(organisation=organisation, actor=actor, action="import.begun", target=run, target_name=run.file_name)
    return run


def _kept(
    organisation: Organisation, content: "UploadedFile[bytes] | File[bytes]", name: str, actor: str, now: datetime
) -> StoredFile:
    expires = now + KEPT_FOR
    if isinstance(content, UploadedFile):
        return save_upload(
            organisation=organisation,
            upload=content,
            kind=FILE_KIND,
            actor=actor,
            accepted=("csv", "xlsx"),
            largest=LARGEST,
            expires_at=expires,
        )
    return save_file(
        organisation=organisation,
        content=content,
        name=name,
        kind=FILE_KIND,
        actor=actor,
        content_type="application/octet-stream",
        expires_at=expires,
    )


@transaction.atomic
def change_mapping(*, run: ImportRun, mapping: Mapping[str, Any]) -> ImportRun:
    """Change how the file is read; what was checked before is no longer checked.

    :raises CannotStart: it is at work already, or done
    """
    _must_be(run, CHANGEABLE)
    run.mapping, run.state = dict(mapping), ImportState.MAPPING
    run.save(update_fields=["mapping", "state"])
    return run


@transaction.atomic
def start_check(*, run: ImportRun, on_conflict: str = OnConflict.REPORT, actor: str, address: str = "") -> ImportRun:
    """Start the dry run.

    :raises CannotStart: it is at work already, or done
    :raises ProfileFaults: the mapping is not complete
    """
    return _start(run, CHECK, ImportState.CHECKING, on_conflict, actor, address)


@transaction.atomic
def start_import(*, run: ImportRun, on_conflict: str = OnConflict.REPORT, actor: str, address: str = "") -> ImportRun:
    """Start the import; a stopped one goes through the file again and finds what it stored before unchanged.

    :raises CannotStart: it is at work already, or done
    :raises ProfileFaults: the mapping is not complete
    """
    return _start(run, IMPORT, ImportState.RUNNING, on_conflict, actor, address)


def _start(run: ImportRun, kind: str, state: str, on_conflict: str, actor: str, address: str) -> ImportRun:
    _must_be(run, (*CHANGEABLE, *((ImportState.CHECKING, ImportState.RUNNING) if is_stopped(run) else ())))
    read_profile(run.mapping)
    set_to_work(run, kind, key="run", actor=actor, address=address)
    run.state, run.on_conflict = state, on_conflict
    run.save(update_fields=["state", "on_conflict", "job"])
    return run


def set_to_work(run: ImportRun, kind: str, *, key: str, actor: str, address: str) -> None:
    """Give the run the job of this kind, which the caller saves with it; a key stands for one such job at a time."""
    run.job = enqueue(
        organisation=run.organisation,
        kind=kind,
        payload={"run": run.pk},
        actor=actor,
        unique_key=f"{key} {run.pk}",
        title=run.file_name,
        address=address,
    )


def is_stopped(run: ImportRun) -> bool:
    """Whether the run's job ended without the run being done: parked, cancelled or failed."""
    return run.job is not None and run.job.ticket.state not in OPEN_STATES


def _must_be(run: ImportRun, states: tuple[str, ...]) -> None:
    if run.state not in states:
        raise CannotStart(run.state)


def undo_until(run: ImportRun) -> datetime | None:
    """The moment until which the run can be undone; none if it cannot."""
    begun = run.finished_at or (run.created_at if run.state == ImportState.RUNNING and is_stopped(run) else None)
    undoable = run.state in (ImportState.DONE, ImportState.RUNNING)
    stopped = run.state == ImportState.UNDOING and is_stopped(run)
    return begun + UNDO_FOR if begun and (undoable or stopped) else None


def must_be_undoable(run: ImportRun, *, now: datetime) -> None:
    """:raises CannotUndo: too late, or there is nothing to undo"""
    until = undo_until(run)
    if until is None or now > until:
        raise CannotUndo(run.state)


@transaction.atomic
def start_undo(*, run: ImportRun, actor: str, now: datetime | None = None, address: str = "") -> ImportRun:
    """Start the undo.

    :raises CannotUndo: too late, or there is nothing to undo
    """
    must_be_undoable(run, now=now or timezone.now())
    set_to_work(run, UNDO, key="undo", actor=actor, address=address)
    run.state = ImportState.UNDOING
    run.save(update_fields=["state", "job"])
    record_trail(
        organisation=run.organisation,
        actor=actor,
        action="import.undo_asked",
        target=run,
        target_name=run.file_name,
    )
    return run

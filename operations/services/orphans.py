"""Bytes of files whose row was never committed: an upload in a transaction that was rolled back leaves them behind."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import Storage

from operations.models import StoredFile
from operations.services.jobs import enqueue
from operations.services.trail import SYSTEM
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

REMOVE = "operations.orphaned_files"
# No transaction lasts so long: what has no row by then will never have one.
GRACE = timedelta(hours=24)
AT_ONCE = 500


def plan_removal() -> None:
    """Write a job for every organisation that has a folder of files; the job looks into it."""
    for organisation in Organisation.objects.all():
        if _storage().exists(str(organisation.pk)):
            with organisation_scope(organisation):
                enqueue(organisation=organisation, kind=REMOVE, payload={}, actor=SYSTEM, unique_key="orphans")


def old_paths(organisation: Organisation, *, now: datetime) -> Iterator[Sequence[str]]:
    """The organisation's files that are older than any transaction, some hundred at once."""
    paths = _older(organisation, now - GRACE)
    while some := list(islice(paths, AT_ONCE)):
        yield some


def remove_orphans(paths: Sequence[str]) -> int:
    """Delete the bytes of those paths that no row of the open scope knows; returns of how many files."""
    known = set(StoredFile.objects.filter(file__in=paths).values_list("file", flat=True))
    orphans = [path for path in paths if path not in known]
    for path in orphans:
        _storage().delete(path)
    return len(orphans)


def _older(organisation: Organisation, before: datetime) -> Iterator[str]:
    storage, folder = _storage(), str(organisation.pk)
    if not storage.exists(folder):
        return
    for kind in sorted(storage.listdir(folder)[0]):
        for name in sorted(storage.listdir(f"{folder}/{kind}")[1]):
            path = f"{folder}/{kind}/{name}"
            if storage.get_modified_time(path) < before:
                yield path


def _storage() -> Storage:
    storage: Storage = StoredFile._meta.get_field("file").storage
    return storage

"""What has expired goes: files past their end, answered keys, long settled jobs, old claims of periods."""

from datetime import datetime, timedelta

from operations import doors
from operations.models import IdempotencyKey, PeriodClaim, StoredFile
from operations.services.files import delete_file
from operations.services.idempotency import KEPT_FOR
from operations.services.jobs import enqueue
from operations.services.trail import SYSTEM
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

CLEAN = "operations.cleaning"
JOBS_KEPT_FOR = timedelta(days=90)
CLAIMS_KEPT_FOR = timedelta(days=90)
AT_ONCE = 200


def plan_cleaning(now: datetime) -> None:
    """Remove old claims and jobs, and write a job for every organisation that has something expired."""
    PeriodClaim.objects.filter(claimed_at__lt=now - CLAIMS_KEPT_FOR).delete()
    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            doors.forget_settled(organisation=organisation, before=now - JOBS_KEPT_FOR)
            if _expired_files(now) or _old_keys(now):
                enqueue(organisation=organisation, kind=CLEAN, payload={}, actor=SYSTEM, unique_key="clean")


def clean_some(*, now: datetime) -> bool:
    """Remove some of what has expired in the open scope; false when nothing is left."""
    files, keys = _expired_files(now), _old_keys(now)
    for file in files:
        delete_file(file=file)
    IdempotencyKey.objects.filter(pk__in=keys).delete()
    return bool(files or keys)


def _expired_files(now: datetime) -> list[StoredFile]:
    return list(StoredFile.objects.filter(expires_at__lt=now).order_by("pk")[:AT_ONCE])


def _old_keys(now: datetime) -> list[int]:
    old = IdempotencyKey.objects.filter(created_at__lt=now - KEPT_FOR)
    return list(old.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])

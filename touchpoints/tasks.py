"""Work beside the pages: owners hear of scripts that end and of changes that are late."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.jobs import JobRun, job_kind, periodic
from touchpoints.services import expiry, late_changes


@periodic("touchpoints.expiring_scripts", every=timedelta(days=1))
def plan_telling(now: datetime) -> None:
    """Have owners told of scripts that end."""
    expiry.plan_telling(now)


@job_kind(expiry.TELL, label=_("Notices of scripts that end"))
def tell_owners(run: JobRun) -> None:
    """Tell each owner once."""
    with run.chunk():
        run.progress(expiry.tell_owners(organisation=run.organisation, today=timezone.localdate()))


@periodic("touchpoints.late_changes", every=timedelta(days=1))
def plan_telling_of_changes(now: datetime) -> None:
    """Have owners told of changes that are late."""
    late_changes.plan_telling(now)


@job_kind(late_changes.TELL, label=_("Notices of late changes"))
def tell_of_late_changes(run: JobRun) -> None:
    """Tell each owner once for each due day."""
    with run.chunk():
        run.progress(late_changes.tell_late(organisation=run.organisation, today=timezone.localdate()))

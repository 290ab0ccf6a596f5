"""Work beside the pages: owners hear of scripts that end and of changes that are late."""

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from operations.jobs import JobRun, job_kind, periodic
from touchpoints.services import expiry, late_changes
from touchpoints.services.mental import rounds


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


@periodic("touchpoints.due_mapping_rounds", every=timedelta(hours=6))
def plan_closing(now: datetime) -> None:
    """Have rounds closed whose last day is over."""
    rounds.plan_closing(now)


@job_kind(rounds.CLOSE, label=_("Closing of rounds that are over"))
def close_due_rounds(run: JobRun) -> None:
    """Close each and freeze the map with it."""
    with run.chunk():
        run.progress(
            rounds.close_due_rounds(organisation=run.organisation, today=timezone.localdate(), at=timezone.now())
        )

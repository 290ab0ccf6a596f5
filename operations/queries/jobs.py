"""How far work is, and which of it a person may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from operations.jobs import label_of
from operations.models import OPEN_STATES, Job, JobState
from organisations.models import Organisation

SHOWN_ENDED = 30
LATELY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class JobProgress:
    """A job as its readers see it: state in words, counts, speed, time left."""

    job: Job
    kind: str
    state: JobState
    done: int
    total: int | None
    rate: float | None
    seconds_left: int | None
    tries_again_at: datetime | None
    fragment: str
    may_change: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may still move on by itself."""
        return self.state in OPEN_STATES

    @property
    def is_parked(self) -> bool:
        return self.state == JobState.PARKED

    @property
    def minutes_left(self) -> int | None:
        return None if self.seconds_left is None else round(self.seconds_left / 60)

    @property
    def tone(self) -> str:
        """How the state is coloured, beside its word."""
        tones = {JobState.RUNNING: "now", JobState.DONE: "done", JobState.PARKED: "late", JobState.FAILED: "late"}
        return tones.get(self.state, "")


def progress_of(
    job: Job, *, organisation: Organisation, now: datetime, actor: str = "", manages: bool = False
) -> JobProgress:
    """A job with what is known of its speed.

    :param actor: who looks: a starter may stop and resume own work, `manages` everybody's
    """
    state = JobState(job.ticket.state)
    rate = _rate(job, now) if state == JobState.RUNNING else None
    left = max(job.total - job.done, 0) if job.total is not None else None
    waits = state == JobState.RUNNING and job.ticket.lease_until is None and job.ticket.due_at > now
    return JobProgress(
        job=job,
        kind=label_of(job.ticket.kind),
        state=state,
        done=job.done,
        total=job.total,
        rate=rate,
        seconds_left=round(left / rate) if rate and left is not None else None,
        tries_again_at=job.ticket.due_at if waits else None,
        fragment=reverse("operations:job", kwargs={"slug": organisation.slug, "public_id": job.public_id}),
        may_change=manages or (bool(actor) and actor == job.actor),
    )


def _rate(job: Job, now: datetime) -> float | None:
    """Pieces a second since the first start; nothing while there is too little to judge by."""
    if not job.started_at or not job.done:
        return None
    seconds = (now - job.started_at).total_seconds()
    return job.done / seconds if seconds >= 1 else None


def jobs_shown(
    *, organisation: Organisation, now: datetime, actor: str, sees_all: bool, manages: bool
) -> list[JobProgress]:
    """Work that runs, waits or stopped, then what ended lately; the product's own errands only when they stopped."""
    jobs = Job.objects.select_related("ticket").filter(Q() if sees_all else Q(actor=actor))
    own_errand = Q(ticket__kind__startswith="operations.")
    current = jobs.filter(Q(ticket__state__in=OPEN_STATES) & ~own_errand | Q(ticket__state=JobState.PARKED))
    ended_states = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
    ended = jobs.filter(~own_errand, ticket__state__in=ended_states, finished_at__gte=now - LATELY)
    rows = [*current.order_by("-pk"), *ended.order_by("-finished_at")[:SHOWN_ENDED]]
    return [progress_of(job, organisation=organisation, now=now, actor=actor, manages=manages) for job in rows]

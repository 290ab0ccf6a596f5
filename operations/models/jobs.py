"""Jobs: what is due and who holds it, what each is about and how far it came; periods of the clock."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Identified, OrganisationModel


class JobState(models.TextChoices):
    DUE = "due", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    PARKED = "parked", _("stopped after three starts")
    FAILED = "failed", _("could not be done")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = (JobState.DUE, JobState.RUNNING)


class Ticket(models.Model):
    """The part of a job that a sweeper may see without any organisation's scope: that it is due, and who holds it."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=50)
    unique_key = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=JobState.choices, default=JobState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    rung_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["due", "running"]), name="ticket_open"),
        ]
        constraints = [
            # One waiting job of a kind and key: "recount survey 7" need not stand in the queue twice.
            models.UniqueConstraint(
                fields=["organisation", "kind", "unique_key"],
                condition=Q(state="due") & ~Q(unique_key=""),
                name="ticket_waiting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} ({self.state})"


class Job(OrganisationModel, Identified):
    """What a job is about and how far it came. Its chunk of work and its cursor commit together."""

    ticket = models.OneToOneField("operations.Ticket", on_delete=models.CASCADE, related_name="job")
    payload = models.JSONField(default=dict, blank=True)
    cursor = models.JSONField(default=dict, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict, blank=True)
    error_id = models.CharField(max_length=36, blank=True)
    error = models.TextField(blank=True)
    actor = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=300, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title or str(self.pk)


class PeriodClaim(models.Model):
    """Proof that one scheduler took a period of a recurring task; a second one finds it taken."""

    task = models.CharField(max_length=80)
    period = models.CharField(max_length=40)
    claimed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "period"], name="period_claimed_once")]

    def __str__(self) -> str:
        return f"{self.task} {self.period}"

"""What keeps the house running: jobs, the activity trail, outgoing mail, notices, files and claims."""

import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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


class TrailEntry(OrganisationModel, Identified):
    """Who did what and when. Written in the business transaction, sealed with a hash by a job, never changed."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=150, blank=True)
    action = models.CharField(max_length=80)
    target_kind = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    target_name = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict, blank=True)
    sequence = models.PositiveBigIntegerField(null=True, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    entry_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organisation", "-id"], name="trail_newest_first")]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sequence"], name="trail_sequence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"


class TrailHead(OrganisationModel):
    """How far an organisation's trail is sealed, so that a missing end of the chain is noticed too."""

    sequence = models.PositiveBigIntegerField(default=0)
    entry_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="trail_head_once")]

    def __str__(self) -> str:
        return f"sealed to {self.sequence}"


class MailState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    HELD = "held", _("kept here: no mail server is set")
    FAILED = "failed", _("could not be sent")


class OutboxMail(OrganisationModel, Identified):
    """A mail that is to leave, or, without a mail server, stays to be read on the mailbox page."""

    kind = models.CharField(max_length=40)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"


class Notification(OrganisationModel, Identified):
    """Something a member should know. `recipient` is the user's public id: this app knows no users."""

    recipient = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=40)
    text = models.JSONField(default=dict)  # local text, made when the thing happened
    address = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)  # by itself at once, or among those of a day or a night
    mail_due_at = models.DateTimeField(null=True, blank=True)  # end of the quiet hours that its mail waits for

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.kind


class NoticeChannel(models.TextChoices):
    PRODUCT = "product", _("here")
    MAIL = "mail", _("here and by mail")
    DAILY = "daily", _("here and by mail once a day")


class NoticePreference(OrganisationModel):
    """How a member wants to hear of one kind of notice; without a row it is shown in the product only."""

    recipient = models.UUIDField()
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=NoticeChannel.choices, default=NoticeChannel.PRODUCT)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "recipient", "kind"], name="notice_preference_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.channel}"


class QuietHours(OrganisationModel):
    """Hours of each day in which a member is mailed no notice, by the clock where they are."""

    recipient = models.UUIDField()
    begins = models.TimeField()
    ends = models.TimeField()
    time_zone = models.CharField(max_length=60)

    class Meta:
        verbose_name_plural = "quiet hours"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "recipient"], name="quiet_hours_once"),
            models.CheckConstraint(condition=~models.Q(begins=models.F("ends")), name="quiet_hours_end"),
        ]

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}–{self.ends:%H:%M} {self.time_zone}"

    def end_after(self, now: datetime) -> datetime | None:
        """When the quiet hours end in which a moment lies; nothing when it lies in none."""
        here = now.astimezone(ZoneInfo(self.time_zone))
        clock = here.time()
        over_midnight = self.ends < self.begins
        begun, ended = clock >= self.begins, clock >= self.ends
        if not ((begun or not ended) if over_midnight else (begun and not ended)):
            return None
        day = here.date() + timedelta(days=1 if ended else 0)
        return datetime.combine(day, self.ends, tzinfo=here.tzinfo)


def stored_path(instance: "StoredFile", filename: str) -> str:
    """Where a file lies below the files' folder; the sender's name is kept in the row only."""
    return f"{instance.organisation_id}/{instance.kind}/{uuid.uuid4().hex}"


class StoredFile(OrganisationModel, Identified):
    """An uploaded or produced file, outside the web root, with an end of its life."""

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.FileField(upload_to=stored_path)
    actor = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(OrganisationModel):
    """A request that was already answered: the same key and body get the same answer for 24 hours."""

    owner = models.CharField(max_length=64)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "owner", "key"], name="idempotency_key_once"),
        ]

    def __str__(self) -> str:
        return self.key


class SearchEntry(OrganisationModel):
    """One thing that can be found (`operations.search`), with its words folded."""

    kind = models.CharField(max_length=40)
    title = models.JSONField(default=dict)
    note = models.JSONField(default=dict)
    address = models.CharField(max_length=300)
    needs = models.CharField(max_length=40)
    touchpoint_id = models.BigIntegerField(null=True)
    folded = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "kind"], name="search_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.address}"


class SearchState(OrganisationModel):
    """Up to which entry of the trail an organisation's search index is."""

    trail_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="search_state_once")]

    def __str__(self) -> str:
        return str(self.trail_id)

"""Notices to members, how each wants to hear of them, and when not by mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Identified, OrganisationModel


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

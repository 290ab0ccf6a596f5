"""How many customers a touchpoint served in each channel, period by period."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import OrganisationModel
from touchpoints.models.standards import ValueSource


class PeriodKind(models.TextChoices):
    """How long a counted period is; it begins on the first of a month, or on a Monday."""

    MONTH = "month", pgettext_lazy("counted period", "month")
    WEEK = "week", pgettext_lazy("counted period", "week")


class ChannelVolume(OrganisationModel):
    """What was counted at a touchpoint in one channel and period; counted anew, it is written over."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="volumes")
    channel = models.ForeignKey("organisations.Channel", on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("period"), max_length=5, choices=PeriodKind.choices, default=PeriodKind.MONTH)
    starts_on = models.DateField(_("first day"))
    count = models.PositiveIntegerField(_("count"))
    counted_by = models.CharField(_("where the count comes from"), max_length=200)
    is_sample = models.BooleanField(_("made up as a sample"), default=False)
    source = models.CharField(max_length=4, choices=ValueSource.choices)
    entered_by = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["touchpoint", "channel", "period", "starts_on"], name="channel_volume_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "period", "starts_on"], name="channel_volume_of_period")]

    def __str__(self) -> str:
        return f"{self.touchpoint_id} {self.channel_id} {self.starts_on}"

"""The design backlog of a touchpoint: where a script did not fit, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import Identified, OrganisationModel


class MisfitState(models.TextChoices):
    OPEN = "open", pgettext_lazy("remark", "open")
    TAKEN = "taken", pgettext_lazy("remark", "taken up")
    DONE = "done", pgettext_lazy("remark", "in the script")
    DECLINED = "declined", pgettext_lazy("remark", "not taken up")


class Misfit(OrganisationModel, Identified):
    """A time at which a script did not fit. Who said so is not kept; the words stay as written."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="misfits")
    script = models.ForeignKey("touchpoints.Script", on_delete=models.CASCADE, related_name="misfits")
    step = models.PositiveSmallIntegerField(_("at step"), null=True, blank=True)
    words = models.CharField(_("what was different"), max_length=1000, blank=True)
    day = models.DateField()
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=8, choices=MisfitState.choices, default=MisfitState.OPEN)
    answer = models.TextField(_("what becomes of it"), blank=True)
    answered_by = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.script_id} {self.day}"

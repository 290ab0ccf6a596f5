"""Where a job role stands on the customer's path: which touchpoints it meets, and what it does there."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel


class RolePart(models.TextChoices):
    """How near to the customer the work at a touchpoint is."""

    CONTACT = "contact", pgettext_lazy("job role at a touchpoint", "meets customers")
    PREPARES = "prepares", pgettext_lazy("job role at a touchpoint", "prepares it")
    SUPPORTS = "supports", pgettext_lazy("job role at a touchpoint", "supports those who do")


class RolePlace(OrganisationModel, Identified):
    """A job role's part at a touchpoint."""

    job_role = models.ForeignKey("accounts.JobRole", on_delete=models.CASCADE, related_name="+")
    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="role_places")
    part = models.CharField(_("part"), max_length=8, choices=RolePart.choices)
    note = LocalTextField(_("what the role does there"))

    class Meta:
        ordering = ["job_role__code", "touchpoint__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["job_role", "touchpoint"], name="role_place_once")]

    def __str__(self) -> str:
        return f"{self.job_role_id}: {self.touchpoint_id}"

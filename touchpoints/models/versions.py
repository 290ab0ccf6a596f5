"""What designs and scripts have alike: numbered versions at a touchpoint and their states."""

from typing import Self

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import Identified, OrganisationModel


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("version", "draft")
    PROPOSED = "proposed", pgettext_lazy("version", "waits for approval")
    APPROVED = "approved", pgettext_lazy("version", "approved")
    RETIRED = "retired", pgettext_lazy("version", "replaced")


class TouchpointVersion(OrganisationModel, Identified):
    """A numbered version of something at a touchpoint; approved ones no longer change."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="%(class)ss")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    # Counts the savings of a draft: who opened an earlier one sees both texts before writing over the other's.
    revision = models.PositiveIntegerField(default=1)
    why = models.TextField(_("what changed and why"), blank=True)
    returned_because = models.TextField(_("why it was returned"), blank=True)
    written_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.touchpoint_id} v{self.number}"

    @property
    def siblings(self) -> QuerySet[Self]:
        """All versions of the same thing, this one too."""
        return type(self).objects.filter(touchpoint=self.touchpoint_id)

    @property
    def is_frozen(self) -> bool:
        """Whether the version was approved once, and stays as it is."""
        return self.state in (VersionState.APPROVED, VersionState.RETIRED)

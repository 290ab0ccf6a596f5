"""What is wanted at a touchpoint: versions of the desired experience."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.models.versions import VersionState


class Design(OrganisationModel, Identified):
    """A version of the desired experience at a touchpoint: from → to, in a sentence a clerk understands."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="designs")
    number = models.PositiveSmallIntegerField(_("version"))
    today = LocalTextField(_("experience today"))
    desired = LocalTextField(_("desired experience"))
    pillar = models.ForeignKey(
        "brandpromise.Pillar",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pillar"),
    )
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    why = models.TextField(_("what changed and why"), blank=True)
    returned_because = models.TextField(_("why it was returned"), blank=True)
    written_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "number"], name="design_number_once"),
            models.UniqueConstraint(
                fields=["touchpoint"], condition=models.Q(state="approved"), name="design_approved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint_id} v{self.number}"

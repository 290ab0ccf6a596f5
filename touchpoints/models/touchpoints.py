"""Touchpoints: who answers for them, in whose hands they are, what they are rated on, and who works there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.mapping.words import Control


class Touchpoint(OrganisationModel, Identified):
    """A moment in which the customer meets the company."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    description = LocalTextField(_("what happens there"))
    control = models.CharField(_("in whose hands"), max_length=10, choices=Control.choices, default=Control.OWNED)
    depends_on = LocalTextField(_("partner, supplier or law it depends on"))
    owner = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    position = models.PositiveIntegerField(_("order"), default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="touchpoint_code_once")]

    def __str__(self) -> str:
        return self.code


class Assignment(OrganisationModel):
    """A member's own touchpoint: the one they work at or manage."""

    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="assignments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "touchpoint"], name="assignment_once")]

    def __str__(self) -> str:
        return f"{self.membership_id}: {self.touchpoint_id}"


class AttributeKind(models.TextChoices):
    OPERATIONAL = "operational", _("operational")
    EMOTIONAL = "emotional", _("emotional")


class Attribute(OrganisationModel):
    """What a touchpoint is rated on (domain 3.5): thirteen operational and five emotional ones, and one's own."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=AttributeKind.choices)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="attribute_code_once")]

    def __str__(self) -> str:
        return self.code


class TouchpointAttribute(OrganisationModel):
    """An attribute that matters at a touchpoint."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="attributes")
    attribute = models.ForeignKey("touchpoints.Attribute", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["touchpoint", "attribute"], name="touchpoint_attribute_once")]

    def __str__(self) -> str:
        return f"{self.touchpoint_id}: {self.attribute_id}"

"""The customer's whole path: journeys, their stages, and the place of each touchpoint on them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class Need(models.TextChoices):
    """The customer's need a stage of the journey serves (the first dimension of the framework, domain 3.5)."""

    SEARCH = "search", pgettext_lazy("customer's need", "search")
    PURCHASE = "purchase", pgettext_lazy("customer's need", "purchase")
    USE = "use", pgettext_lazy("customer's need", "use")
    SERVICE = "service", pgettext_lazy("customer's need", "service")


class Journey(OrganisationModel, Identified):
    """The customer's whole path, longer than the service sold."""

    engagement = models.ForeignKey("programs.Engagement", on_delete=models.CASCADE, related_name="journeys")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["engagement", "code"], name="journey_code_once")]

    def __str__(self) -> str:
        return self.code


class JourneyStage(OrganisationModel, Identified):
    """One stretch of the path."""

    journey = models.ForeignKey("touchpoints.Journey", on_delete=models.CASCADE, related_name="stages")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    need = models.CharField(_("need"), max_length=10, choices=Need.choices, default=Need.USE)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["journey", "code"], name="journey_stage_code_once")]

    def __str__(self) -> str:
        return self.code


class Placement(OrganisationModel):
    """A touchpoint's place on a journey: stage, channel, order."""

    stage = models.ForeignKey("touchpoints.JourneyStage", on_delete=models.CASCADE, related_name="placements")
    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="placements")
    channel = models.ForeignKey(
        "organisations.Channel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "touchpoint"], name="placement_once")]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.touchpoint_id}"

"""The ecosystem: who and what besides us acts on the customer's experience, and who looks after the relation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.ecosystem.words import ActorKind, Effect, Strength


class EcosystemActor(OrganisationModel, Identified):
    """Employees, a partner, a supplier, a rule or a place: what it does to the experience, and under what terms."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    kind = models.CharField(_("kind"), max_length=11, choices=ActorKind.choices)
    does = LocalTextField(_("what it does to the experience"))
    effect = models.CharField(_("effect"), max_length=7, choices=Effect.choices, default=Effect.BOTH)
    strength = models.PositiveSmallIntegerField(_("strength"), choices=Strength.choices, default=Strength.CLEAR)
    owner = models.ForeignKey(
        "accounts.Membership", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("who looks after the relation"),
    )  # fmt: skip
    terms = LocalTextField(_("what is agreed or prescribed"))
    reference = models.CharField(_("contract, service level or rule"), max_length=200, blank=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="ecosystem_actor_code_once"),
            models.CheckConstraint(condition=models.Q(strength__range=(1, 3)), name="ecosystem_strength_on_scale"),
        ]

    def __str__(self) -> str:
        return self.code


class EcosystemTouchpoint(OrganisationModel):
    """A touchpoint on which an actor acts."""

    actor = models.ForeignKey("touchpoints.EcosystemActor", on_delete=models.CASCADE, related_name="touchpoints")
    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="ecosystem")

    class Meta:
        ordering = ["touchpoint__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["actor", "touchpoint"], name="ecosystem_touchpoint_once")]

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.touchpoint_id}"


class EcosystemStage(OrganisationModel):
    """A stretch of a journey on which an actor acts, by its code: every version of the map has that stretch."""

    actor = models.ForeignKey("touchpoints.EcosystemActor", on_delete=models.CASCADE, related_name="stages")
    journey = models.ForeignKey("touchpoints.Journey", on_delete=models.CASCADE, related_name="ecosystem")
    stage = models.CharField(max_length=50)

    class Meta:
        ordering = ["journey__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["actor", "journey", "stage"], name="ecosystem_stage_once")]

    def __str__(self) -> str:
        return f"{self.actor_id}: {self.journey_id} {self.stage}"

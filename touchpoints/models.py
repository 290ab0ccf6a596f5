"""The journey and its touchpoints: who answers for them, what is wanted there, and what the frontline says."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class Control(models.TextChoices):
    """How far a touchpoint is in the company's hands."""

    OWNED = "owned", pgettext_lazy("touchpoint", "ours")
    INFLUENCED = "influenced", pgettext_lazy("touchpoint", "influenced")
    EXTERNAL = "external", pgettext_lazy("touchpoint", "not ours")


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


class VersionState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("version", "draft")
    PROPOSED = "proposed", pgettext_lazy("version", "waits for approval")
    APPROVED = "approved", pgettext_lazy("version", "approved")
    RETIRED = "retired", pgettext_lazy("version", "replaced")


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


class Script(OrganisationModel, Identified):
    """A version of what the frontline says and does at a touchpoint."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="scripts")
    number = models.PositiveSmallIntegerField(_("version"))
    title = LocalTextField(_("title"))
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    escalation = LocalTextField(_("whom to call on"))
    why = models.TextField(_("what changed and why"), blank=True)
    returned_because = models.TextField(_("why it was returned"), blank=True)
    written_by = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "number"], name="script_number_once"),
            models.UniqueConstraint(
                fields=["touchpoint"], condition=models.Q(state="approved"), name="script_approved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.touchpoint_id} v{self.number}"


class ScriptStep(OrganisationModel):
    """One step: what to do, words to use, words to avoid, and what to do in a harder case."""

    script = models.ForeignKey("touchpoints.Script", on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    act = LocalTextField(_("what to do"))
    say = LocalTextField(_("words to use"))
    avoid = LocalTextField(_("words to avoid"))
    if_harder = LocalTextField(_("in a harder case"))

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.script_id}.{self.position}"

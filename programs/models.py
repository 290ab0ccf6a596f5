"""Engagements, their cycles of six stages, deliverables, gates, and the vocabulary of segments."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField, local
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class Engagement(OrganisationModel, Identified):
    """One CEM programme run in the organisation."""

    slug = models.SlugField(_("short name in addresses"), max_length=50)
    name = LocalTextField(_("name"))
    vision = LocalTextField(_("vision of the experience"))
    goals = LocalTextField(_("goals"))
    started_on = models.DateField(_("first day"), null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="engagement_slug_once")]

    def __str__(self) -> str:
        return self.slug


class EngagementMember(OrganisationModel):
    """A consultant's listing on an engagement."""

    engagement = models.ForeignKey("programs.Engagement", on_delete=models.CASCADE, related_name="listed")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["engagement", "membership"], name="engagement_member_once")]

    def __str__(self) -> str:
        return f"{self.engagement_id}: {self.membership_id}"


class StageKind(models.TextChoices):
    """The six stage records, shown as five phases with the launch as the gate between 4 and 5."""

    AUDIT = "audit", _("Audit")
    PROMISE = "promise", _("Brand promise")
    DESIGN = "design", _("Touchpoint design")
    ENGAGEMENT = "engagement", pgettext_lazy("phase: engaging the employees", "Engagement of employees")
    LAUNCH = "launch", pgettext_lazy("the changes go live", "Launch")
    REAUDIT = "reaudit", _("Re-audit")


class StageState(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("stage", "planned")
    OPEN = "open", pgettext_lazy("stage", "open")
    PROPOSED = "proposed", pgettext_lazy("stage", "waits for a decision")
    PASSED = "passed", pgettext_lazy("stage", "passed")


class Cycle(OrganisationModel, Identified):
    """One turn through the phases; the next begins where the last re-audit ended."""

    engagement = models.ForeignKey("programs.Engagement", on_delete=models.CASCADE, related_name="cycles")
    number = models.PositiveSmallIntegerField()
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="next")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="cycle_number_once")]

    def __str__(self) -> str:
        return f"{self.number}"


class Stage(OrganisationModel, Identified):
    """One of a cycle's six stages with its owner, dates and state."""

    cycle = models.ForeignKey("programs.Cycle", on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(max_length=12, choices=StageKind.choices)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=StageState.choices, default=StageState.PLANNED)
    owner = models.ForeignKey(
        "accounts.Membership",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    planned_from = models.DateField(_("planned from"), null=True, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    out_of_order_reason = models.TextField(_("why out of order"), blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["cycle", "kind"], name="stage_kind_once")]

    def __str__(self) -> str:
        return self.kind


class Deliverable(OrganisationModel, Identified):
    """Something a stage must bring forth, with the evidence that it did."""

    stage = models.ForeignKey("programs.Stage", on_delete=models.CASCADE, related_name="deliverables")
    code = models.CharField(max_length=50)
    title = LocalTextField(_("title"))
    required = models.BooleanField(_("needed for the gate"), default=True)
    evidence_name = models.CharField(max_length=80, blank=True)  # a function in programs.evidence, told by apps above
    done_on = models.DateField(null=True, blank=True)
    evidence = models.JSONField(default=dict, blank=True)  # frozen: figures as JSON with an address
    note = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "code"], name="deliverable_code_once")]

    def __str__(self) -> str:
        return self.code


class GateOutcome(models.TextChoices):
    OPEN = "open", pgettext_lazy("gate", "waiting")
    APPROVED = "approved", pgettext_lazy("gate", "approved")
    RETURNED = "returned", pgettext_lazy("gate", "returned")


class Gate(OrganisationModel, Identified):
    """A stage proposed for passing, and what came of it; a returned stage is proposed anew."""

    stage = models.ForeignKey("programs.Stage", on_delete=models.CASCADE, related_name="gates")
    proposed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    note = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=GateOutcome.choices, default=GateOutcome.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_alone = models.BooleanField(default=False)
    evidence = models.JSONField(default=list, blank=True)  # the deliverables as they stood

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage"], condition=models.Q(outcome="open"), name="gate_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.outcome}"


class GateVote(OrganisationModel):
    """One person's decision at a gate."""

    gate = models.ForeignKey("programs.Gate", on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    as_sponsor = models.BooleanField(default=False)
    approves = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["gate", "member"], name="gate_vote_once")]

    def __str__(self) -> str:
        return f"{self.gate_id}: {self.approves}"


class GateWaiver(OrganisationModel, Identified):
    """A decision that a stage may pass although something it needs is open: its reason is shown for ever."""

    stage = models.ForeignKey("programs.Stage", on_delete=models.CASCADE, related_name="waivers")
    reason = models.TextField(_("why the stage may pass nevertheless"))
    points = models.JSONField(default=list)  # what was open when it was proposed: key, text in every language, address
    proposed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=GateOutcome.choices, default=GateOutcome.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_alone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage"], condition=models.Q(outcome="open"), name="waiver_open_once"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.outcome}"


class GateWaiverVote(OrganisationModel):
    """One person's decision about passing a stage nevertheless."""

    waiver = models.ForeignKey("programs.GateWaiver", on_delete=models.CASCADE, related_name="votes")
    member = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    as_sponsor = models.BooleanField(default=False)
    approves = models.BooleanField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["waiver", "member"], name="waiver_vote_once")]

    def __str__(self) -> str:
        return f"{self.waiver_id}: {self.approves}"


class AxisKind(models.TextChoices):
    WHO = "who", _("who they are")
    HOW = "how", _("how they buy")
    WORTH = "worth", _("what they are worth")


class SegmentAxis(OrganisationModel, Identified):
    """A way to divide customers; a response has at most one segment on it."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    kind = models.CharField(_("kind"), max_length=5, choices=AxisKind.choices, default=AxisKind.WHO)
    rule = models.JSONField(default=dict, blank=True)  # {"by": "file" | "metadata", "key": …}
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="axis_code_once")]

    def __str__(self) -> str:
        return self.code


class Segment(OrganisationModel, Identified):
    """One part of an axis."""

    axis = models.ForeignKey("programs.SegmentAxis", on_delete=models.CASCADE, related_name="segments")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["axis", "code"], name="segment_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def in_words(self) -> str:
        """Axis and segment in the reader's language, since “yes” alone says nothing."""
        return f"{local(self.axis.name) or self.axis.code}: {local(self.name) or self.code}"

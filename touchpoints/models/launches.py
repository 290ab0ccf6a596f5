"""The launch of a cycle: its checklist, the question about the product itself, and what customers are told."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField, local
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.changing.launching import Level, PointKind, Quality


class LaunchPlan(OrganisationModel, Identified):
    """What a cycle's launch needs. When the launch has passed, the checklist stays as it stood."""

    cycle = models.OneToOneField("programs.Cycle", on_delete=models.CASCADE, related_name="launch_plan")
    quality = models.CharField(_("does the product itself work?"), max_length=6, choices=Quality.choices, blank=True)
    quality_words = models.TextField(_("how this is known"), blank=True)
    quality_address = models.URLField(_("address of the evidence"), max_length=500, blank=True)
    quality_by = models.CharField(max_length=150, blank=True)
    quality_at = models.DateTimeField(null=True, blank=True)
    frozen = models.JSONField(default=list, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.cycle_id}"


class LaunchPoint(OrganisationModel, Identified):
    """A line of the checklist. Lines of one's own are ticked off with words; the others are there or not."""

    plan = models.ForeignKey("touchpoints.LaunchPlan", on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(_("what it asks for"), max_length=6, choices=PointKind.choices)
    level = models.CharField(_("must or should"), max_length=6, choices=Level.choices, default=Level.MUST)
    title = LocalTextField(_("what must be there"))
    initiative = models.ForeignKey(
        "touchpoints.Initiative", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence_name = models.CharField(max_length=120, blank=True)  # a proof of programs.evidence, told by apps above
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(_("what shows it"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="change", initiative__isnull=False, touchpoint=None, evidence_name="")
                | models.Q(kind__in=["design", "script"], initiative=None, touchpoint__isnull=False, evidence_name="")
                | (models.Q(kind="people", initiative=None, touchpoint=None) & ~models.Q(evidence_name=""))
                | models.Q(kind="other", initiative=None, touchpoint=None, evidence_name=""),
                name="launch_point_asks_for_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return local(self.title) or self.kind


class LaunchMessage(OrganisationModel, Identified):
    """What customers are told at a launch: to whom, by which channel, on which day, and what it promises."""

    plan = models.ForeignKey("touchpoints.LaunchPlan", on_delete=models.CASCADE, related_name="messages")
    pillar = models.ForeignKey(
        "brandpromise.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("pillar it promises"),
    )  # fmt: skip
    segment = models.ForeignKey(
        "programs.Segment", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("audience"),
    )  # fmt: skip
    channel = models.ForeignKey(
        "organisations.Channel", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("channel"),
    )  # fmt: skip
    day = models.DateField(_("day"), null=True, blank=True)
    text = LocalTextField(_("what customers read or hear"))
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [models.F("day").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return local(self.text)[:80]

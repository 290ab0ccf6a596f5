"""Processes behind touchpoints: versions of a map with lanes, steps in order, branches and a decision per step."""

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.models.versions import TouchpointVersion
from touchpoints.processes.words import LaneKind, StepDecision


class Process(OrganisationModel, Identified):
    """What happens behind a touchpoint so that it can be as it is wanted. Its maps are versions."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="processes")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["touchpoint__position", "code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="process_code_once")]

    def __str__(self) -> str:
        return self.code


class ProcessMap(TouchpointVersion):
    """A version of a process: what goes in and comes out, what rules it, its lanes and steps."""

    process = models.ForeignKey("touchpoints.Process", on_delete=models.CASCADE, related_name="maps")
    inputs = LocalTextField(_("inputs"))
    outputs = LocalTextField(_("outputs"))
    rules = LocalTextField(_("business rules"))
    regulation = LocalTextField(_("regulation"))
    schedule = LocalTextField(_("schedule"))
    stakeholders = LocalTextField(_("stakeholders"))
    per_month = models.PositiveIntegerField(_("times a month"), default=0)
    currency = models.CharField(_("currency"), max_length=3, blank=True)

    class Meta(TouchpointVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=["process", "number"], name="process_map_number_once"),
            models.UniqueConstraint(
                fields=["process"], condition=models.Q(state="approved"), name="process_map_approved_once"
            ),
            models.UniqueConstraint(
                fields=["process"], condition=models.Q(state="draft"), name="process_map_draft_once"
            ),
        ]

    @property
    def siblings(self) -> QuerySet[Self]:
        return type(self).objects.filter(process=self.process_id)


class ProcessLane(OrganisationModel):
    """Who or what does the steps: a role, a department, a system, the customer, a partner."""

    map = models.ForeignKey("touchpoints.ProcessMap", on_delete=models.CASCADE, related_name="lanes")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=LaneKind.choices, default=LaneKind.ROLE)
    name = LocalTextField(_("name"))

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["map", "position"], name="process_lane_place_once")]

    def __str__(self) -> str:
        return f"{self.map_id}: {self.position}"


def _amount(label: Any, **more: Any) -> "models.DecimalField[Any, Any]":
    """Minutes or money of one passing, to two places."""
    return models.DecimalField(label, max_digits=9, decimal_places=2, **more)


class ProcessStep(OrganisationModel):
    """One step: whose it is, what it takes today, what was decided about it, and what that brought."""

    map = models.ForeignKey("touchpoints.ProcessMap", on_delete=models.CASCADE, related_name="steps")
    lane = models.ForeignKey("touchpoints.ProcessLane", on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    name = LocalTextField(_("what is done"))
    minutes = _amount(_("minutes today"), default=0)
    cost = _amount(_("cost today"), default=0)
    decision = models.CharField(_("decision"), max_length=12, choices=StepDecision.choices, default=StepDecision.KEEP)
    reason = LocalTextField(_("why, and how"))
    expected_minutes = _amount(_("minutes expected"), null=True, blank=True)
    expected_cost = _amount(_("cost expected"), null=True, blank=True)
    # What was found after the change; the only thing written to a version that is approved.
    measured_minutes = _amount(_("minutes measured"), null=True, blank=True)
    measured_cost = _amount(_("cost measured"), null=True, blank=True)
    measured_on = models.DateField(_("measured on"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["map", "position"], name="process_step_place_once")]

    def __str__(self) -> str:
        return f"{self.map_id}.{self.position}"


class ProcessBranch(OrganisationModel):
    """A case in which the process goes on elsewhere, or ends; the other cases go on to the next step."""

    step = models.ForeignKey("touchpoints.ProcessStep", on_delete=models.CASCADE, related_name="branches")
    position = models.PositiveSmallIntegerField(default=0)
    when = LocalTextField(_("when"))
    share = models.PositiveSmallIntegerField(_("of 100 cases"), validators=[MaxValueValidator(100)])
    target = models.ForeignKey(
        "touchpoints.ProcessStep", on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("goes on with"),
    )  # fmt: skip

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(share__lte=100), name="process_branch_share_of_hundred")
        ]

    def __str__(self) -> str:
        return f"{self.step_id}: {self.position}"

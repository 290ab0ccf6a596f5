"""Versions of a journey's map and what is drawn on them: stages, touchpoints at their places, notes, feelings."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.mapping.words import FeelingKind, FeelingLevel, Lane, MapKind, Need

if TYPE_CHECKING:
    from touchpoints.models.journeys import Journey


class JourneyMap(OrganisationModel, Identified):
    """A version of a journey's map. Locked, it never changes again: it is read from what was frozen then."""

    journey = models.ForeignKey("touchpoints.Journey", on_delete=models.CASCADE, related_name="maps")
    kind = models.CharField(_("kind"), max_length=10, choices=MapKind.choices, default=MapKind.AS_IS)
    number = models.PositiveSmallIntegerField(_("version"))
    note = models.CharField(_("what it is for"), max_length=200, blank=True)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by = models.CharField(max_length=64, blank=True)
    # The whole map as it was read when it was locked, names and figures too: they change in other places.
    frozen = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [models.UniqueConstraint(fields=["journey", "kind", "number"], name="journey_map_once")]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.kind} {self.number}"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class JourneyStage(OrganisationModel, Identified):
    """One stretch of the path."""

    map = models.ForeignKey("touchpoints.JourneyMap", on_delete=models.CASCADE, related_name="stages")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    need = models.CharField(_("need"), max_length=10, choices=Need.choices, default=Need.USE)
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["map", "code"], name="journey_stage_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def journey(self) -> "Journey":
        """The journey whose map the stretch stands on."""
        return self.map.journey


class Placement(OrganisationModel, Identified):
    """A touchpoint's place on a map: stage, channel, order."""

    stage = models.ForeignKey("touchpoints.JourneyStage", on_delete=models.CASCADE, related_name="placements")
    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="placements")
    channel = models.ForeignKey(
        "organisations.Channel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField(default=0)
    is_moment_of_truth = models.BooleanField(_("moment of truth"), default=False)
    # Supposed by the team or a template; nobody has shown it by what customers said.
    is_hypothesis = models.BooleanField(_("only a hypothesis"), default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["stage", "touchpoint"], name="placement_once")]

    def __str__(self) -> str:
        return f"{self.stage_id}: {self.touchpoint_id}"


class MapNote(OrganisationModel, Identified):
    """Words in a lane of a stretch, or of a touchpoint there: everybody's, or one segment's."""

    stage = models.ForeignKey("touchpoints.JourneyStage", on_delete=models.CASCADE, related_name="notes")
    lane = models.CharField(_("lane"), max_length=12, choices=Lane.choices)
    segment = models.ForeignKey("programs.Segment", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The touchpoint it speaks of; without one it speaks of the stretch.
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = LocalTextField(_("note"))
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.lane}"


class Feeling(OrganisationModel, Identified):
    """What customers shall feel on a stretch, or are thought to feel: everybody, or one segment."""

    stage = models.ForeignKey("touchpoints.JourneyStage", on_delete=models.CASCADE, related_name="feelings")
    kind = models.CharField(_("kind"), max_length=10, choices=FeelingKind.choices)
    segment = models.ForeignKey("programs.Segment", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(_("feeling"), choices=FeelingLevel.choices)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "kind", "segment"], name="feeling_once_per_segment"),
            models.UniqueConstraint(
                fields=["stage", "kind"], condition=Q(segment=None), name="feeling_once_for_everybody"
            ),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="feeling_level_on_scale"),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.kind} {self.level}"


class MapChange(OrganisationModel, Identified):
    """A change of a map with the rows before and after, so that the last ones can be undone by any editor."""

    map = models.ForeignKey("touchpoints.JourneyMap", on_delete=models.CASCADE, related_name="changes")
    action = models.CharField(max_length=30)
    about = LocalTextField(_("what was changed"))
    rows = models.JSONField(default=list)
    actor = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["map", "-id"], name="map_change_newest")]

    def __str__(self) -> str:
        return f"{self.map_id} {self.action}"

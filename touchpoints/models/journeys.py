"""Journeys: whose path is drawn, and how one journey is a part of another."""

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel
from touchpoints.mapping.words import ForWhom, MapKind, StartWay
from touchpoints.models.maps import JourneyMap, JourneyStage


class Journey(OrganisationModel, Identified):
    """The customer's whole path, longer than the service sold. Its maps are versions of what is drawn of it."""

    engagement = models.ForeignKey("programs.Engagement", on_delete=models.CASCADE, related_name="journeys")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    for_whom = models.CharField(_("whose journey"), max_length=10, choices=ForWhom.choices, default=ForWhom.EXTERNAL)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    # The stretch of the parent's maps that this journey draws closer; a code, since every version has that stretch.
    parent_stage = models.CharField(_("stage of the journey it is a part of"), max_length=50, blank=True)
    # Which knowledge the team begins with; empty as long as nobody has said it.
    start_way = models.CharField(_("how the team starts"), max_length=10, choices=StartWay.choices, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["engagement", "code"], name="journey_code_once")]

    def __str__(self) -> str:
        return self.code

    @property
    def current_map(self) -> JourneyMap | None:
        """The newest map of the journey as it is: what the product means by "the journey" elsewhere."""
        return self.maps.filter(kind=MapKind.AS_IS).order_by("-number").first()

    @property
    def stages(self) -> QuerySet[JourneyStage]:
        """The stretches of the current map."""
        return JourneyStage.objects.filter(map=self.current_map)

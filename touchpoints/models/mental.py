"""Staff's mental map (domain 6.8): a round in which each orders and rates what they think customers pass."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import Identified, OrganisationModel


class Rates(models.TextChoices):
    """What each named touchpoint is rated on, from 1 to 5."""

    IMPORTANCE = "importance", pgettext_lazy("mapping round", "how much it matters to the customer")
    QUALITY = "quality", pgettext_lazy("mapping round", "how well it goes today")


class MappingRound(OrganisationModel, Identified):
    """People draw a journey from memory. The real map is frozen when the round closes; both are compared then."""

    journey = models.ForeignKey("touchpoints.Journey", on_delete=models.CASCADE, related_name="mapping_rounds")
    note = models.CharField(_("what it is for"), max_length=200, blank=True)
    rates = models.CharField(_("rated on"), max_length=10, choices=Rates.choices, default=Rates.IMPORTANCE)
    offers_names = models.BooleanField(_("offer a list of our touchpoints to pick from"), default=False)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    closes_on = models.DateField(_("last day"))
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=64, blank=True)
    # The real map at closing: {"kind": …, "number": …, "document": …}; later changes of the map move no figure.
    frozen = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey"], condition=Q(closed_at=None), name="mapping_round_open_once_per_journey"
            )
        ]

    def __str__(self) -> str:
        return f"{self.journey_id}: {self.opened_at:%Y-%m-%d}"

    def takes_answers(self, day: date) -> bool:
        """Whether somebody may still play on a day."""
        return self.closed_at is None and day <= self.closes_on


class MappingRoundUnit(OrganisationModel):
    """A unit whose people, and those of the units below it, are asked. A round without any asks everybody."""

    round = models.ForeignKey("touchpoints.MappingRound", on_delete=models.CASCADE, related_name="units")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["unit__position", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="mapping_round_unit_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.unit_id}"


class MentalMap(OrganisationModel):
    """One employee's journey from memory; the unit is that of the day, so that a later move does not move figures."""

    round = models.ForeignKey("touchpoints.MappingRound", on_delete=models.CASCADE, related_name="mental_maps")
    employee = models.ForeignKey("accounts.Employee", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    # Named first, ordered and rated then; only what is finished counts.
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "employee"], name="mental_map_once")]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.employee_id}"


class NameVerdict(models.TextChoices):
    """What a person decided about a name that somebody wrote."""

    WAITING = "waiting", pgettext_lazy("name of a touchpoint", "not matched yet")
    SAME = "same", pgettext_lazy("name of a touchpoint", "is one of our touchpoints")
    MISSING = "missing", pgettext_lazy("name of a touchpoint", "is missing on the map")
    NONE = "none", pgettext_lazy("name of a touchpoint", "is no touchpoint")


class MappingName(OrganisationModel, Identified):
    """A name written in a round, once for all who wrote it, and which touchpoint a person says it is."""

    round = models.ForeignKey("touchpoints.MappingRound", on_delete=models.CASCADE, related_name="names")
    text = models.CharField(max_length=120)
    folded = models.CharField(max_length=240)
    verdict = models.CharField(max_length=8, choices=NameVerdict.choices, default=NameVerdict.WAITING)
    # The touchpoint it is, or the one that was made of a missing one.
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    idea = models.ForeignKey("touchpoints.Idea", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "folded"], name="mapping_name_once")]

    def __str__(self) -> str:
        return self.text


class MentalStep(OrganisationModel, Identified):
    """A touchpoint that somebody thinks customers pass: picked from the list or written, its place, its rating."""

    mental_map = models.ForeignKey("touchpoints.MentalMap", on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.ForeignKey(
        "touchpoints.MappingName", on_delete=models.CASCADE, null=True, blank=True, related_name="steps"
    )
    rating = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["place", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="mental_step_rating"),
            models.CheckConstraint(
                condition=Q(touchpoint=None, name__isnull=False) | Q(touchpoint__isnull=False, name=None),
                name="mental_step_picked_or_written",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mental_map_id}.{self.place}"

"""Service standards: the measurable part of a design, and what was measured day by day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class MeasureKind(models.TextChoices):
    """In what a standard is measured; fixed once the standard is there."""

    MINUTES = "minutes", pgettext_lazy("measure", "minutes")
    PERCENT = "percent", pgettext_lazy("measure", "per cent")
    COUNT = "count", pgettext_lazy("measure", "count")
    YES_NO = "yes_no", pgettext_lazy("measure", "kept or not")


class Direction(models.TextChoices):
    AT_MOST = "at_most", pgettext_lazy("target", "at most")
    AT_LEAST = "at_least", pgettext_lazy("target", "at least")


class StandardOrigin(models.TextChoices):
    OWN = "own", pgettext_lazy("standard", "our own")
    STATUTORY = "statutory", pgettext_lazy("standard", "asked by law")


class Standard(OrganisationModel, Identified):
    """A standard at a touchpoint. Its code and measure stay for ever; words and target belong to a design's version."""

    touchpoint = models.ForeignKey("touchpoints.Touchpoint", on_delete=models.CASCADE, related_name="standards")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    kind = models.CharField(_("measured in"), max_length=8, choices=MeasureKind.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="standard_code_once")]

    def __str__(self) -> str:
        return self.code


class DesignStandard(OrganisationModel):
    """What a standard says in one version of a design."""

    design = models.ForeignKey("touchpoints.Design", on_delete=models.CASCADE, related_name="standards")
    standard = models.ForeignKey("touchpoints.Standard", on_delete=models.PROTECT, related_name="wordings")
    name = LocalTextField(_("name"))
    direction = models.CharField(max_length=8, choices=Direction.choices, default=Direction.AT_MOST)
    target = models.DecimalField(_("target"), max_digits=12, decimal_places=3)
    origin = models.CharField(_("whose"), max_length=9, choices=StandardOrigin.choices, default=StandardOrigin.OWN)
    basis = models.CharField(_("law or rule"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["design", "standard"], name="standard_once_in_version")]

    def __str__(self) -> str:
        return f"{self.design_id}: {self.standard_id}"


class ValueSource(models.TextChoices):
    FORM = "form", pgettext_lazy("source of a measured value", "typed in")
    FILE = "file", pgettext_lazy("source of a measured value", "from a file")
    API = "api", pgettext_lazy("source of a measured value", "from another program")


class StandardValue(OrganisationModel):
    """What was measured on a day, in a unit or in all; measured again, it is written over and the trail says so."""

    standard = models.ForeignKey("touchpoints.Standard", on_delete=models.CASCADE, related_name="values")
    day = models.DateField(_("day"))
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=3)
    cases = models.PositiveIntegerField(_("cases looked at"), default=1)
    source = models.CharField(max_length=4, choices=ValueSource.choices)
    entered_by = models.CharField(max_length=64, blank=True)
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["standard", "day", "unit"], name="standard_value_once"),
            models.UniqueConstraint(
                fields=["standard", "day"], condition=models.Q(unit=None), name="standard_value_once_for_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.day}"

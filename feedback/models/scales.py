"""Scales: integer, of at most eleven points, and immutable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class Direction(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class Scale(OrganisationModel, Identified):
    """An immutable row: an integer scale of at most eleven points, its words, direction and cuts.

    `cuts` are the last value of the lowest class and the first of the highest: for 0–10 recommendation 6 and 9.
    """

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    minimum = models.SmallIntegerField(_("lowest value"))
    maximum = models.SmallIntegerField(_("highest value"))
    labels = models.JSONField(_("labels"), default=dict, blank=True)  # {"5": local text, …}
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.HIGHER)
    low_cut = models.SmallIntegerField(null=True, blank=True)
    high_cut = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="scale_code_once"),
            models.CheckConstraint(
                condition=models.Q(maximum__gt=models.F("minimum"), maximum__lte=models.F("minimum") + 10),
                name="scale_of_at_most_eleven",
            ),
        ]

    def __str__(self) -> str:
        return self.code

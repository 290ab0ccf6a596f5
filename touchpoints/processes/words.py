"""What stands on a process map, by its name: kinds of lanes and decisions about steps."""

from django.db import models
from django.utils.translation import pgettext_lazy


class LaneKind(models.TextChoices):
    """Who or what a lane of the map belongs to."""

    CUSTOMER = "customer", pgettext_lazy("lane of a process", "customer")
    ROLE = "role", pgettext_lazy("lane of a process", "role")
    UNIT = "unit", pgettext_lazy("lane of a process", "department")
    SYSTEM = "system", pgettext_lazy("lane of a process", "system")
    PARTNER = "partner", pgettext_lazy("lane of a process", "partner")


class StepDecision(models.TextChoices):
    """What shall become of a step (domain 6.4)."""

    KEEP = "keep", pgettext_lazy("decision about a step", "keep")
    AUTOMATE = "automate", pgettext_lazy("decision about a step", "automate")
    ELIMINATE = "eliminate", pgettext_lazy("decision about a step", "eliminate")
    CONSOLIDATE = "consolidate", pgettext_lazy("decision about a step", "consolidate")
    OPTIMISE = "optimise", pgettext_lazy("decision about a step", "optimise")

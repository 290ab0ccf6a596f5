"""Words of the ecosystem (domain 9.4): who acts on the experience, how, and how strongly."""

from django.db import models
from django.utils.translation import pgettext_lazy

from touchpoints.mapping.words import Lane


class ActorKind(models.TextChoices):
    """Who or what acts on the customer's experience besides the customer."""

    EMPLOYEES = "employees", pgettext_lazy("actor of the ecosystem", "employees")
    PARTNER = "partner", pgettext_lazy("actor of the ecosystem", "partner")
    SUPPLIER = "supplier", pgettext_lazy("actor of the ecosystem", "supplier")
    REGULATION = "regulation", pgettext_lazy("actor of the ecosystem", "regulation")
    ENVIRONMENT = "environment", pgettext_lazy("actor of the ecosystem", "physical environment")


class Effect(models.TextChoices):
    """Whether an actor does the experience good."""

    HELPS = "helps", pgettext_lazy("an actor of the ecosystem", "helps")
    HINDERS = "hinders", pgettext_lazy("an actor of the ecosystem", "hinders")
    BOTH = "both", pgettext_lazy("an actor of the ecosystem", "helps and hinders")


class Strength(models.IntegerChoices):
    """How much of the experience an actor decides."""

    WEAK = 1, pgettext_lazy("an actor's effect", "weak")
    CLEAR = 2, pgettext_lazy("an actor's effect", "clear")
    STRONG = 3, pgettext_lazy("an actor's effect", "strong")


# The lane of a journey map in which the same is noted; employees stand backstage there.
LANES: dict[str, Lane] = {
    ActorKind.PARTNER: Lane.PARTNER,
    ActorKind.SUPPLIER: Lane.PARTNER,
    ActorKind.REGULATION: Lane.LAW,
    ActorKind.ENVIRONMENT: Lane.ENVIRONMENT,
}

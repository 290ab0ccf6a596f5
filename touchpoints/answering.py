"""Words of accountability and of the ecosystem, by their names (domain 6.6 and 9.4)."""

from django.db import models
from django.utils.translation import pgettext_lazy

from touchpoints.mapping.words import Lane


class Part(models.TextChoices):
    """What somebody has to do with a thing (RACI)."""

    ACCOUNTABLE = "accountable", pgettext_lazy("part in RACI", "accountable")
    RESPONSIBLE = "responsible", pgettext_lazy("part in RACI", "responsible")
    CONSULTED = "consulted", pgettext_lazy("part in RACI", "consulted")
    INFORMED = "informed", pgettext_lazy("part in RACI", "informed")

    @property
    def letter(self) -> str:
        """R, A, C or I: the same in every language, as the method is known."""
        return str(self.value)[0].upper()


class ThingKind(models.TextChoices):
    """What somebody answers for."""

    JOURNEY = "journey", pgettext_lazy("what somebody answers for", "journey")
    TOUCHPOINT = "touchpoint", pgettext_lazy("what somebody answers for", "touchpoint")
    PROCESS = "process", pgettext_lazy("what somebody answers for", "process")
    CHANNEL = "channel", pgettext_lazy("what somebody answers for", "channel")


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

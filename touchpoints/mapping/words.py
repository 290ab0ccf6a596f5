"""What stands on a map, by its name: needs, kinds of maps, lanes, feelings."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Need(models.TextChoices):
    """The customer's need a stage of the journey serves (the first dimension of the framework, domain 3.5)."""

    SEARCH = "search", pgettext_lazy("customer's need", "search")
    PURCHASE = "purchase", pgettext_lazy("customer's need", "purchase")
    USE = "use", pgettext_lazy("customer's need", "use")
    SERVICE = "service", pgettext_lazy("customer's need", "service")


class MapKind(models.TextChoices):
    """What a map shows: the journey found by the audit, the one wanted, the one found afterwards."""

    AS_IS = "as_is", pgettext_lazy("journey map", "as it is")
    TO_BE = "to_be", pgettext_lazy("journey map", "as it shall be")
    REAUDIT = "reaudit", pgettext_lazy("journey map", "re-audit")


class Lane(models.TextChoices):
    """The rows of a map in which people write; touchpoints, emotions, figures and owners have rows of their own."""

    DOING = "doing", pgettext_lazy("lane of the journey map", "What the customer does")
    THOUGHT = "thought", pgettext_lazy("lane of the journey map", "Thoughts")
    PAIN = "pain", pgettext_lazy("lane of the journey map", "Pains")
    GAIN = "gain", pgettext_lazy("lane of the journey map", "Gains")
    BACKSTAGE = "backstage", pgettext_lazy("lane of the journey map", "Backstage process")
    SYSTEM = "system", pgettext_lazy("lane of the journey map", "Systems")
    PARTNER = "partner", pgettext_lazy("lane of the journey map", "Partners")
    LAW = "law", pgettext_lazy("lane of the journey map", "Law")
    ENVIRONMENT = "environment", pgettext_lazy("lane of the journey map", "Environment")


# The customer's own side stands above the curve of emotions, the company's below it.
CUSTOMERS_LANES = (Lane.DOING, Lane.THOUGHT, Lane.PAIN, Lane.GAIN)
COMPANYS_LANES = (Lane.BACKSTAGE, Lane.SYSTEM, Lane.PARTNER, Lane.LAW, Lane.ENVIRONMENT)


class FeelingKind(models.TextChoices):
    """Where the level of a feeling comes from. What customers said is never written here: it is measured."""

    DESIRED = "desired", pgettext_lazy("feeling on the journey map", "desired")
    HYPOTHESIS = "hypothesis", pgettext_lazy("feeling on the journey map", "our hypothesis")


class FeelingLevel(models.IntegerChoices):
    """Customers' emotions at a touchpoint (domain 3.5), from the worst."""

    RESENTMENT = 1, pgettext_lazy("customer's emotion", "resentment")
    DISAPPOINTMENT = 2, pgettext_lazy("customer's emotion", "disappointment")
    INDIFFERENCE = 3, pgettext_lazy("customer's emotion", "indifference")
    SATISFACTION = 4, pgettext_lazy("customer's emotion", "satisfaction")
    DELIGHT = 5, pgettext_lazy("customer's emotion", "delight")


class ForWhom(models.TextChoices):
    """Whose journey it is: a customer of the company, or a colleague whom another department serves."""

    EXTERNAL = "external", pgettext_lazy("whose journey", "customers")
    INTERNAL = "internal", pgettext_lazy("whose journey", "internal customers")


class StartWay(models.TextChoices):
    """Which knowledge a team begins with when it maps a journey; the other one checks it."""

    INSIDE_OUT = "inside_out", pgettext_lazy("way to start a journey map", "from the inside out")
    OUTSIDE_IN = "outside_in", pgettext_lazy("way to start a journey map", "from the outside in")


def truth_of(is_moment_of_truth: bool, is_hypothesis: bool) -> str:
    """In one word whether a touchpoint decides loyalty: yes, hypothesis, or nothing."""
    if not is_moment_of_truth:
        return ""
    return "hypothesis" if is_hypothesis else "yes"


class Control(models.TextChoices):
    """How far a touchpoint is in the company's hands."""

    OWNED = "owned", pgettext_lazy("touchpoint", "ours")
    INFLUENCED = "influenced", pgettext_lazy("touchpoint", "influenced")
    EXTERNAL = "external", pgettext_lazy("touchpoint", "not ours")

"""Words of accountability (domain 6.6): parts, things, and what may be wrong with them."""

from django.db import models
from django.utils.translation import pgettext_lazy


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


class HolderKind(models.TextChoices):
    """Who may have a part: a person who signs in, one of the roster who does not, a unit, a job."""

    MEMBER = "member", pgettext_lazy("who has a part", "person")
    EMPLOYEE = "employee", pgettext_lazy("who has a part", "person of the roster")
    UNIT = "unit", pgettext_lazy("who has a part", "unit")
    JOB_ROLE = "job_role", pgettext_lazy("who has a part", "function")


class HoleKind(models.TextChoices):
    """What may be missing or wrong where somebody shall answer."""

    NOBODY_ANSWERS = "no_accountable", pgettext_lazy("hole in accountability", "nobody is accountable")
    TWO_ANSWER = "two_accountable", pgettext_lazy("hole in accountability", "two are accountable")
    OWNER_DIFFERS = "owner_differs", pgettext_lazy("hole in accountability", "the owner is somebody else")
    NOBODY_DOES = "nobody_responsible", pgettext_lazy("hole in accountability", "nobody is responsible")
    LEAVING = "leaving", pgettext_lazy("hole in accountability", "somebody leaves")
    HAS_LEFT = "has_left", pgettext_lazy("hole in accountability", "somebody has left")

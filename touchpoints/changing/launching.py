"""What stands on a launch's checklist, by its name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PointKind(models.TextChoices):
    """What a line of the checklist asks for; all but the last say by themselves whether it is there."""

    CHANGE = "change", pgettext_lazy("line of the launch's checklist", "a change is live")
    DESIGN = "design", pgettext_lazy("line of the launch's checklist", "a desired experience is approved")
    SCRIPT = "script", pgettext_lazy("line of the launch's checklist", "a script is in use")
    PEOPLE = "people", pgettext_lazy("line of the launch's checklist", "people are trained")
    OTHER = "other", pgettext_lazy("line of the launch's checklist", "something else")


class Level(models.TextChoices):
    """Without what must be there nobody launches; what should be there is shown."""

    MUST = "must", pgettext_lazy("line of the launch's checklist", "must")
    SHOULD = "should", pgettext_lazy("line of the launch's checklist", "should")


class Quality(models.TextChoices):
    """Does the product or service itself work at these touchpoints? Courtesy cannot mend a poor product."""

    WORKS = "works", _("Yes, it works")
    PARTLY = "partly", _("Only in part")
    FAILS = "fails", _("No")

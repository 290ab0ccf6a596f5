"""What is wanted at a touchpoint: versions of the desired experience with all that belongs to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.tenancy import OrganisationModel
from touchpoints.models.versions import TouchpointVersion


class Emotion(models.TextChoices):
    """What a customer shall feel at a touchpoint."""

    WELCOME = "welcome", pgettext_lazy("wanted feeling", "welcome")
    RESPECTED = "respected", pgettext_lazy("wanted feeling", "respected")
    UNDERSTOOD = "understood", pgettext_lazy("wanted feeling", "understood")
    SERIOUS = "taken-seriously", pgettext_lazy("wanted feeling", "taken seriously")
    CALM = "calm", pgettext_lazy("wanted feeling", "calm")
    SAFE = "safe", pgettext_lazy("wanted feeling", "safe")
    IN_CONTROL = "in-control", pgettext_lazy("wanted feeling", "in control")
    TRUST = "trust", pgettext_lazy("wanted feeling", "trust")
    SATISFACTION = "satisfaction", pgettext_lazy("wanted feeling", "satisfaction")
    DELIGHT = "delight", pgettext_lazy("wanted feeling", "delight")


class ExperienceLevel(models.IntegerChoices):
    """How far the experience shall go for a segment."""

    RELIABLE = 1, pgettext_lazy("level of experience", "reliable: nothing goes wrong")
    GOOD = 2, pgettext_lazy("level of experience", "good: noticed and liked")
    OUTSTANDING = 3, pgettext_lazy("level of experience", "outstanding: told to others")


class Design(TouchpointVersion):
    """A version of the desired experience at a touchpoint: from → to, in a sentence a clerk understands."""

    today = LocalTextField(_("experience today"))
    desired = LocalTextField(_("desired experience"))
    emotions = models.JSONField(_("feelings wanted"), default=list, blank=True)
    pillar = models.ForeignKey(
        "brandpromise.Pillar",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("pillar"),
    )

    class Meta(TouchpointVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=["touchpoint", "number"], name="design_number_once"),
            models.UniqueConstraint(
                fields=["touchpoint"], condition=models.Q(state="approved"), name="design_approved_once"
            ),
        ]

    @property
    def feelings(self) -> list[str]:
        """The wanted feelings in the reader's words."""
        names = dict(Emotion.choices)
        return [str(names.get(code, code)) for code in self.emotions]


class DesignLevel(OrganisationModel):
    """How far the experience shall go for one segment, and what is different for it."""

    design = models.ForeignKey("touchpoints.Design", on_delete=models.CASCADE, related_name="levels")
    segment = models.ForeignKey("programs.Segment", on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), choices=ExperienceLevel.choices)
    note = LocalTextField(_("what is different for them"))

    class Meta:
        ordering = ["segment__axis__position", "segment__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["design", "segment"], name="design_level_once")]

    def __str__(self) -> str:
        return f"{self.design_id}: {self.segment_id}"


class DesignSource(OrganisationModel):
    """Something that asked for a design: an address, or a file that was attached."""

    design = models.ForeignKey("touchpoints.Design", on_delete=models.CASCADE, related_name="sources")
    title = models.CharField(_("what it shows"), max_length=200)
    address = models.CharField(_("address"), max_length=500, blank=True)
    file = models.ForeignKey("operations.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

"""Questionnaires: questions, their scales and options, and versions of what is asked."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class QuestionType(models.TextChoices):
    RECOMMEND = "recommend", _("recommendation 0–10")
    RECOMMEND_10 = "recommend10", _("recommendation 1–10")
    RATING = "rating", _("rating")
    EFFORT = "effort", _("effort")
    SMILEY = "smiley", _("three faces")
    CHOICE = "choice", _("one choice")
    CHOICES = "choices", _("several choices")
    TEXT = "text", _("words")
    NUMBER = "number", _("number")
    DAY = "day", _("day")
    CONSENT = "consent", _("consent")


SCALED_TYPES = frozenset(
    {QuestionType.RECOMMEND, QuestionType.RECOMMEND_10, QuestionType.RATING, QuestionType.EFFORT, QuestionType.SMILEY}
)


class Aspect(models.TextChoices):
    """What a question about a pillar of the promise asks for: both sides of the gap, its weight, or the verdict."""

    EXPERIENCED = "experienced", pgettext_lazy("question about the promise", "what was experienced")
    EXPECTED = "expected", pgettext_lazy("question about the promise", "what was expected")
    POINTS = "points", pgettext_lazy("question about the promise", "points of importance")
    COMPARED = "compared", pgettext_lazy("question about the promise", "falls short – as promised – exceeds")


class Instrument(OrganisationModel, Identified):
    """A questionnaire; its questions' codes are unique in it and never reused."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    # Moves whenever a question, scale, option or version of it changes: plans kept in memory are told apart by it.
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="instrument_code_once")]

    def __str__(self) -> str:
        return self.code


class Feeds(models.TextChoices):
    """The indicators a question may feed."""

    NPS = "nps", pgettext_lazy("indicator", "recommendation (NPS)")
    CSAT = "csat", pgettext_lazy("indicator", "satisfaction (CSAT)")
    RATING = "rating", pgettext_lazy("indicator", "rating")
    CES = "ces", pgettext_lazy("indicator", "effort (CES)")
    SMILEY = "smiley", pgettext_lazy("indicator", "three faces")


class Question(OrganisationModel, Identified):
    """One question of an instrument."""

    instrument = models.ForeignKey("feedback.Instrument", on_delete=models.PROTECT, related_name="questions")
    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    kind = models.CharField(_("type"), max_length=12, choices=QuestionType.choices)
    text = LocalTextField(_("question"))
    help = LocalTextField(_("explanation"))
    label = LocalTextField(_("short name in tables"))
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    attribute = models.ForeignKey(
        "touchpoints.Attribute", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pillar = models.ForeignKey("brandpromise.Pillar", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    aspect = models.CharField(_("asks for"), max_length=12, choices=Aspect.choices, blank=True)
    # Which indicators it feeds; the survey names the main question of each.
    feeds = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "code"], name="question_code_once"),
            models.CheckConstraint(
                condition=models.Q(pillar=None, aspect="") | (models.Q(pillar__isnull=False) & ~models.Q(aspect="")),
                name="question_of_a_pillar_has_an_aspect",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def fed(self) -> list[str]:
        """The indicators it feeds, in words."""
        return [str(one.label) for one in Feeds if one in self.feeds]


class QuestionScale(OrganisationModel):
    """The scale a question points to from a day on (no day: from the beginning)."""

    question = models.ForeignKey("feedback.Question", on_delete=models.CASCADE, related_name="scales")
    scale = models.ForeignKey("feedback.Scale", on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["question", models.F("from_day").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["question", "from_day"], name="question_scale_once_a_day"),
            models.UniqueConstraint(
                fields=["question"], condition=models.Q(from_day=None), name="question_scale_from_the_beginning_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.scale_id}"


class Option(OrganisationModel):
    """One answer of a choice question. Codes are never reused."""

    question = models.ForeignKey("feedback.Question", on_delete=models.CASCADE, related_name="options")
    code = models.CharField(_("code"), max_length=50)
    label = LocalTextField(_("label"))
    position = models.PositiveIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "code"], name="option_code_once")]

    def __str__(self) -> str:
        return self.code


class InstrumentVersion(OrganisationModel, Identified):
    """What is asked, in which order; frozen once a survey uses it."""

    instrument = models.ForeignKey("feedback.Instrument", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["instrument", "number"], name="instrument_version_once")]

    def __str__(self) -> str:
        return f"{self.instrument_id} v{self.number}"


class VersionItem(OrganisationModel):
    """A question's place in a version."""

    version = models.ForeignKey("feedback.InstrumentVersion", on_delete=models.CASCADE, related_name="items")
    question = models.ForeignKey("feedback.Question", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "question"], name="version_item_once")]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.question_id}"

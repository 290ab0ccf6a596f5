"""Surveys, the fieldings of an instrument, and the points where their answers come in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.models import code_validator
from organisations.tenancy import Identified, OrganisationModel


class SurveyRole(models.TextChoices):
    BASELINE = "baseline", _("baseline")
    REAUDIT = "reaudit", _("re-audit")
    CONTINUOUS = "continuous", _("continuous")
    OTHER = "other", pgettext_lazy("survey role", "other")


class SurveyState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("survey", "draft")
    OPEN = "open", pgettext_lazy("survey", "open")
    CLOSED = "closed", pgettext_lazy("survey", "closed")


class KeepWhich(models.TextChoices):
    LATEST = "latest", _("the latest answer of a person")
    FIRST = "first", _("the first answer of a person")
    ALL = "all", _("every answer")


class Survey(OrganisationModel, Identified):
    """One fielding of an instrument: a wave, or a continuous one."""

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    version = models.ForeignKey("feedback.InstrumentVersion", on_delete=models.PROTECT, related_name="surveys")
    engagement = models.ForeignKey(
        "programs.Engagement", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cycle = models.ForeignKey("programs.Cycle", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=12, choices=SurveyRole.choices, default=SurveyRole.OTHER)
    state = models.CharField(max_length=8, choices=SurveyState.choices, default=SurveyState.DRAFT)
    population = LocalTextField(_("who is asked"))
    mode = LocalTextField(_("how it is asked"))
    opens_on = models.DateField(_("first day"), null=True, blank=True)
    closes_on = models.DateField(_("last day"), null=True, blank=True)
    weighted = models.BooleanField(_("answers carry weights"), default=False)
    # Its answers are made up: no figure counts them unless the survey is asked for by its code.
    is_sample = models.BooleanField(_("sample with made-up answers"), default=False)
    keep = models.CharField(_("counts"), max_length=6, choices=KeepWhich.choices, default=KeepWhich.ALL)
    main_nps = models.ForeignKey("feedback.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    main_csat = models.ForeignKey(
        "feedback.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    main_ces = models.ForeignKey("feedback.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    comment = models.ForeignKey("feedback.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    thanks = LocalTextField(_("words of thanks"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="survey_code_once")]

    def __str__(self) -> str:
        return self.code


class CollectionPoint(OrganisationModel, Identified):
    """A place answers come in: a link with its QR code. The printed code never changes."""

    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, related_name="points")
    code = models.CharField(max_length=24)
    name = models.CharField(_("name"), max_length=100)
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.ForeignKey(
        "organisations.Channel", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="point_code_once")]

    def __str__(self) -> str:
        return self.name

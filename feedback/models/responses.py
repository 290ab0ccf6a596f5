"""Responses: filled-in surveys, where and when they were given, and whether they count."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import OrganisationModel


class Source(models.TextChoices):
    """The door of the answer; where the customer met the company is the channel."""

    EMAIL = "email", pgettext_lazy("source of an answer", "e-mail")
    LINK = "link", pgettext_lazy("source of an answer", "link or QR")
    WIDGET = "widget", pgettext_lazy("source of an answer", "web page")
    KIOSK = "kiosk", pgettext_lazy("source of an answer", "kiosk")
    TERMINAL = "terminal", pgettext_lazy("source of an answer", "terminal")
    API = "api", pgettext_lazy("source of an answer", "other program")
    IMPORT = "import", pgettext_lazy("source of an answer", "file")
    MANUAL = "manual", pgettext_lazy("source of an answer", "by hand")
    REVIEW = "review", pgettext_lazy("source of an answer", "review")


# The number under which a source stands in the counts table.
SOURCE_NUMBERS = {source: number for number, source in enumerate(Source.values, start=1)}


class DayPrecision(models.IntegerChoices):
    MOMENT = 1, _("to the moment")
    DAY = 2, _("to the day")
    UNKNOWN = 3, _("unknown")


class NotCounted(models.TextChoices):
    """Why a response is left out of the default figures."""

    TEST = "test", _("test")
    SUPERSEDED = "superseded", _("replaced by a later answer")
    DUPLICATE = "duplicate", _("same person twice")
    FLAGGED = "flagged", _("flagged as suspect")
    BURST = "burst", _("burst of taps")


class Response(OrganisationModel):
    """One filling-in of a survey. Written by one service; corrections keep a revision."""

    public_id = models.UUIDField(unique=True, editable=False)  # version 7: ordered by time
    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, related_name="responses")
    # Given by the sender, so that a kiosk may retry and a file may be imported twice; its hash outlives erasure.
    source_key = models.CharField(max_length=32)
    external_id = models.CharField(max_length=200, blank=True)
    answered_on = models.DateField(_("day of the answer"), null=True)
    precision = models.PositiveSmallIntegerField(choices=DayPrecision.choices, default=DayPrecision.MOMENT)
    contact_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    channel = models.ForeignKey(
        "organisations.Channel", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    unit = models.ForeignKey(
        "organisations.Unit", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    profile = models.ForeignKey(
        "feedback.SegmentProfile", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    point = models.ForeignKey(
        "feedback.CollectionPoint", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    customer = models.ForeignKey("feedback.Customer", on_delete=models.SET_NULL, null=True, related_name="responses")
    employee = models.ForeignKey(
        "accounts.Employee", on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    import_run = models.ForeignKey("feedback.ImportRun", on_delete=models.SET_NULL, null=True, related_name="responses")
    language = models.CharField(max_length=10, blank=True)
    weight = models.FloatField(default=1.0)
    counted = models.BooleanField(default=True)
    not_counted_reason = models.CharField(max_length=12, choices=NotCounted.choices, blank=True)
    partial = models.BooleanField(default=False)
    contact_allowed = models.BooleanField(null=True)
    metadata = models.JSONField(default=dict, blank=True)
    # Of what the sender gave, so that an equal resend is told from a different one.
    content_hash = models.CharField(max_length=32, blank=True)
    updated_at = models.DateTimeField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "source_key"], name="response_once_per_source"),
        ]
        indexes = [
            models.Index(fields=["survey", "answered_on"], name="response_by_day"),
            models.Index(fields=["organisation", "updated_at", "id"], name="response_by_change"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Revision(OrganisationModel):
    """A response's old values, kept when it is corrected."""

    response = models.ForeignKey("feedback.Response", on_delete=models.CASCADE, related_name="revisions")
    at = models.DateTimeField()
    actor = models.CharField(max_length=64, blank=True)
    values = models.JSONField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.response_id} {self.at:%Y-%m-%d}"


class Recount(OrganisationModel):
    """A note: the figures of this survey's day must be counted anew. Written in the answer's own transaction."""

    survey = models.ForeignKey("feedback.Survey", on_delete=models.CASCADE, related_name="+")
    day = models.DateField()  # 0001-01-01: the unknown day

    def __str__(self) -> str:
        return f"{self.survey_id} {self.day}"

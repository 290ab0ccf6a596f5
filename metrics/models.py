"""Counts of answers by day and place, from which every figure is computed. They always equal a recount.

Each kind of cell stands twice: for days, and added up for whole months, which long windows are read from.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organisations.tenancy import Identified, OrganisationModel

POINTS = 11


class CountKey(OrganisationModel):
    """What a row of counts is about. Absent parts are 0 and the unknown day is 0001-01-01: NULLs are not unique.

    A cell of a month has the first day of the month for its day.
    """

    survey = models.ForeignKey("feedback.Survey", on_delete=models.CASCADE, related_name="+", db_index=False)
    question = models.ForeignKey("feedback.Question", on_delete=models.CASCADE, related_name="+", db_index=False)
    scale_id = models.BigIntegerField(default=0)
    day = models.DateField()
    touchpoint_id = models.BigIntegerField(default=0)
    profile_id = models.BigIntegerField(default=0)
    channel_id = models.BigIntegerField(default=0)
    unit_id = models.BigIntegerField(default=0)
    source = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.survey_id} {self.question_id} {self.day}"


KEY_FIELDS = [
    "organisation", "survey", "question", "day", "scale_id", "touchpoint_id", "profile_id", "channel_id", "unit_id",
    "source",
]  # fmt: skip


class Counters(CountKey):
    """How often each value was given (`h0` the scale's lowest, `h1` the next …), and why values are missing."""

    h0 = models.PositiveIntegerField(default=0)
    h1 = models.PositiveIntegerField(default=0)
    h2 = models.PositiveIntegerField(default=0)
    h3 = models.PositiveIntegerField(default=0)
    h4 = models.PositiveIntegerField(default=0)
    h5 = models.PositiveIntegerField(default=0)
    h6 = models.PositiveIntegerField(default=0)
    h7 = models.PositiveIntegerField(default=0)
    h8 = models.PositiveIntegerField(default=0)
    h9 = models.PositiveIntegerField(default=0)
    h10 = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)
    dont_know = models.PositiveIntegerField(default=0)
    # Answers without a scale: words, choices, numbers, days, consents.
    given = models.PositiveIntegerField(default=0)
    number_sum = models.FloatField(default=0)
    number_squares = models.FloatField(default=0)

    class Meta:
        abstract = True


class Count(Counters):
    """The answers of a day."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=KEY_FIELDS, name="count_key_once")]


class MonthCount(Counters):
    """The answers of a month: the sum of its days."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=KEY_FIELDS, name="month_count_key_once")]


class WeightSums(CountKey):
    """Sums of the weights (`w`) and of their squares (`v`) of each value, for weighted surveys only."""

    w0 = models.FloatField(default=0)
    w1 = models.FloatField(default=0)
    w2 = models.FloatField(default=0)
    w3 = models.FloatField(default=0)
    w4 = models.FloatField(default=0)
    w5 = models.FloatField(default=0)
    w6 = models.FloatField(default=0)
    w7 = models.FloatField(default=0)
    w8 = models.FloatField(default=0)
    w9 = models.FloatField(default=0)
    w10 = models.FloatField(default=0)
    v0 = models.FloatField(default=0)
    v1 = models.FloatField(default=0)
    v2 = models.FloatField(default=0)
    v3 = models.FloatField(default=0)
    v4 = models.FloatField(default=0)
    v5 = models.FloatField(default=0)
    v6 = models.FloatField(default=0)
    v7 = models.FloatField(default=0)
    v8 = models.FloatField(default=0)
    v9 = models.FloatField(default=0)
    v10 = models.FloatField(default=0)

    class Meta:
        abstract = True


class WeightCount(WeightSums):
    """The weights of a day."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=KEY_FIELDS, name="weight_count_key_once")]


class MonthWeightCount(WeightSums):
    """The weights of a month: the sum of its days."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=KEY_FIELDS, name="month_weight_count_key_once")]


class OptionCounter(CountKey):
    """How often an option was chosen."""

    option_id = models.BigIntegerField()
    chosen = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.option_id}: {self.chosen}"


class OptionCount(OptionCounter):
    """The choices of a day."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=[*KEY_FIELDS, "option_id"], name="option_count_key_once")]


class MonthOptionCount(OptionCounter):
    """The choices of a month: the sum of its days."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=[*KEY_FIELDS, "option_id"], name="month_option_count_key_once")]


class ResponseCount(OrganisationModel):
    """How many responses a day has, those that no figure counts included, and when the newest of them came in."""

    survey = models.ForeignKey("feedback.Survey", on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    responses = models.PositiveIntegerField(default=0)
    newest_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "survey", "day"], name="response_count_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.day}: {self.responses}"


class Rebuild(OrganisationModel):
    """A survey that is being counted anew from its answers, beside everything else.

    `days` are those that a note let others count meanwhile: what they wrote is newer.
    """

    survey = models.ForeignKey("feedback.Survey", on_delete=models.CASCADE, related_name="+")
    days = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.survey_id}"


class Snapshot(OrganisationModel, Identified):
    """Figures frozen with their definition; later answers do not move them."""

    name = models.CharField(max_length=120)
    survey = models.ForeignKey("feedback.Survey", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField()
    definition_version = models.PositiveSmallIntegerField(default=1)
    rows = models.JSONField(default=list)  # as the API gives them

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class ClaimMeasure(OrganisationModel):
    """By what a claim of ours is checked: a question that enough customers must answer well, or a standard."""

    claim = models.OneToOneField("brandpromise.Claim", on_delete=models.CASCADE, related_name="measure")
    question = models.ForeignKey(
        "feedback.Question", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("question"),
    )  # fmt: skip
    at_least = models.SmallIntegerField(_("good from this value on"), null=True, blank=True)
    target_share = models.PositiveSmallIntegerField(_("target (percent of customers)"), null=True, blank=True)
    standard = models.ForeignKey(
        "touchpoints.Standard", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("service standard"),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    question__isnull=False, at_least__isnull=False, target_share__gte=1, target_share__lte=100,
                    standard=None,
                )
                | models.Q(question=None, at_least=None, target_share=None, standard__isnull=False),
                name="claim_measured_by_one_thing",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.claim_id}"

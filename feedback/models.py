"""Instruments, surveys, the answer store, and imports (domain.md chapter 10)."""

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


class Direction(models.TextChoices):
    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")


class Scale(OrganisationModel, Identified):
    """An immutable row: an integer scale of at most eleven points, its words, direction and cuts.

    `cuts` are the last value of the lowest class and the first of the highest: for 0–10 recommendation 6 and 9.
    """

    code = models.CharField(_("code"), max_length=50, validators=[code_validator])
    name = LocalTextField(_("name"))
    minimum = models.SmallIntegerField(_("lowest value"))
    maximum = models.SmallIntegerField(_("highest value"))
    labels = models.JSONField(_("labels"), default=dict, blank=True)  # {"5": local text, …}
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.HIGHER)
    low_cut = models.SmallIntegerField(null=True, blank=True)
    high_cut = models.SmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "code"], name="scale_code_once"),
            models.CheckConstraint(
                condition=models.Q(maximum__gt=models.F("minimum"), maximum__lte=models.F("minimum") + 10),
                name="scale_of_at_most_eleven",
            ),
        ]

    def __str__(self) -> str:
        return self.code


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
    # Which indicators it feeds: "nps", "csat", "rating", "ces", "smiley"; the survey names the main question of each.
    feeds = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["instrument", "code"], name="question_code_once")]

    def __str__(self) -> str:
        return self.code


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


class Customer(OrganisationModel, Identified):
    """The account that has value; unknown codes make a pseudonymous one."""

    code = models.CharField(_("customer number"), max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "code"], name="customer_code_once")]

    def __str__(self) -> str:
        return self.code


class SegmentProfile(OrganisationModel):
    """The set of segments of a response, interned: equal sets are one row."""

    key = models.CharField(max_length=200)  # segments' primary keys in order, joined by commas

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="profile_once")]

    def __str__(self) -> str:
        return self.key


class ProfileSegment(OrganisationModel):
    """A segment in a profile; at most one on each axis."""

    profile = models.ForeignKey("feedback.SegmentProfile", on_delete=models.CASCADE, related_name="members")
    axis = models.ForeignKey("programs.SegmentAxis", on_delete=models.CASCADE, related_name="+")
    segment = models.ForeignKey("programs.Segment", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["profile", "axis"], name="one_segment_an_axis")]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.segment_id}"


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


class Missing(models.IntegerChoices):
    """Why a question that was asked has no value."""

    SKIPPED = 1, _("skipped")
    NOT_APPLICABLE = 2, _("not applicable")
    DONT_KNOW = 3, _("does not know")


class Answer(OrganisationModel):
    """A value given to a question on a scale, or the reason why there is none. A question not asked has no row."""

    response = models.ForeignKey("feedback.Response", on_delete=models.CASCADE, related_name="answers", db_index=False)
    question = models.ForeignKey("feedback.Question", on_delete=models.PROTECT, related_name="+", db_index=False)
    scale = models.ForeignKey("feedback.Scale", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    value = models.SmallIntegerField(null=True)
    number = models.FloatField(null=True)
    text = models.TextField(null=True)  # noqa: DJ001 - a third of the table is numbers; empty text is not an answer
    day = models.DateField(null=True)
    missing = models.PositiveSmallIntegerField(choices=Missing.choices, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.response_id}: {self.question_id}"


class AnswerOption(OrganisationModel):
    """An option chosen in an answer to a choice question."""

    answer = models.ForeignKey("feedback.Answer", on_delete=models.CASCADE, related_name="options", db_index=False)
    option = models.ForeignKey("feedback.Option", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "option"], name="answer_option_once")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.option_id}"


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


class ImportProfile(OrganisationModel, Identified):
    """How a kind of file is read: columns to fields and questions, codes, dates, zone (docs/import)."""

    name = models.CharField(_("name"), max_length=100)
    survey = models.ForeignKey("feedback.Survey", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    mapping = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="import_profile_once")]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    MAPPING = "mapping", pgettext_lazy("import", "being set up")
    CHECKING = "checking", pgettext_lazy("import", "dry run")
    CHECKED = "checked", pgettext_lazy("import", "checked")
    RUNNING = "running", pgettext_lazy("import", "running")
    DONE = "done", pgettext_lazy("import", "done")
    FAILED = "failed", pgettext_lazy("import", "stopped")
    UNDOING = "undoing", pgettext_lazy("import", "being undone")
    UNDONE = "undone", pgettext_lazy("import", "undone")


class OnConflict(models.TextChoices):
    """What happens to a line whose answer is stored already, with other values."""

    REPORT = "report", _("keep what is stored and report the line")
    UPDATE = "update", _("take the file's values and keep the old ones as a revision")


class ImportRun(OrganisationModel, Identified):
    """One file on its way to answers."""

    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, null=True, related_name="imports")
    profile = models.ForeignKey("feedback.ImportProfile", on_delete=models.SET_NULL, null=True, related_name="+")
    file = models.ForeignKey("operations.StoredFile", on_delete=models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.MAPPING)
    job = models.ForeignKey("operations.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    actor = models.CharField(max_length=64, blank=True)
    on_conflict = models.CharField(max_length=6, choices=OnConflict.choices, default=OnConflict.REPORT)
    preview = models.JSONField(default=dict, blank=True)  # what the file looks like: columns, values, proposals
    rows = models.PositiveIntegerField(default=0)
    stored = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    different = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name


class RejectedLine(OrganisationModel):
    """A line of an imported file that was not taken, with the column and the reason."""

    run = models.ForeignKey("feedback.ImportRun", on_delete=models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=40)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["line", "pk"]

    def __str__(self) -> str:
        return f"{self.line}: {self.code}"

"""Imports: how files are read, each file on its way, and the lines that were not taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organisations.tenancy import Identified, OrganisationModel


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

    @property
    def not_taken(self) -> int:
        """Lines that are in the report: refused, or different from an answer that stays."""
        return self.rejected + self.different


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

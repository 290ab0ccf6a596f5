"""The audit and the re-audit: what they looked at, what they found, and the figures they froze."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lib.local_text import LocalTextField
from organisations.tenancy import Identified, OrganisationModel


class AuditKind(models.TextChoices):
    AUDIT = "audit", _("Audit")
    REAUDIT = "reaudit", _("Re-audit")


class Audit(OrganisationModel, Identified):
    """The audit or re-audit of a cycle."""

    cycle = models.ForeignKey("programs.Cycle", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=AuditKind.choices)
    opened_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # A re-audit's snapshots are the next cycle's baseline: the next audit opens with `carried_from`.
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    compared_with = models.ForeignKey(
        "feedback.Survey", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    summary = LocalTextField(_("summary"))
    # Before and after as they stood on closing; empty while the audit is open.
    comparison = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "kind"], name="audit_kind_once_a_cycle")]

    def __str__(self) -> str:
        return f"{self.kind} {self.cycle_id}"


class AuditSurvey(OrganisationModel):
    """A survey the audit rests on, with its figures frozen when the audit closes."""

    audit = models.ForeignKey("audits.Audit", on_delete=models.CASCADE, related_name="surveys")
    survey = models.ForeignKey("feedback.Survey", on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey("metrics.Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["audit", "survey"], name="audit_survey_once")]

    def __str__(self) -> str:
        return f"{self.audit_id}: {self.survey_id}"


class Severity(models.TextChoices):
    HURTS = "hurts", pgettext_lazy("finding", "hurts")
    WEAK = "weak", pgettext_lazy("finding", "weak")
    NOTABLE = "notable", pgettext_lazy("finding", "worth knowing")
    DELIGHTS = "delights", pgettext_lazy("finding", "delights")


class FindingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("finding", "open")
    ANSWERED = "answered", pgettext_lazy("finding", "answered by a design or change")
    CLOSED = "closed", pgettext_lazy("finding", "closed")
    CARRIED = "carried", pgettext_lazy("finding", "carried over")


class Finding(OrganisationModel, Identified):
    """What an audit found, with figures frozen as they were seen."""

    audit = models.ForeignKey("audits.Audit", on_delete=models.CASCADE, related_name="findings")
    title = LocalTextField(_("finding"))
    text = LocalTextField(_("what we saw"))
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices, default=Severity.WEAK)
    state = models.CharField(max_length=8, choices=FindingState.choices, default=FindingState.OPEN)
    touchpoint = models.ForeignKey(
        "touchpoints.Touchpoint",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("touchpoint"),
    )
    design = models.ForeignKey(
        "touchpoints.Design",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("design that answers it"),
    )
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    evidence = models.JSONField(default=list, blank=True)  # frozen rows with n, interval, definition, address
    outcome = models.TextField(_("what became of it"), blank=True)
    written_by = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.pk)


class FindingInitiative(OrganisationModel):
    """A change that answers a finding; the finding's frozen figures are the evidence that asked for it."""

    finding = models.ForeignKey("audits.Finding", on_delete=models.CASCADE, related_name="changes")
    initiative = models.ForeignKey("touchpoints.Initiative", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["initiative__number", "pk"]
        constraints = [models.UniqueConstraint(fields=["finding", "initiative"], name="finding_initiative_once")]

    def __str__(self) -> str:
        return f"{self.finding_id}: {self.initiative_id}"

"""Findings: written with frozen evidence, answered by a design or by changes, and what became of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.viewer import Viewer
from audits.models import Audit, Finding, FindingInitiative, FindingState, Severity
from audits.services.audits import audit_address, refuse_closed, trail
from audits.services.freezing import EvidenceSpec, freeze_evidence
from audits.services.rights import refuse_strangers
from lib.local_text import LocalText
from touchpoints.models import Design, Initiative, Touchpoint


class AnotherEngagement(ValueError):
    """The change belongs to another engagement than the finding."""


@transaction.atomic
def add_finding(
    *,
    audit: Audit,
    title: LocalText,
    text: LocalText,
    by: Viewer,
    severity: str = Severity.WEAK,
    touchpoint: Touchpoint | None = None,
    evidence: Sequence[EvidenceSpec] = (),
    at: datetime | None = None,
) -> Finding:
    """Keep what the audit found, its figures frozen as they are seen now.

    :raises AuditClosed: the audit has been closed
    :raises NotYours: an owner may write about their own touchpoints only
    :raises FigureError: a figure that is named as evidence does not exist
    """
    refuse_closed(audit)
    refuse_strangers(by, touchpoint)
    finding = Finding.objects.create(
        organisation=audit.organisation,
        audit=audit,
        title=dict(title),
        text=dict(text),
        severity=severity,
        touchpoint=touchpoint,
        evidence=freeze_evidence(evidence, by=by, at=at or timezone.now(), address=audit_address(audit)),
        written_by=by.actor,
    )
    _trail(finding, by, "finding.added")
    return finding


@transaction.atomic
def edit_finding(
    *,
    finding: Finding,
    title: LocalText,
    text: LocalText,
    severity: str,
    touchpoint: Touchpoint | None,
    by: Viewer,
    evidence: Sequence[EvidenceSpec] = (),
    at: datetime | None = None,
) -> Finding:
    """Say it better, and add evidence; what was frozen before stays.

    :raises AuditClosed: the audit has been closed
    :raises NotYours: the finding is, or would become, about somebody else's touchpoint
    :raises FigureError: a figure that is named as evidence does not exist
    """
    refuse_closed(finding.audit)
    refuse_strangers(by, finding.touchpoint)
    refuse_strangers(by, touchpoint)
    added = freeze_evidence(evidence, by=by, at=at or timezone.now(), address=audit_address(finding.audit))
    finding.title, finding.text = dict(title), dict(text)
    finding.severity, finding.touchpoint = severity, touchpoint
    finding.evidence = [*finding.evidence, *added]
    finding.save(update_fields=["title", "text", "severity", "touchpoint", "evidence"])
    _trail(finding, by, "finding.edited")
    return finding


@transaction.atomic
def answer_finding(*, finding: Finding, design: Design, by: Viewer) -> Finding:
    """Say which desired experience answers the finding; possible after the audit has been closed too.

    :raises NotYours: an owner may answer findings about their own touchpoints only
    """
    refuse_strangers(by, finding.touchpoint)
    finding.design, finding.state = design, FindingState.ANSWERED
    finding.save(update_fields=["design", "state"])
    _trail(finding, by, "finding.answered", design=str(design.public_id))
    return finding


@transaction.atomic
def link_change(*, finding: Finding, change: Initiative, by: Viewer) -> None:
    """Name a change that answers the finding, whose figures asked for it; named again it stays as it is.

    :raises NotYours: an owner may do so for findings about their own touchpoints only
    :raises AnotherEngagement: the change belongs to another engagement
    """
    refuse_strangers(by, finding.touchpoint)
    if change.engagement_id != finding.audit.cycle.engagement_id:
        raise AnotherEngagement
    _link, is_new = FindingInitiative.objects.get_or_create(
        organisation=finding.organisation, finding=finding, initiative=change
    )
    if not is_new:
        return
    if finding.state in (FindingState.OPEN, FindingState.CARRIED):
        finding.state = FindingState.ANSWERED
        finding.save(update_fields=["state"])
    _trail(finding, by, "finding.change_linked", change=change.number)


@transaction.atomic
def unlink_change(*, finding: Finding, change: Initiative, by: Viewer) -> None:
    """The change is no answer to the finding after all.

    :raises NotYours: an owner may do so for findings about their own touchpoints only
    """
    refuse_strangers(by, finding.touchpoint)
    gone, _kinds = FindingInitiative.objects.filter(finding=finding, initiative=change).delete()
    if not gone:
        return
    if finding.state == FindingState.ANSWERED and not _is_answered(finding):
        finding.state = FindingState.OPEN
        finding.save(update_fields=["state"])
    _trail(finding, by, "finding.change_unlinked", change=change.number)


def _is_answered(finding: Finding) -> bool:
    """Whether a desired experience or a change answers it."""
    return finding.design_id is not None or finding.changes.exists()


@transaction.atomic
def record_outcome(*, finding: Finding, outcome: str, is_closed: bool, by: Viewer) -> Finding:
    """Say what became of the finding, and whether that ends it.

    :raises NotYours: an owner may do so for their own touchpoints only
    """
    refuse_strangers(by, finding.touchpoint)
    finding.outcome = outcome.strip()
    if is_closed:
        finding.state = FindingState.CLOSED
    elif finding.state == FindingState.CLOSED:
        finding.state = FindingState.ANSWERED if _is_answered(finding) else FindingState.OPEN
    finding.save(update_fields=["outcome", "state"])
    _trail(finding, by, "finding.outcome", state=str(finding.state))
    return finding


def _trail(finding: Finding, by: Viewer, action: str, **details: str | int) -> None:
    trail(finding.audit, by.actor, action, finding=str(finding.public_id), **details)

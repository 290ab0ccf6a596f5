"""From a re-audit to the next cycle's audit: the same frozen figures, and the findings that are still open."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.viewer import Viewer
from audits.models import Audit, AuditKind, AuditSurvey, Finding, FindingState
from audits.services.audits import NoSurveys, close_audit, trail
from programs.models import Cycle


@transaction.atomic
def carry_over(closed: Cycle, opened: Cycle, actor: str) -> None:
    """The new cycle's audit, filled in: the re-audit's snapshots are its baseline, open findings go on.

    A re-audit that nobody closed is closed now. A cycle without a re-audit carries its findings only.
    """
    source = Audit.objects.filter(cycle=closed, kind=AuditKind.REAUDIT).first()
    if source is not None and source.closed_at is None:
        _close(source, actor, timezone.now())
        source.refresh_from_db()
    audit, is_new = Audit.objects.get_or_create(
        organisation=opened.organisation,
        cycle=opened,
        kind=AuditKind.AUDIT,
        defaults={"opened_on": opened.opened_on, "carried_from": source, **_seen(source)},
    )
    if not is_new:
        return
    if source is not None:
        AuditSurvey.objects.bulk_create(
            AuditSurvey(organisation=audit.organisation, audit=audit, survey=one.survey, snapshot=one.snapshot)
            for one in source.surveys.select_related("survey", "snapshot")
        )
    carried = _carry_findings(closed, audit)
    trail(audit, actor, "audit.carried_over", findings=carried)


def _close(source: Audit, actor: str, at: datetime) -> None:
    try:
        close_audit(audit=source, by=Viewer.command(source.organisation, actor=actor), at=at)
    except NoSurveys:  # an empty re-audit has nothing to freeze; its findings go on all the same
        return


def _seen(source: Audit | None) -> dict[str, object]:
    """What the new audit takes over word for word."""
    if source is None:
        return {}
    return {"compared_with": source.compared_with, "comparison": source.comparison, "summary": source.summary}


def _carry_findings(closed: Cycle, audit: Audit) -> int:
    open_ones = Finding.objects.filter(audit__cycle=closed, state=FindingState.OPEN).select_related("touchpoint")
    carried = [
        Finding(
            organisation=audit.organisation,
            audit=audit,
            title=finding.title,
            text=finding.text,
            severity=finding.severity,
            touchpoint=finding.touchpoint,
            evidence=finding.evidence,
            carried_from=finding,
            written_by=finding.written_by,
        )
        for finding in open_ones
    ]
    Finding.objects.bulk_create(carried)
    open_ones.update(state=FindingState.CARRIED)
    return len(carried)

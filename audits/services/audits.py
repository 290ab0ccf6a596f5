"""Opening an audit, choosing its surveys, and closing it: from then on its figures never move."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.viewer import Viewer
from audits.models import Audit, AuditKind, AuditSurvey, FindingState
from audits.services.freezing import freeze_comparison, freeze_survey
from audits.services.rights import NotYours, may_edit_audit
from feedback.models import Survey
from lib.local_text import LocalText
from lib.periods import day_of
from operations.services import record_trail
from programs.models import Cycle
from programs.services import deliver

# The deliverables of programs.standard that closing brings: surveys, figures, findings.
DELIVERABLES = {
    AuditKind.AUDIT: ("audit-surveys", "baseline", "findings"),
    AuditKind.REAUDIT: ("reaudit-surveys", "comparison", "next-findings"),
}


class AuditClosed(ValueError):
    """The audit has been closed: what it saw is history."""


class NoSurveys(ValueError):
    """An audit that rests on no survey has nothing to freeze."""


@transaction.atomic
def open_audit(
    *,
    cycle: Cycle,
    kind: str,
    surveys: Iterable[Survey] = (),
    compared_with: Survey | None = None,
    actor: str,
    day: date,
) -> Audit:
    """The audit or re-audit of a cycle; asked again, the one that is open gets the surveys that are new.

    :param compared_with: the earlier wave; a re-audit without one is compared with its cycle's audit
    :raises AuditClosed: it has been closed already
    """
    audit, is_new = Audit.objects.get_or_create(
        organisation=cycle.organisation,
        cycle=cycle,
        kind=kind,
        defaults={"opened_on": day, "compared_with": compared_with or _baseline(cycle, kind)},
    )
    refuse_closed(audit)
    if compared_with and audit.compared_with_id != compared_with.pk:
        audit.compared_with = compared_with
        audit.save(update_fields=["compared_with"])
    for survey in surveys:
        add_survey(audit=audit, survey=survey, actor=actor)
    if is_new:
        trail(audit, actor, "audit.opened")
    return audit


def _baseline(cycle: Cycle, kind: str) -> Survey | None:
    """The last survey of the cycle's own audit, which its re-audit asks again."""
    if kind != AuditKind.REAUDIT:
        return None
    rests_on = AuditSurvey.objects.filter(audit__cycle=cycle, audit__kind=AuditKind.AUDIT).select_related("survey")
    last = rests_on.last()
    return last.survey if last else None


@transaction.atomic
def add_survey(*, audit: Audit, survey: Survey, actor: str) -> AuditSurvey:
    """Let the audit rest on one more survey.

    :raises AuditClosed: the audit has been closed
    """
    refuse_closed(audit)
    added, is_new = AuditSurvey.objects.get_or_create(organisation=audit.organisation, audit=audit, survey=survey)
    if is_new:
        trail(audit, actor, "audit.survey_added", survey=survey.code)
    return added


@transaction.atomic
def remove_survey(*, audit: Audit, survey: Survey, actor: str) -> None:
    """Let the audit no longer rest on a survey.

    :raises AuditClosed: the audit has been closed
    """
    refuse_closed(audit)
    if AuditSurvey.objects.filter(audit=audit, survey=survey).delete()[0]:
        trail(audit, actor, "audit.survey_removed", survey=survey.code)


@transaction.atomic
def edit_summary(*, audit: Audit, summary: LocalText, by: Viewer) -> None:
    """Say in a few sentences what the audit saw.

    :raises AuditClosed: the audit has been closed
    :raises NotYours: the viewer may not edit the programme
    """
    refuse_closed(audit)
    if not may_edit_audit(by):
        raise NotYours
    audit.summary = dict(summary)
    audit.save(update_fields=["summary"])
    trail(audit, by.actor, "audit.summary_edited")


@transaction.atomic
def close_audit(*, audit: Audit, by: Viewer, at: datetime) -> Audit:
    """Freeze the figures of every survey and the comparison, and tell the programme what the stage has brought.

    A baseline carried over from the last re-audit stays the one that was frozen then. Closed again, nothing changes.

    :raises NoSurveys: the audit rests on no survey
    :raises NotYours: the viewer may not edit the programme
    """
    if not may_edit_audit(by):
        raise NotYours
    audit = (
        Audit.objects.select_for_update(of=("self",))
        .select_related("cycle__engagement", "compared_with")
        .get(pk=audit.pk)
    )
    if audit.closed_at:
        return audit
    rests_on = list(audit.surveys.select_related("survey__organisation", "snapshot"))
    if not rests_on:
        raise NoSurveys
    for one in rests_on:
        if one.snapshot is None:
            one.snapshot = freeze_survey(survey=one.survey, at=at)
            one.save(update_fields=["snapshot"])
    if audit.compared_with and not audit.comparison:
        after = rests_on[-1].survey.code
        audit.comparison = freeze_comparison(
            before=audit.compared_with.code, after=after, viewer=Viewer.command(audit.organisation), at=at
        )
    audit.closed_at = at
    audit.save(update_fields=["comparison", "closed_at"])
    _deliver(audit, rests_on, by.actor, day_of(at, audit.organisation.time_zone))
    trail(audit, by.actor, "audit.closed", surveys=[one.survey.code for one in rests_on])
    return audit


def _deliver(audit: Audit, rests_on: list[AuditSurvey], actor: str, day: date) -> None:
    surveys, figures, findings = DELIVERABLES[AuditKind(audit.kind)]
    address = audit_address(audit)
    kept = audit.findings.exclude(state=FindingState.CARRIED)
    brought: dict[str, dict[str, Any]] = {
        surveys: {"surveys": [{"code": one.survey.code, "n": _answers(one)} for one in rests_on]},
        figures: {"snapshots": [str(one.snapshot.public_id) for one in rests_on if one.snapshot]},
        findings: {"findings": [str(one.public_id) for one in kept]},
    }
    if audit.kind == AuditKind.REAUDIT:
        brought[figures] |= {"compared_with": audit.compared_with.code if audit.compared_with else ""}
    for code, evidence in brought.items():
        if any(evidence.values()):
            deliver(
                organisation=audit.organisation, stage_kind=audit.kind, code=code, cycle=audit.cycle,
                evidence={**evidence, "address": address}, actor=actor, day=day,
            )  # fmt: skip


def _answers(one: AuditSurvey) -> int:
    rows = one.snapshot.rows if one.snapshot else []
    return max((row["n"] or 0 for row in rows), default=0)


def audit_address(audit: Audit) -> str:
    """The audit's page."""
    page = "audits:audit" if audit.kind == AuditKind.AUDIT else "audits:reaudit"
    engagement = audit.cycle.engagement
    return reverse(page, args=[audit.organisation.slug, engagement.slug]) + f"?cycle={audit.cycle.number}"


def refuse_closed(audit: Audit) -> None:
    """Nothing, while the audit is open.

    :raises AuditClosed: it has been closed
    """
    if audit.closed_at:
        raise AuditClosed


def trail(audit: Audit, actor: str, action: str, **details: Any) -> None:
    """Enter what was done to an audit."""
    told = {"cycle": audit.cycle.number, "kind": str(audit.kind), **details}
    record_trail(organisation=audit.organisation, actor=actor, action=action, target=audit, details=told)

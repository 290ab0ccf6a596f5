"""Audits of a cycle with the surveys they rest on, their findings, and the figures shown beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.roles import Can
from accounts.viewer import Viewer
from audits.models import Audit, AuditSurvey, Finding, FindingInitiative
from audits.queries.comparing import ComparisonView, Document, comparison_document, comparison_view
from feedback.models import Survey
from feedback.queries.surveys import traffic
from metrics.queries import Dimension, FigureError, FigureQuery, GroupBy, figures
from programs.models import Cycle
from touchpoints.models import Initiative
from touchpoints.queries.initiatives import initiatives_of


def audit_of(cycle: Cycle, kind: str) -> Audit | None:
    """The cycle's audit or re-audit."""
    audits = Audit.objects.select_related("cycle__engagement", "compared_with", "carried_from__cycle", "organisation")
    return audits.filter(cycle=cycle, kind=kind).first()


def findings_of(*, viewer: Viewer, audit: Audit | None = None) -> QuerySet[Finding]:
    """Findings a viewer may read: with the programme all, else those about the viewer's own touchpoints."""
    linked = ("touchpoint", "design__touchpoint", "audit__cycle__engagement", "carried_from")
    found = Finding.objects.select_related(*linked)
    if audit is not None:
        found = found.filter(audit=audit)
    if viewer.can(Can.READ_PROGRAMME):
        return found
    return found.filter(touchpoint__in=viewer.touchpoint_ids or ())


def changes_of(*, finding: Finding, viewer: Viewer) -> list[Initiative]:
    """The changes that answer a finding, in their order, as far as the viewer may read them."""
    return list(initiatives_of(viewer=viewer).filter(pk__in=finding.changes.values("initiative")))


def findings_behind(*, initiative: Initiative, viewer: Viewer) -> list[Finding]:
    """The findings that asked for a change, the newest first, each with its frozen evidence."""
    linked = FindingInitiative.objects.filter(initiative=initiative).values("finding")
    return list(findings_of(viewer=viewer).filter(pk__in=linked).order_by("-pk"))


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """A survey an audit rests on: how many answered, how fresh, and its headline, frozen or as of today."""

    link: AuditSurvey
    answers: int
    last_day: Any
    headline: Sequence[dict[str, Any]]

    @property
    def survey(self) -> Survey:
        return self.link.survey

    @property
    def is_frozen(self) -> bool:
        return self.link.snapshot_id is not None


HEADLINES = ("nps", "csat_top2", "csat_mean")


def survey_lines(audit: Audit, *, viewer: Viewer) -> list[SurveyLine]:
    """The audit's surveys with their response figures."""
    links = list(audit.surveys.select_related("survey__version", "snapshot"))
    counted = traffic([link.survey for link in links])
    return [
        SurveyLine(
            link,
            counted[link.survey_id].total if link.survey_id in counted else 0,
            counted[link.survey_id].last_day if link.survey_id in counted else None,
            _headline(link, viewer),
        )
        for link in links
    ]


def _headline(link: AuditSurvey, viewer: Viewer) -> list[dict[str, Any]]:
    """Main indicators: out of the snapshot once there is one."""
    if link.snapshot is not None:
        return [
            row for row in link.snapshot.rows
            if row["indicator"] in HEADLINES and not row.get("question") and row.get("n_effective") is None
        ]  # fmt: skip
    return [row for key in HEADLINES for row in _today(key, link.survey, viewer)]


def _today(indicator: str, survey: Survey, viewer: Viewer) -> list[dict[str, Any]]:
    query = FigureQuery(indicator, surveys=(survey.code,), group_by=GroupBy((Dimension.SURVEY,)))
    try:
        return [row.as_row() for row in figures(query, viewer=viewer) if row.n]
    except FigureError:
        return []


def comparison_of(audit: Audit, *, viewer: Viewer, weighted: bool = False) -> ComparisonView | None:
    """Before and after: as frozen on closing, else from today's answers; none without an earlier wave."""
    document = audit.comparison or _live(audit, viewer)
    return comparison_view(document, weighted=weighted) if document else None


def _live(audit: Audit, viewer: Viewer) -> Document | None:
    last = audit.surveys.select_related("survey").last()
    if audit.compared_with is None or last is None or last.survey_id == audit.compared_with_id:
        return None
    try:
        return comparison_document(before=audit.compared_with.code, after=last.survey.code, viewer=viewer)
    except FigureError:
        return None


def surveys_to_add(audit: Audit) -> QuerySet[Survey]:
    """The engagement's surveys (and those of none) that the audit does not rest on yet; never a sample."""
    engagement = audit.cycle.engagement
    candidates = Survey.objects.filter(engagement__in=[engagement]) | Survey.objects.filter(engagement=None)
    return candidates.filter(is_sample=False).exclude(pk__in=audit.surveys.values("survey")).order_by("-pk")

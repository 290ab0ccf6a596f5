"""Reading findings by key: what audits found, the evidence, and which design or change answers it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.openapi import DAY, ID, LOCAL, TEXT, WHOLE, object_of, one_of, or_null, several
from accounts.rest import ApiView
from accounts.roles import Can
from accounts.viewer import Viewer
from audits.models import AuditKind, Finding, FindingState, Severity
from audits.queries import findings_of
from audits.queries.evidence import seen_rows

_NUMBER = {"type": "number"}
_EVIDENCE = {
    "indicator": TEXT,
    "survey": or_null(TEXT),
    "question": or_null(TEXT),
    "value": or_null(_NUMBER),
    "ci_low": or_null(_NUMBER),
    "ci_high": or_null(_NUMBER),
    "n": or_null(WHOLE),
    "frozen_on": DAY,
}
_FINDING = {
    "id": ID,
    "engagement": TEXT,
    "cycle": WHOLE,
    "audit": one_of(AuditKind.values),
    "title": LOCAL,
    "text": LOCAL,
    "severity": one_of(Severity.values),
    "state": one_of(FindingState.values),
    "touchpoint": or_null(TEXT),
    "design_version": or_null(WHOLE),
    "initiatives": several(WHOLE),
    "evidence": several(object_of(_EVIDENCE)),
    "outcome": TEXT,
}


class Findings(ApiView):
    """What audits found, with the numbers of the changes that answer it."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("findings_list", "Findings of audits", "programme", _FINDING)
    def get(self, request: Request) -> HttpResponse:
        found = findings_of(viewer=self.viewer).prefetch_related("changes__initiative")
        return answer_page(request, found, lambda row: _finding(row, self.viewer))


def _finding(row: Finding, viewer: Viewer) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "engagement": row.audit.cycle.engagement.slug,
        "cycle": row.audit.cycle.number,
        "audit": str(row.audit.kind),
        "title": row.title,
        "text": row.text,
        "severity": str(row.severity),
        "state": str(row.state),
        "touchpoint": row.touchpoint.code if row.touchpoint else None,
        "design_version": row.design.number if row.design else None,
        "initiatives": [link.initiative.number for link in row.changes.all()],
        "evidence": [_evidence(kept) for kept in seen_rows(row, viewer=viewer)],
        "outcome": row.outcome,
    }


def _evidence(kept: Mapping[str, Any]) -> dict[str, Any]:
    """A frozen figure with the columns described; the rest of it is for pages."""
    return {
        **{name: kept.get(name) for name in _EVIDENCE if name != "frozen_on"},
        "frozen_on": str(kept["frozen_at"])[:10],
    }

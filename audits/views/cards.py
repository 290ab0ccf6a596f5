"""Cards that pages of other apps fetch."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from audits.queries import findings_behind, findings_of
from audits.queries.evidence import seen_rows
from touchpoints.models import Touchpoint
from touchpoints.queries.initiatives import initiatives_of

SHOWN = 8


@needs(Can.READ_PROGRAMME)
@require_safe
def touchpoint_findings(request: MemberRequest, slug: str, touchpoint: str) -> HttpResponse:
    """What audits found at a touchpoint, the newest first, and which design answers each."""
    found = get_object_or_404(Touchpoint, code=touchpoint)
    findings = findings_of(viewer=request.viewer).filter(touchpoint=found).order_by("-pk")[:SHOWN]
    return render(request, "audits/_touchpoint_findings.html", {"findings": findings, "slug": slug})


@needs(Can.READ_PROGRAMME)
@require_safe
def change_findings(request: MemberRequest, slug: str, initiative: str) -> HttpResponse:
    """The findings that asked for a change, with the figures frozen as evidence."""
    found = get_object_or_404(initiatives_of(viewer=request.viewer), public_id=initiative)
    behind = findings_behind(initiative=found, viewer=request.viewer)
    rows = [(finding, seen_rows(finding, viewer=request.viewer)) for finding in behind]
    context = {"rows": rows, "slug": slug}
    return render(request, "audits/_change_findings.html", context)

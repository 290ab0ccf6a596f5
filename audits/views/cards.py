"""Cards that pages of other apps fetch."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from audits.queries import findings_of
from touchpoints.models import Touchpoint

SHOWN = 8


@needs(Can.READ_PROGRAMME)
@require_safe
def touchpoint_findings(request: MemberRequest, slug: str, touchpoint: str) -> HttpResponse:
    """What audits found at a touchpoint, the newest first, and which design answers each."""
    found = get_object_or_404(Touchpoint, code=touchpoint)
    findings = findings_of(viewer=request.viewer).filter(touchpoint=found).order_by("-pk")[:SHOWN]
    return render(request, "audits/_touchpoint_findings.html", {"findings": findings, "slug": slug})

"""The card that says what a change did, for the change's own page."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from metrics.queries.effects import WINDOWS, result_of
from metrics.views.filtering import today_of
from touchpoints.queries.initiatives import initiatives_of


@needs(Can.READ_PROGRAMME)
@require_safe
def change_card(request: MemberRequest, slug: str, initiative: str) -> HttpResponse:
    """Before and after the live day at the change's touchpoints, against those not changed; `?days=` sets the reach."""
    found = get_object_or_404(initiatives_of(viewer=request.viewer), public_id=initiative)
    raw = request.GET.get("days", "")
    days = int(raw) if raw in {str(window) for window in WINDOWS} else WINDOWS[-1]
    context = {
        "slug": slug,
        "change": found,
        "result": result_of(initiative=found, viewer=request.viewer, today=today_of(request), days=days),
        "days": days,
        "windows": WINDOWS,
    }
    return render(request, "metrics/_change_card.html", context)

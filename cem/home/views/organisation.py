"""The way into an organisation: its engagements, or straight to the only one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from cem.home.queries.readers import is_only_frontline
from programs.queries import engagements_of, summary_rows
from programs.queries.cycles import wheel_of


@needs(Can.USE)
@require_safe
def organisation(request: MemberRequest, slug: str) -> HttpResponse:
    """The frontline is led to its own work, everybody else to the board, or to a list where there are several."""
    viewer: Viewer = request.viewer
    if is_only_frontline(viewer.roles):
        return redirect("touchpoints:my_work", slug=slug)
    only = list(engagements_of(viewer=viewer)[:2])
    if len(only) == 1:
        return redirect("cem:board", slug=slug, engagement=only[0].slug)
    rows = [
        (row, wheel_of(row.cycle, slug=slug) if row.cycle else None)
        for row in summary_rows(viewer=viewer, today=timezone.localdate())
    ]
    may_open = viewer.can(Can.NEW_ENGAGEMENT)
    context = {
        "slug": slug,
        "rows": rows,
        "new": reverse("programs:engagement_new", args=[slug]) if may_open else "",
    }
    return render(request, "cem/organisation.html", context)

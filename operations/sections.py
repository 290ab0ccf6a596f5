"""This app's cards for pages that are joined above."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from operations.queries import jobs_shown


def jobs_card(request: HttpRequest) -> str:
    """Work that the reader started and that runs, waits or stopped; empty when there is none."""
    viewer, organisation = request.viewer, request.organisation  # type: ignore[attr-defined]
    rows = jobs_shown(organisation=organisation, now=timezone.now(), actor=viewer.actor, sees_all=False, manages=False)
    current = [row for row in rows if row.is_open or row.is_parked]
    if not current:
        return ""
    return render_to_string("operations/_jobs_card.html", {"jobs": current, "organisation": organisation}, request)

"""The board of an engagement, and the part of it that shows answers as they come in."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from cem.home.queries.figures import Indices
from cem.home.queries.running import running_surveys
from cem.home.queries.tags import figures_tag, page_tag, programme_tag, running_tag
from cem.home.views.parts import figure_parts, loyalty_card, programme_parts
from lib.chart_pages import chart_page
from lib.kept_pages import kept_page
from operations.sections import jobs_card
from programs.engagements import engagement_or_404
from programs.models import Engagement


@needs(Can.READ_FIGURES)
@require_safe
@chart_page
def board(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Does it go well, what changed, what waits. `?before=` names another wave to compare with."""
    shown = engagement_or_404(request, engagement)
    viewer: Viewer = request.viewer
    organisation = request.organisation
    today = timezone.localdate()
    before = request.GET.get("before", "")[:50]
    programme = programme_tag(shown, viewer=viewer, organisation=organisation, today=today)
    figures = figures_tag(programme, organisation=organisation, asked=before)
    running = running_tag(shown, organisation=organisation, viewer=viewer)
    etag = f'W/"{page_tag(figures, running, viewer=viewer, today=today, outside=_outside(request))}"'
    if request.headers.get("If-None-Match") == etag and not settings.DEBUG and not get_messages(request):
        return _unchanged(etag)
    if get_messages(request):
        return _kept_by_the_browser(_page(request, shown, programme, figures, running, before), etag)
    page = kept_page(request, etag, lambda: _page(request, shown, programme, figures, running, before))
    return _kept_by_the_browser(page, etag)


def _page(
    request: MemberRequest, engagement: Engagement, programme: str, figures: str, running: str, before: str
) -> HttpResponse:
    # What the cards and the line of open surveys both say is asked for once.
    indices = Indices(request.viewer)
    context = {
        "slug": request.organisation.slug,
        "engagement": engagement,
        "parts": figure_parts(request, engagement, tag=figures, before=before, indices=indices),
        "programme": programme_parts(request, engagement, tag=programme, today=timezone.localdate()),
        "jobs": jobs_card(request),
        **_running(request, engagement, running, indices),
    }
    return render(request, "cem/board.html", context)


def _outside(request: MemberRequest) -> tuple[object, ...]:
    """What the page shows or carries that no row holds."""
    return (request.COOKIES.get("theme", ""), request.session.session_key, request.htmx.boosted)


def _unchanged(etag: str) -> HttpResponse:
    """The browser shows what it has, under the policy it came with: the nonce in that page is the old one."""
    response = _kept_by_the_browser(HttpResponse(status=304), etag)
    response._csp_exempt = True  # type: ignore[attr-defined]
    return response


def _kept_by_the_browser(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


@needs(Can.READ_FIGURES)
@require_safe
def now(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Answers coming in, and with newly counted ones the headline: words only when something changed."""
    shown = engagement_or_404(request, engagement)
    tag = running_tag(shown, organisation=request.organisation, viewer=request.viewer)
    etag = f'W/"{tag}"'
    if request.GET.get("seen") == tag:
        return _kept_by_the_browser(HttpResponse(status=204), etag)
    if request.headers.get("If-None-Match") == etag:
        return _kept_by_the_browser(HttpResponse(status=304), etag)
    indices = Indices(request.viewer)
    context = _running(request, shown, tag, indices)
    if request.GET.get("stamp") != str(request.organisation.stamp):
        context["loyalty_card"] = _fresh_loyalty(request, shown, indices)
    return _kept_by_the_browser(render(request, "cem/_now.html", context), etag)


def _fresh_loyalty(request: MemberRequest, engagement: Engagement, indices: Indices) -> str:
    """The headline beside the answers coming in, which must not say something else than they do."""
    organisation = request.organisation
    programme = programme_tag(engagement, viewer=request.viewer, organisation=organisation, today=timezone.localdate())
    tag = figures_tag(programme, organisation=organisation, asked="")
    return loyalty_card(request, engagement, tag=tag, indices=indices)


def _running(request: MemberRequest, engagement: Engagement, tag: str, indices: Indices) -> dict[str, Any]:
    viewer: Viewer = request.viewer
    slug = request.organisation.slug
    now_address = reverse("cem:board_now", args=[slug, engagement.slug])
    return {
        "slug": slug,
        "reads_surveys": viewer.can(Can.READ_SURVEYS),
        "running": running_surveys(engagement, indices=indices),
        "again": f"{now_address}?seen={tag}&stamp={request.organisation.stamp}",
    }

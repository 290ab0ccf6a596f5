"""The board of an engagement, and the part of it that shows answers as they come in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.roles import Can
from accounts.viewer import Viewer
from cem.home.queries.board import Board, board_of
from cem.home.queries.running import running_surveys, running_tag
from cem.home.queries.waves import survey_name
from cem.home.views.pictures import ranked_chart, waves_chart
from lib.chart_pages import chart_page
from metrics.sections import published_references
from operations.sections import jobs_card
from programs.engagements import engagement_or_404
from programs.models import Engagement
from programs.queries import current_cycle
from programs.sections import decisions_card, phases_card


@needs(Can.READ_FIGURES)
@require_safe
@chart_page
def board(request: HttpRequest, slug: str, engagement: str) -> HttpResponse:
    """Does it go well, what changed, what waits. `?before=` names another wave to compare with."""
    shown = engagement_or_404(request, engagement)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    organisation = request.organisation  # type: ignore[attr-defined]
    today = timezone.localdate()
    found = board_of(
        shown, viewer=viewer, organisation=organisation, today=today, before=request.GET.get("before", "")
    )
    reads_programme = viewer.can(Can.READ_PROGRAMME)
    context = {
        "slug": slug,
        "engagement": shown,
        "cycle": current_cycle(shown) if reads_programme else None,
        "board": found,
        "waves_chart": waves_chart(found.comparison, slug=slug) if found.comparison else None,
        "ranked_chart": ranked_chart(found, slug=slug),
        "before_tabs": _before_tabs(found),
        "waves_links": _links(found, slug),
        "ranked_links": _links(found, slug)[1:],
        "references": published_references(),
        "decisions": decisions_card(request, today=today, engagement=shown, span=3) if reads_programme else "",
        "phases": phases_card(request, engagement=shown, today=today, span=6) if reads_programme else "",
        "jobs": jobs_card(request),
        "opens_answers": viewer.may_open_answers,
        "reads_surveys": viewer.can(Can.READ_SURVEYS),
        **_running(request, shown),
    }
    return render(request, "cem/board.html", context)


def _before_tabs(found: Board) -> list[tuple[str, str, bool]]:
    """The earlier waves, the one compared with marked."""
    earlier = list(found.waves.waves)[:-1]
    word = pgettext("tab: compare with an earlier wave", "since %(survey)s")
    return [
        (word % {"survey": survey_name(survey)}, f"?before={survey.code}", survey == found.before) for survey in earlier
    ]


def _links(found: Board, slug: str) -> list[tuple[str, str]]:
    """Where the rows of the charts stand as tables."""
    if not found.waves.newest:
        return []
    results = reverse("metrics:results", args=[slug, found.waves.newest.code])
    if not found.before:
        return [("", ""), (_("All questions"), results)]
    compared = f"{reverse('metrics:compare', args=[slug])}?before={found.before.code}&after={found.waves.newest.code}"
    return [(_("With one mix, weighted"), compared), (_("All questions"), results)]


@needs(Can.READ_FIGURES)
@require_safe
def now(request: HttpRequest, slug: str, engagement: str) -> HttpResponse:
    """Answers coming in, alone: asked again every second, answered in words only when something changed."""
    shown = engagement_or_404(request, engagement)
    tag = running_tag(shown, organisation=request.organisation, viewer=request.viewer)  # type: ignore[attr-defined]
    etag = f'"{tag}"'
    if request.GET.get("seen") == tag:
        response = HttpResponse(status=204)
    elif request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = render(request, "cem/_now.html", _running(request, shown))
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _running(request: HttpRequest, engagement: Engagement) -> dict[str, object]:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    organisation = request.organisation  # type: ignore[attr-defined]
    address = reverse("cem:board_now", args=[organisation.slug, engagement.slug])
    return {
        "slug": organisation.slug,
        "reads_surveys": viewer.can(Can.READ_SURVEYS),
        "running": running_surveys(engagement, viewer=viewer),
        "again": f"{address}?seen={running_tag(engagement, organisation=organisation, viewer=viewer)}",
    }

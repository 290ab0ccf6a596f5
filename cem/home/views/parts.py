"""The parts of the board that are made of figures, as HTML: kept until one of the figures or words changes."""

from datetime import date
from typing import Any

from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from cem.home.queries.board import Board, board_of, has_charts
from cem.home.queries.waves import survey_name
from cem.home.views.pictures import ranked_chart, waves_chart
from metrics.sections import published_references
from programs.models import Engagement

KEPT_SECONDS = 24 * 60 * 60


def figure_parts(
    request: MemberRequest, engagement: Engagement, *, tag: str, today: date, before: str
) -> dict[str, Any]:
    """Heading and cards of figures, promise and people for this reader, from the cache where nothing has changed."""
    kept: dict[str, Any] | None = cache.get(f"board:{tag}")
    if kept is None:
        kept = _made(request, engagement, today, before)
        cache.set(f"board:{tag}", kept, KEPT_SECONDS)
    return kept


def _made(request: MemberRequest, engagement: Engagement, today: date, before: str) -> dict[str, Any]:
    viewer: Viewer = request.viewer
    organisation = request.organisation
    slug = organisation.slug
    board = board_of(engagement, viewer=viewer, organisation=organisation, today=today, before=before)
    context = {
        "slug": slug,
        "engagement": engagement,
        "board": board,
        "waves_chart": waves_chart(board.comparison, slug=slug) if board.comparison else None,
        "ranked_chart": ranked_chart(board, slug=slug),
        "waves_links": _links(board, slug),
        "ranked_links": _links(board, slug)[1:],
        "references": published_references(),
        "opens_answers": viewer.may_open_answers,
        "reads_surveys": viewer.can(Can.READ_SURVEYS),
    }
    view = board.comparison
    return {
        "heading": board.heading,
        "next_step": board.next_step,
        "compared": {"before": view.before, "after": view.after} if view else None,
        "tabs": _before_tabs(board),
        "has_charts": has_charts(board),
        "first": render_to_string("cem/_first.html", context),
        "charts": render_to_string("cem/_charts.html", context),
        "people": render_to_string("cem/_people.html", context),
        "promise": render_to_string("cem/_promise.html", context),
        "themes": render_to_string("cem/_themes.html", context),
    }


def _before_tabs(board: Board) -> list[tuple[str, str, bool]]:
    """The earlier waves, the one compared with marked; nothing where there is no choice."""
    earlier = list(board.waves.waves)[:-1]
    if len(earlier) < 2:
        return []
    word = pgettext("tab: compare with an earlier wave", "since %(survey)s")
    return [
        (word % {"survey": survey_name(survey)}, f"?before={survey.code}", survey == board.before) for survey in earlier
    ]


def _links(board: Board, slug: str) -> list[tuple[str, str]]:
    """Where the rows of the charts stand as tables."""
    if not board.waves.newest or not board.before:
        return []
    newest = board.waves.newest.code
    compared = f"{reverse('metrics:compare', args=[slug])}?before={board.before.code}&after={newest}&by=question"
    return [
        (_("Weighted, and with one mix"), compared),
        (_("All questions"), reverse("metrics:results", args=[slug, newest])),
    ]

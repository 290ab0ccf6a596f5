"""The parts of the board as HTML, each kept until something that it shows changes.

What is made of figures changes with every counted answer; phases, decisions, people and promise only with the work.
"""

import threading
from collections.abc import Callable
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
from brandpromise.queries import approved_promise
from cem.home.queries.board import Board, board_of, has_charts
from cem.home.queries.figures import Indices, loyalty
from cem.home.queries.people import readiness
from cem.home.queries.waves import survey_name, waves_of
from cem.home.views.pictures import ranked_chart, waves_chart
from metrics.sections import published_references
from programs.models import Engagement
from programs.queries import current_cycle
from programs.sections import decisions_card, phases_card
from touchpoints.sections import changes_card

KEPT_SECONDS = 24 * 60 * 60
Parts = dict[str, Any]
# After a recount every open board asks at once: of those who see the same, one computes and the others wait for it.
_MAKING = tuple(threading.Lock() for _place in range(16))


def figure_parts(request: MemberRequest, engagement: Engagement, *, tag: str, before: str, indices: Indices) -> Parts:
    """Heading and cards of figures, for everybody with the reader's sight."""
    return _kept(f"board:{tag}", lambda: _figures(request, engagement, before, indices))


def loyalty_card(request: MemberRequest, engagement: Engagement, *, tag: str, indices: Indices) -> str:
    """The headline of loyalty alone, for a board that stays open while answers are counted."""
    return _kept(f"loyalty:{tag}", lambda: {"card": _loyalty(request, engagement, indices)})["card"]  # type: ignore[no-any-return]


def programme_parts(request: MemberRequest, engagement: Engagement, *, tag: str, today: date) -> Parts:
    """The cards of the work: what waits, the phases, the people, the promise; for this reader."""
    return _kept(f"programme:{tag}:{request.viewer.actor}", lambda: _programme(request, engagement, today))


def _kept(key: str, make: Callable[[], Parts]) -> Parts:
    found: Parts | None = cache.get(key)
    if found is None:
        with _MAKING[hash(key) % len(_MAKING)]:
            found = cache.get(key)
            if found is None:
                found = make()
                cache.set(key, found, KEPT_SECONDS)
    return found


def _figures(request: MemberRequest, engagement: Engagement, before: str, indices: Indices) -> Parts:
    slug = request.organisation.slug
    board = board_of(engagement, indices=indices, before=before)
    context = {
        **_of_reader(request),
        "engagement": engagement,
        "board": board,
        "waves_chart": waves_chart(board.comparison, slug=slug) if board.comparison else None,
        "ranked_chart": ranked_chart(board, slug=slug),
        "waves_links": _links(board, slug),
        "ranked_links": _links(board, slug)[1:],
        "references": published_references(),
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
        "themes": render_to_string("cem/_themes.html", context),
    }


def _loyalty(request: MemberRequest, engagement: Engagement, indices: Indices) -> str:
    found = loyalty(waves_of(engagement), indices=indices)
    context = {"board": {"loyalty": found}, **_of_reader(request), "references": published_references()}
    return render_to_string("cem/_loyalty.html", context) if found else ""


def _of_reader(request: MemberRequest) -> Parts:
    viewer: Viewer = request.viewer
    return {
        "slug": request.organisation.slug,
        "opens_answers": viewer.may_open_answers,
        "reads_surveys": viewer.can(Can.READ_SURVEYS),
    }


def _programme(request: MemberRequest, engagement: Engagement, today: date) -> Parts:
    viewer: Viewer = request.viewer
    organisation = request.organisation
    context = {
        "slug": organisation.slug,
        "ready": readiness(viewer=viewer, organisation=organisation, today=today),
        "promise": approved_promise() if viewer.can(Can.READ_SCRIPTS) else None,
    }
    parts: Parts = {
        "people": render_to_string("cem/_people.html", context),
        "promise": render_to_string("cem/_promise.html", context),
    }
    if viewer.can(Can.READ_PROGRAMME):
        cycle = current_cycle(engagement)
        parts |= {
            "cycle_number": cycle.number if cycle else None,
            "decisions": decisions_card(request, today=today, engagement=engagement, span=3),
            "phases": phases_card(request, engagement=engagement, today=today, span=4),
            "changes": changes_card(request, engagement=engagement, today=today, span=12),
        }
    return parts


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

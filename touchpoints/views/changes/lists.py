"""All changes of an engagement: as a board by state, as a list, as a file."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from brandpromise.models import Pillar
from lib.csv_files import lines_of
from lib.local_text import local
from programs.engagements import engagement_or_404
from programs.models import Engagement
from touchpoints.changing.states import ChangeState, Domain
from touchpoints.queries.initiatives import InitiativeView, board_columns, initiative_list
from touchpoints.queries.touchpoints import touchpoints_of
from touchpoints.services.initiatives import may_edit_initiative
from touchpoints.views.common import viewer_of

ON_A_PAGE = 30
FILTERS = ("words", "domain", "state", "touchpoint", "pillar")


@needs(Can.READ_PROGRAMME)
@require_safe
def board(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Columns by state; moved by buttons and keyboard, by drag where scripts run."""
    shown = engagement_or_404(request, engagement)
    views = _found(request, shown, {**_asked(request), "state": ""})
    viewer = viewer_of(request)
    context = {
        **_context(request, slug, shown, views, "board"),
        "columns": [
            (state, [(view, may_edit_initiative(initiative=view.initiative, viewer=viewer)) for view in column])
            for state, column in board_columns(views)
        ],
    }
    return render(request, "touchpoints/changes/board.html", context)


@needs(Can.READ_PROGRAMME)
@require_safe
def changes(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The list: searched, filtered, sorted, paged; all of it in the address."""
    shown = engagement_or_404(request, engagement)
    views = _found(request, shown, _asked(request))
    context = _context(request, slug, shown, views, "list")
    context["page"] = Paginator(views, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "touchpoints/changes/list.html", context)


@needs(Can.READ_PROGRAMME)
@require_safe
def changes_file(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The list as it is filtered, as a CSV file."""
    shown = engagement_or_404(request, engagement)
    rows = _rows(_found(request, shown, _asked(request)))
    answer = HttpResponse("".join(lines_of(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="changes-{shown.slug}.csv"'
    return answer


COLUMNS = (
    "number", "name", "domain", "sort", "state", "owner", "joint_owners", "departments", "touchpoints", "pillars",
    "due_on", "days_late", "cost", "cost_unit", "benefit", "benefit_value", "benefit_unit", "live_on", "waits_for",
)  # fmt: skip


def _rows(views: list[InitiativeView]) -> Iterator[tuple[Any, ...]]:
    yield COLUMNS
    for view in views:
        one = view.initiative
        owners = [str(owner.member.user) for owner in view.owners if not owner.answers]
        yield (
            one.number, local(one.name), one.domain, one.sort, one.state, str(one.owner.user) if one.owner else "",
            "; ".join(owners), "; ".join(view.departments),
            "; ".join(link.touchpoint.code for link in one.touchpoints.all()),
            "; ".join(link.pillar.code for link in one.pillars.all()),
            one.due_on or "", view.days_late, "" if one.cost is None else one.cost, one.cost_unit, local(one.benefit),
            "" if one.benefit_value is None else one.benefit_value, one.benefit_unit, one.live_on or "",
            "; ".join(str(link.on.number) for link in one.waits_for.all()),
        )  # fmt: skip


def _asked(request: MemberRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in FILTERS}


def _found(request: MemberRequest, engagement: Engagement, asked: dict[str, str]) -> list[InitiativeView]:
    return initiative_list(
        viewer=viewer_of(request), engagement=engagement, today=timezone.localdate(),
        sort=request.GET.get("sort", ""), **asked,
    )  # fmt: skip


def _context(
    request: MemberRequest, slug: str, engagement: Engagement, views: list[InitiativeView], place: str
) -> dict[str, Any]:
    asked, viewer = _asked(request), viewer_of(request)
    return {
        "slug": slug,
        "engagement": engagement,
        "views": views,
        "late": sum(view.days_late > 0 for view in views),
        "chosen": asked,
        "is_filtered": any(asked.values()),
        "domains": Domain.choices,
        "states": ChangeState.choices,
        "touchpoints": touchpoints_of(viewer=viewer),
        "pillars": Pillar.objects.prefetch_related("texts"),
        "may_add": viewer.can(Can.EDIT_PROGRAMME) or viewer.can(Can.EDIT_OWN_TOUCHPOINT),
        "query": request.GET.urlencode(),
        "tabs": tabs(slug, engagement, place),
    }


def tabs(slug: str, engagement: Engagement, place: str) -> list[tuple[str, str, bool]]:
    """The ways to look at the changes, and the launch they lead to."""
    pages = [
        (pgettext("changes as columns", "Board"), "changes", "board"),
        (_("List"), "changes_list", "list"),
        (pgettext("the changes go live", "Launch"), "launch", "launch"),
    ]
    return [
        (text, reverse(f"touchpoints:{name}", args=[slug, engagement.slug]), key == place) for text, name, key in pages
    ]

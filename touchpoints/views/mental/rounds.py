"""Rounds: the list, a new one, and one with its results as a page and as files."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.queries import seen_units
from accounts.requests import MemberRequest, viewer_of
from accounts.roles import Can
from accounts.sending import once
from lib import charts
from lib.chart_pages import chart_page
from lib.csv_files import lines_of
from lib.local_text import local
from organisations.models import Unit
from programs.engagements import engagement_or_404
from touchpoints.forms.mental import RoundForm
from touchpoints.models import MappingRound
from touchpoints.ordering import Knowledge, Share
from touchpoints.queries import journeys_of
from touchpoints.queries.mental.playing import rounds
from touchpoints.queries.mental.results import RoundResult, round_result
from touchpoints.services import NotYours, mental
from touchpoints.services.mental.rounds import may_open, may_run
from touchpoints.views.mental.common import round_or_404, tabs

ON_A_PAGE = 20


@needs(Can.READ_PROGRAMME)
@require_safe
def mapping(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Every round of the engagement, the newest first."""
    shown = engagement_or_404(request, engagement)
    found = rounds().filter(journey__engagement=shown)
    context = {
        "slug": slug,
        "engagement": shown,
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "may_open": may_open(viewer_of(request)),
        "tabs": tabs(slug, shown, "mapping"),
    }
    return render(request, "touchpoints/mental/rounds.html", context)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def mapping_round_new(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Ask staff to draw a journey from memory."""
    shown, viewer = engagement_or_404(request, engagement), viewer_of(request)
    form = RoundForm(
        request.POST or None,
        journeys=journeys_of(engagement=shown),
        units=_units(request),
        today=timezone.localdate(),
        is_limited=viewer.unit_ids is not None,
    )
    if request.method == "POST" and form.is_valid():
        held = _opened(request, form)
        if held is not None:
            messages.success(request, _("The round is open; those who can sign in have been told."))
            return redirect(mental.round_address(held))
    context = {"slug": slug, "engagement": shown, "form": form}
    return render(request, "touchpoints/mental/round_new.html", context)


def _units(request: MemberRequest) -> QuerySet[Unit]:
    return seen_units(viewer=viewer_of(request)).filter(archived_at=None)


def _opened(request: MemberRequest, form: RoundForm) -> MappingRound | None:
    """The round as asked for, or nothing, the reason being in the form."""
    try:
        return mental.open_round(
            by=viewer_of(request), at=timezone.now(), today=timezone.localdate(), **form.cleaned_data
        )
    except mental.AlreadyOpen:
        form.add_error("journey", _("A round about this journey is open: close it first."))
    except mental.NoMap:
        form.add_error(
            "journey", _("No touchpoint stands on this journey's map yet: there is nothing to compare with.")
        )
    return None


@needs(Can.READ_PROGRAMME)
@require_safe
@chart_page
def mapping_round(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """A round: who has answered while it is open, what staff know of the path once it is closed."""
    held = round_or_404(request, engagement, key)
    result = _result(request, held)
    context = {
        "slug": slug,
        "engagement": held.journey.engagement,
        "round": held,
        "result": result,
        "is_open": held.takes_answers(timezone.localdate()),
        "charts": _charts(result),
        "may_run": may_run(held, viewer_of(request)),
        "may_list": viewer_of(request).can(Can.EDIT_PROGRAMME),
        "minimum": request.organisation.minimum_employees,
    }
    return render(request, "touchpoints/mental/round.html", context)


def _result(request: MemberRequest, held: MappingRound) -> RoundResult:
    return round_result(
        held, viewer=viewer_of(request), organisation=request.organisation, day=timezone.localdate()
    )  # fmt: skip


def _charts(result: RoundResult) -> list[charts.Chart]:
    """How far the orders are from the real one: unit by unit, and how the people spread."""
    if result.total is None:
        return []
    rows = [_interval_row(local(one.unit.name), one.knowledge) for one in result.units]
    bars = [
        charts.Bar(f"{20 * fifth}–{20 * fifth + 20}{chr(0x202F)}%", count)
        for fifth, count in enumerate(result.total.fifths)
    ]
    by_unit = charts.ranked(
        key="distances", title=_("Touchpoints told in another order, by unit"), rows=rows, unit="%",
        subtitle=_("share of pairs told the other way round; 0: as on the map, 50: as good as chance"),
    )  # fmt: skip
    spread = charts.distribution(
        key="spread", title=_("How people spread"), bars=bars,
        subtitle=_("people by the share of pairs they told the other way round"),
    )  # fmt: skip
    return [by_unit, spread] if rows and not result.withheld else [spread]


def _interval_row(label: str, known: Knowledge | None) -> charts.IntervalRow:
    if known is None:
        return charts.IntervalRow(label, None, None, None, None, state="hidden")
    interval = known.distance.interval
    low, high = (100 * interval.low, 100 * interval.high) if interval else (None, None)
    mean = None if known.distance.mean is None else 100 * known.distance.mean
    return charts.IntervalRow(label, mean, low, high, known.compared)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def mapping_close(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """End a round before its day."""
    held = round_or_404(request, engagement, key)
    try:
        mental.close_round(held=held, by=viewer_of(request), at=timezone.now())
    except NotYours as refused:
        raise PermissionDenied from refused
    messages.success(request, _("The round is closed; the map is frozen as it stands now."))
    return redirect(mental.round_address(held))


@needs(Can.READ_PROGRAMME)
@require_safe
def mapping_file(request: MemberRequest, slug: str, engagement: str, key: UUID, kind: str) -> HttpResponse:
    """A closed round's figures as CSV: `units`, or the `path` touchpoint by touchpoint.

    :raises Http404: another kind
    """
    held = round_or_404(request, engagement, key)
    written = {"units": _unit_rows, "path": _path_rows}.get(kind)
    if written is None:
        raise Http404(kind)
    rows = written(_result(request, held))
    answer = HttpResponse("".join(lines_of(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="mental-map-{held.journey.code}-{kind}.csv"'
    return answer


FIGURES = (
    "people", "compared", "distance", "distance_low", "distance_high", "named", "named_low", "named_high",
    "off_map", "off_map_low", "off_map_high", "unknown",
)  # fmt: skip


def _unit_rows(result: RoundResult) -> Iterator[tuple[Any, ...]]:
    yield ("unit", *FIGURES)
    if result.total is not None:
        yield ("total", *_figures(result.total))
    for row in result.units:
        yield (row.unit.code, *(_figures(row.knowledge) if row.knowledge else [""] * len(FIGURES)))


def _figures(known: Knowledge) -> list[Any]:
    spread = [number for share in (known.distance, known.named, known.off_map) for number in _numbers(share)]
    return [known.n, known.compared, *spread, _blank(known.unknown)]


def _numbers(share: Share) -> tuple[Any, Any, Any]:
    interval = share.interval
    low, high = (interval.low, interval.high) if interval else (None, None)
    return _blank(share.mean), _blank(low), _blank(high)


def _blank(value: float | None) -> float | str:
    return "" if value is None else round(value, 4)


def _path_rows(result: RoundResult) -> Iterator[tuple[Any, ...]]:
    yield ("place", "touchpoint", "name", "staff_place", "shift", "named_by", "rated_by", "rating")
    for row in result.path:
        one = row.standing
        yield (
            one.real_place, one.code, local(row.name), "" if one.place is None else one.place,
            "" if one.shift is None else one.shift, one.named_by, one.rated_by or "", _blank(one.rating),
        )  # fmt: skip

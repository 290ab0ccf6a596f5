"""Cards that pages of other apps fetch."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.models import Survey
from metrics.indicators import INDICATORS
from metrics.queries import Dimension, Figure, FigureError, FigureQuery, GroupBy, figures
from metrics.queries.naming import ReadableNames
from metrics.sections import chart_unit, loyalty_card
from metrics.views.filtering import today_of
from touchpoints.models import Touchpoint


@needs(Can.READ_FIGURES)
@require_safe
def nps_card(request: MemberRequest, slug: str) -> HttpResponse:
    """The newest recommendation index."""
    card = loyalty_card(viewer=request.viewer, today=today_of(request))
    return render(request, "metrics/_nps_card.html", {"card": card, "slug": slug})


@needs(Can.READ_FIGURES)
@require_safe
def touchpoint_card(request: MemberRequest, slug: str, touchpoint: str) -> HttpResponse:
    """A touchpoint's figures in every survey, oldest first."""
    found = get_object_or_404(Touchpoint, code=touchpoint)
    readable = ReadableNames()
    rows = [
        (readable.name(Dimension.SURVEY, row.survey), readable.name(Dimension.QUESTION, row.question), row)
        for row in _rows(request, found, "rating_top2")
        if row.n or row.suppressed
    ]
    context = {"touchpoint": found, "rows": rows, "unit": chart_unit(INDICATORS["rating_top2"]), "slug": slug}
    return render(request, "metrics/_touchpoint_card.html", context)


def _rows(request: MemberRequest, touchpoint: Touchpoint, indicator: str) -> list[Figure]:
    query = FigureQuery(
        indicator, touchpoints=(touchpoint.code,), group_by=GroupBy((Dimension.QUESTION, Dimension.SURVEY))
    )
    try:
        return figures(query, viewer=request.viewer, today=today_of(request))
    except FigureError:
        return []


@needs(Can.READ_FIGURES)
@require_safe
def touchpoint_figures(request: MemberRequest, slug: str) -> HttpResponse:
    """One short figure for each touchpoint, from the newest survey that asked about it, put into the journey map."""
    query = FigureQuery("rating_top2", group_by=GroupBy((Dimension.TOUCHPOINT, Dimension.SURVEY)))
    try:
        rows = figures(query, viewer=request.viewer, today=today_of(request))
    except FigureError:
        rows = []
    surveys = Survey.objects.order_by("opens_on", "pk").values_list("code", flat=True)
    age = {code: place for place, code in enumerate(surveys)}
    measured = [row for row in rows if row.touchpoint and row.has_value]
    newest = {row.touchpoint: row for row in sorted(measured, key=lambda row: age.get(row.survey or "", -1))}
    readable = ReadableNames()
    shown = [(row, readable.name(Dimension.SURVEY, row.survey)) for row in newest.values()]
    return render(request, "metrics/_touchpoint_figures.html", {"shown": shown})

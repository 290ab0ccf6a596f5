"""Cards that pages of other apps fetch."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from metrics.indicators import INDICATORS
from metrics.queries import Dimension, Figure, FigureError, FigureQuery, GroupBy, figures
from metrics.queries.naming import ReadableNames
from metrics.sections import chart_unit
from metrics.views.filtering import today_of
from touchpoints.models import Touchpoint


@needs(Can.READ_FIGURES)
@require_safe
def touchpoint_card(request: MemberRequest, slug: str, touchpoint: str) -> HttpResponse:
    """A touchpoint's figures in every survey, oldest first."""
    found = get_object_or_404(Touchpoint, code=touchpoint)
    readable = ReadableNames()
    dimensions = (Dimension.QUESTION, Dimension.SURVEY)
    rows = [
        (readable.name(Dimension.SURVEY, row.survey), readable.name(Dimension.QUESTION, row.question), row)
        for row in _rows(request, FigureQuery("rating_top2", touchpoints=(found.code,), group_by=GroupBy(dimensions)))
        if row.n or row.suppressed
    ]
    context = {"touchpoint": found, "rows": rows, "unit": chart_unit(INDICATORS["rating_top2"]), "slug": slug}
    return render(request, "metrics/_touchpoint_card.html", context)


def _rows(request: MemberRequest, query: FigureQuery) -> list[Figure]:
    try:
        return figures(query, viewer=request.viewer, today=today_of(request))
    except FigureError:
        return []

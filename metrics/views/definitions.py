"""What each indicator is and how it is computed; its values by survey; its rows as a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.stats.estimates import LOW_BASE
from metrics.api.figures import MOST_CSV_ROWS, figures_csv
from metrics.indicators import EVERY, Indicator, PairedIndicator
from metrics.queries import Dimension, Figure, FigureError, FigureQuery, GroupBy, Lookups, figure_query, figures
from metrics.queries.choosing import surveys_asking
from metrics.queries.naming import ReadableNames
from metrics.sections import chart_unit, page
from metrics.views.filtering import today_of


@dataclass(frozen=True, slots=True)
class ShownIndicator:
    """An indicator with its value in each survey, or with the surveys in which it is read question by question."""

    indicator: Indicator | PairedIndicator
    unit: str
    values: Sequence[tuple[str, Figure]]
    read_in: Sequence[tuple[str, str]]


@needs(Can.READ_FIGURES)
@require_safe
def indicators(request: MemberRequest, slug: str) -> HttpResponse:
    """Every indicator with its value in each survey."""
    lookups, readable = Lookups(), ReadableNames()
    rows = [_shown(request, indicator, lookups, readable) for indicator in EVERY.values()]
    return render(request, "metrics/indicators.html", {"rows": rows, "slug": slug})


def _shown(
    request: MemberRequest, indicator: Indicator | PairedIndicator, lookups: Lookups, readable: ReadableNames
) -> ShownIndicator:
    read_in: list[str] = []
    values = _by_survey(request, indicator, lookups)
    if not values and isinstance(indicator, Indicator) and not indicator.main:
        read_in = surveys_asking(indicator, lookups=lookups)
    return ShownIndicator(
        indicator=indicator,
        unit=chart_unit(indicator),
        values=[(readable.name(Dimension.SURVEY, row.survey), row) for row in values],
        read_in=[(readable.name(Dimension.SURVEY, code), page("results", code)) for code in read_in],
    )


def _by_survey(request: MemberRequest, indicator: Indicator | PairedIndicator, lookups: Lookups) -> list[Figure]:
    """The indicator of each survey's main question; none for indicators that need a question."""
    found: list[Figure] = []
    has_classes = isinstance(indicator, Indicator) and indicator.has_classes
    scales = indicator.scales if has_classes else (None,)
    for scale in scales:
        query = FigureQuery(indicator.key, scale=scale, group_by=GroupBy((Dimension.SURVEY,)))
        try:
            found += figures(query, viewer=request.viewer, today=today_of(request), lookups=lookups)
        except FigureError as error:
            if error.code != "question_required":
                raise
    return [row for row in found if row.n or row.suppressed]


@needs(Can.READ_FIGURES)
@require_safe
def definition(request: MemberRequest, slug: str, key: str) -> HttpResponse:
    """How one indicator is computed."""
    if key not in EVERY:
        raise Http404(key)
    context = {"indicator": EVERY[key], "low_base": LOW_BASE, "slug": slug}
    return render(request, "metrics/definition.html", context)


@needs(Can.EXPORT_FIGURES)
@require_safe
def figures_file(request: MemberRequest, slug: str) -> HttpResponse:
    """The rows behind a chart as CSV: the same parameters, rows and gate as in the API."""
    try:
        query = figure_query(request.GET, today=today_of(request))
        rows = figures(query, viewer=request.viewer, today=today_of(request))
    except FigureError as error:
        return HttpResponse(error.detail, status=400, content_type="text/plain; charset=utf-8")
    if len(rows) > MOST_CSV_ROWS:
        return HttpResponse(_("That is too much for one file."), status=400, content_type="text/plain; charset=utf-8")
    headers = {"Content-Disposition": 'attachment; filename="figures.csv"'}
    return HttpResponse(figures_csv(rows), content_type="text/csv; charset=utf-8", headers=headers)

"""Cards that pages of other apps fetch."""

from collections import defaultdict
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Judged:
    """A touchpoint in the newest survey that asked about it: each question's figure apart, the lowest first.

    Questions about one touchpoint ask about unlike things, such as food and cleanliness: they are never put together.
    """

    touchpoint: str
    survey: str
    figures: list[tuple[str, Figure]]

    @property
    def lowest(self) -> Figure:
        return self.figures[0][1]

    @property
    def highest(self) -> Figure:
        return self.figures[-1][1]


@needs(Can.READ_FIGURES)
@require_safe
def touchpoint_figures(request: MemberRequest, slug: str) -> HttpResponse:
    """What customers say of each touchpoint in short, put into the journey map."""
    dimensions = (Dimension.TOUCHPOINT, Dimension.SURVEY, Dimension.QUESTION)
    rows = _rows(request, FigureQuery("rating_top2", group_by=GroupBy(dimensions)))
    return render(request, "metrics/_touchpoint_figures.html", {"shown": _newest(rows)})


def _newest(rows: list[Figure]) -> list[Judged]:
    """Each touchpoint's figures of the newest survey that has any."""
    surveys = Survey.objects.order_by("opens_on", "pk").values_list("code", flat=True)
    age = {code: place for place, code in enumerate(surveys)}
    measured: dict[str, dict[int, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.touchpoint and row.has_value:
            measured[row.touchpoint][age.get(row.survey or "", -1)].append(row)
    readable = ReadableNames()
    return [
        Judged(touchpoint, readable.name(Dimension.SURVEY, newest[0].survey), _named(newest, readable))
        for touchpoint, by_survey in measured.items()
        if (newest := by_survey[max(by_survey)])
    ]


def _named(rows: list[Figure], readable: ReadableNames) -> list[tuple[str, Figure]]:
    ordered = sorted(rows, key=lambda row: row.value or 0.0)
    return [(readable.name(Dimension.QUESTION, row.question), row) for row in ordered]


def _rows(request: MemberRequest, query: FigureQuery) -> list[Figure]:
    try:
        return figures(query, viewer=request.viewer, today=today_of(request))
    except FigureError:
        return []

"""The promise gap: a page and its file."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from brandpromise.views.common import section
from feedback.models import Survey
from lib import charts
from lib.chart_pages import chart_page
from lib.csv_files import lines_of
from lib.local_text import local
from metrics.queries import Dimension, FigureError
from metrics.queries.naming import ReadableNames
from metrics.queries.promise_kept import Asking, PromiseKept, asking, promise_kept
from metrics.views.filtering import asked, filters_of, today_of
from metrics.views.gap_parts import HEADINGS, course_chart, file_rows, gap_chart
from programs.models import SegmentAxis


@needs(Can.READ_FIGURES)
@require_safe
@chart_page
def gap_page(request: MemberRequest, slug: str) -> HttpResponse:
    """Pillar by pillar, at every touchpoint, by segment and over time; the widest gap first."""
    about = asking()
    found, problem = _read(request, about)
    surveys = {survey.code: survey for survey in Survey.objects.filter(code__in=[one.code for one in about.surveys])}
    context: dict[str, Any] = {
        **section(request, slug, "metrics:gaps"),
        "found": found,
        "problem": problem,
        "surveys": [(one.code, local(surveys[one.code].name) or one.code) for one in about.surveys],
        "axes": [(axis.code, local(axis.name) or axis.code) for axis in SegmentAxis.objects.filter(archived_at=None)],
        "axis": request.GET.get("axis", ""),
        "filters": filters_of(request),
        "may_edit": request.viewer.can(Can.EDIT_SURVEYS),
    }
    if found:
        shown = surveys[found.survey.code]
        context |= {"survey": shown, "survey_name": local(shown.name) or shown.code, "heading": _heading(found)}
        context |= _drawn(found, about, local(shown.name) or shown.code) | {"csv": _file(request, slug)}
    return render(request, "metrics/gaps.html", context, status=400 if problem else 200)


def _read(request: MemberRequest, about: Asking) -> tuple[PromiseKept | None, str]:
    query, problem = asked(request)
    survey = about.chosen(request.GET.get("survey", ""))
    if survey is None or problem:
        return None, problem
    axis = request.GET.get("axis", "")
    try:
        return promise_kept(about, survey, query, viewer=request.viewer, today=today_of(request), axis=axis), ""
    except FigureError as error:
        return None, error.detail


def _heading(found: PromiseKept) -> str:
    """The answer in one sentence."""
    short, every = found.spread
    if not every:
        return _("Too few answers to say whether the promise is kept")
    if not short:
        return _("No gap to be seen between what is expected and what is experienced")
    return ngettext(
        "The promise falls short at %(short)d of %(all)d place asked about",
        "The promise falls short at %(short)d of %(all)d places asked about",
        every,
    ) % {"short": short, "all": every}


def _file(request: MemberRequest, slug: str) -> str:
    if not request.viewer.can(Can.EXPORT_FIGURES):
        return ""
    return f"{reverse('metrics:gaps_csv', args=[slug])}?{request.GET.urlencode()}"


def _drawn(found: PromiseKept, about: Asking, survey: str) -> dict[str, Any]:
    readable = ReadableNames()

    def at(row: Any) -> str:
        return readable.name(Dimension.TOUCHPOINT, row.group.codes[0])

    def among(row: Any) -> str:
        return readable.name(Dimension.SEGMENT, row.group.codes[0])

    def name(row: Any, part: str) -> str:
        return f"{part} · {about.names.get(row.pillar, row.pillar)}"

    pillars = [(one.name, one.gap) for one in found.pillars]
    places = [(name(row, at(row)), row) for row in found.places]
    segments = [(name(row, among(row)), row) for row in found.segments]
    drawn: dict[str, charts.Chart | None] = {
        "pillars_chart": gap_chart("pillars", _("Pillar by pillar"), survey, pillars),
        "places_chart": gap_chart("places", _("Pillars at touchpoints, the widest gap first"), survey, places),
        "segments_chart": gap_chart("segments", _("Pillars by segment, the widest gap first"), survey, segments),
        "over_chart": course_chart(found, survey, readable),
    }
    direct = [
        (about.names.get(one.pillar, one.pillar), readable.name(Dimension.QUESTION, one.question), one)
        for one in found.direct
    ]
    return {**drawn, "direct": direct, "columns": list(about.names.values()), "rows": [*pillars, *places, *segments]}


@needs(Can.EXPORT_FIGURES)
@require_safe
def gaps_file(request: MemberRequest, slug: str) -> HttpResponse:
    """The same rows as a file; what the reader may not see is not in it."""
    about = asking()
    found, problem = _read(request, about)
    if problem:
        return HttpResponse(problem, status=400, content_type="text/plain; charset=utf-8")
    lines: Sequence[Sequence[Any]] = file_rows(found) if found else []
    sample = "sample-" if found and found.survey.is_sample else ""
    return HttpResponse(
        "".join(lines_of([HEADINGS, *lines])),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{sample}promise-gap.csv"'},
    )

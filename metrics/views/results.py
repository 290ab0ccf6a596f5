"""A survey's results and the cross-table of one of its questions."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.models import Question, Survey
from lib import charts
from lib.chart_pages import chart_page
from lib.local_text import local
from metrics.indicators import INDICATORS
from metrics.queries import Dimension, FigureError
from metrics.queries.crosstabs import Crosstab, crosstab
from metrics.queries.received import received_by
from metrics.queries.results import SHOWN_BY_KIND, QuestionResult, survey_results
from metrics.sections import chart_unit, csv_address, interval_row, page
from metrics.views.filtering import asked, division, divisions, filters_of, today_of


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A question's result with what its card links to."""

    result: QuestionResult
    chart: charts.Chart | None
    units: list[str]
    reasons: list[tuple[str, int]]
    divided: str


@needs(Can.READ_FIGURES)
@require_safe
@chart_page
def results(request: MemberRequest, slug: str, survey: str) -> HttpResponse:
    """Every question: distribution, n, missing by reason, figures with interval; filters in the address."""
    found = get_object_or_404(Survey.objects.select_related("version"), code=survey)
    query, problem = asked(request)
    shown: list[QuestionResult] = []
    try:
        shown = survey_results(found, query, viewer=request.viewer, today=today_of(request))
    except FigureError as error:
        problem = error.detail
    # What readers of their own touchpoints may not see is not told as “no answers”.
    sees_all = request.viewer.touchpoint_ids is None
    context = {
        "slug": slug,
        "survey": found,
        "survey_name": local(found.name) or found.code,
        "results": [_shown(result, found) for result in shown if result.n or sees_all],
        "n": max((result.n or 0 for result in shown), default=0),
        "filled": received_by(found)[0] if sees_all and not any(request.GET.values()) else None,
        "filters": filters_of(request),
        "first": request.GET.get("from", ""),
        "last": request.GET.get("to", ""),
        "problem": problem,
        "kept": request.GET.urlencode(),
        "may_export": request.viewer.can(Can.EXPORT_ANSWERS),
    }
    return render(request, "metrics/results.html", context, status=400 if problem else 200)


def _shown(result: QuestionResult, survey: Survey) -> ShownResult:
    bars = [charts.Bar(step.label, step.count, step.kind) for step in result.steps]
    chart = charts.distribution(key=f"q-{result.code}", title=result.text, bars=bars) if bars and result.n else None
    divided = f"{page('crosstab', survey.code)}?{urlencode({'question': result.code})}"
    return ShownResult(
        result=result,
        chart=chart,
        units=[chart_unit(shown.indicator) for shown in result.figures],
        reasons=[(reason_word(name), count) for name, count in result.missing.items()],
        divided=divided if result.kind in SHOWN_BY_KIND else "",
    )


def reason_word(name: str) -> str:
    """Why there is no value, in the reader's words."""
    return {
        "skipped": pgettext("answer", "left blank"),
        "not_applicable": pgettext("answer", "never used"),
        "dont_know": pgettext("answer", "does not know"),
    }[name]


@needs(Can.READ_FIGURES)
@require_safe
@chart_page
def crosstab_page(request: MemberRequest, slug: str, survey: str) -> HttpResponse:
    """One question divided by an axis, unit, channel, source or time."""
    found = get_object_or_404(Survey.objects.select_related("version"), code=survey)
    questions = Question.objects.filter(instrument=found.version.instrument_id, kind__in=list(SHOWN_BY_KIND))
    options = [
        (question.code, local(question.label) or local(question.text) or question.code) for question in questions
    ]
    code = request.GET.get("question", "") or (options[0][0] if options else "")
    query, problem = asked(request)
    query = replace(query, surveys=(found.code,))
    table: Crosstab | None = None
    if code and not problem:
        try:
            by = division(request.GET.get("by", ""))
            table = crosstab(code, by, query, viewer=request.viewer, today=today_of(request))
        except FigureError as error:
            problem = error.detail
    context = {
        "slug": slug,
        "survey": found,
        "survey_name": local(found.name) or found.code,
        "question": dict(options).get(code, code),
        "questions": options,
        "code": code,
        "divisions": divisions(),
        "by": request.GET.get("by", "") or str(Dimension.UNIT),
        "filters": filters_of(request),
        "table": table,
        "problem": problem,
        **_drawn(table, query, request, code),
    }
    return render(request, "metrics/crosstab.html", context, status=400 if problem else 200)


def _drawn(table: Crosstab | None, query: object, request: MemberRequest, code: str) -> dict[str, object]:
    """The chart of a cross-table with the addresses of its file and definition."""
    if table is None or table.withheld or not table.rows:
        return {}
    indicator = INDICATORS[table.indicator]
    asked_again = replace(
        query,
        indicator=table.indicator,
        questions=(code,),
        group_by=division(request.GET.get("by", "")),  # type: ignore[type-var]
    )
    return {
        "chart": charts.ranked(
            key="crosstab",
            title=str(indicator.label),
            rows=[interval_row(row.name, row.figure) for row in table.rows],
            unit=chart_unit(indicator),
        ),
        "csv": csv_address(asked_again, viewer=request.viewer),  # type: ignore[arg-type]
        "definition": page("definition", table.indicator),
        "values": list(table.scale.values) if table.scale else [],
        "said": _("Share of each answer"),
    }

"""Two waves side by side."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import Survey
from lib.chart_pages import chart_page
from lib.charts.rows import short_verdict
from lib.local_text import local
from lib.stats.verdicts import Verdict
from metrics.indicators import INDICATORS
from metrics.queries import Dimension, FigureError, FigureQuery, GroupBy
from metrics.queries.compared import ComparedRow, Comparison, chart_word
from metrics.queries.comparing import compare_waves, questions_about_touchpoints
from metrics.queries.naming import ReadableNames
from metrics.sections import chart_unit, comparison_chart, csv_address, page

COMPARABLE = ("rating_top2", "rating_mean", "csat_top2", "csat_mean", "nps", "ces_mean", "ces_agree")


@needs(Can.READ_FIGURES)
@require_safe
@chart_page
def compare(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose two surveys, an indicator, and questions or touchpoints; read differences with verdicts."""
    surveys = list(Survey.objects.filter(is_sample=False).order_by("opens_on", "pk"))
    options = [(survey.code, local(survey.name) or survey.code) for survey in surveys]
    before, after = _chosen(request, [code for code, _name in options])
    indicator = request.GET.get("indicator", "") or COMPARABLE[0]
    by = Dimension.TOUCHPOINT if request.GET.get("by") == Dimension.TOUCHPOINT else Dimension.QUESTION
    found: Comparison | None = None
    problem = ""
    if before and after:
        try:
            found = compare_waves(before=before, after=after, indicator=indicator, by=by, viewer=request.viewer)
        except FigureError as error:
            problem = error.detail
    names = dict(options)
    context = {
        "slug": slug,
        "surveys": options,
        "before": before,
        "after": after,
        "before_name": names.get(before, before),
        "after_name": names.get(after, after),
        "indicators": [(key, INDICATORS[key].label) for key in COMPARABLE],
        "indicator": indicator,
        "by": by,
        "problem": problem,
        **(_drawn(found, by, names, request.viewer) if found else {}),
    }
    return render(request, "metrics/compare.html", context, status=400 if problem else 200)


def _chosen(request: MemberRequest, codes: list[str]) -> tuple[str, str]:
    """The two surveys of the address; the two newest where none is named."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if len(codes) > 1:
        before, after = before or codes[-2], after or codes[-1]
    return before, after


def _drawn(found: Comparison, by: Dimension, names: dict[str, str], viewer: Viewer) -> dict[str, object]:
    name = names_of_rows(found, by)
    query = FigureQuery(
        found.indicator.key, surveys=(found.before, found.after), group_by=GroupBy((Dimension.SURVEY, by))
    )
    return {
        "comparison": found,
        "rows": [_told(name(row.code), row) for row in found.rows],
        "better": found.count(Verdict.BETTER),
        "worse": found.count(Verdict.WORSE),
        "chart": comparison_chart(
            found,
            name=name,
            before_name=names.get(found.before, found.before),
            after_name=names.get(found.after, found.after),
        ),
        "unit": chart_unit(found.indicator),
        "weighted": any(row.weighted for row in found.rows),
        "adjusted": any(row.adjusted for row in found.rows),
        "csv": csv_address(query, viewer=viewer),
        "definition": page("definition", found.indicator.key),
    }


def _told(name: str, row: ComparedRow) -> tuple[str, ComparedRow, str, str]:
    """A row of the table with its verdict, and the verdict in two words."""
    word = chart_word(row.change)
    return name, row, word, short_verdict(word)


def names_of_rows(found: Comparison, by: Dimension) -> Callable[[str], str]:
    """What the rows are called; a touchpoint that several questions ask about says that they stand together."""
    readable = ReadableNames()
    asked = questions_about_touchpoints(found) if by is Dimension.TOUCHPOINT else {}

    def name(code: str) -> str:
        n = asked.get(code, 1)
        if n < 2:
            return readable.name(by, code)
        together = ngettext("%(name)s (%(n)d question)", "%(name)s (%(n)d questions together)", n)
        return together % {"name": readable.name(by, code), "n": n}

    return name

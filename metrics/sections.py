"""Cards of figures for pages made of several apps' things: the board, the audit page, a touchpoint's page.

Each function answers with a frozen record that carries its chart, its definition's address and the address where its
numbers can be fetched; or with None where there is nothing to show yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import QuestionType, Survey
from lib import charts
from lib.local_text import local
from metrics.indicators import INDICATORS, Indicator
from metrics.queries import Dimension, Figure, FigureError, FigureQuery, GroupBy, figures, one_figure
from metrics.queries.comparing import ComparedRow, Comparison, chart_word, compare_waves
from metrics.queries.naming import ReadableNames
from metrics.queries.results import Step, survey_results
from organisations.tenancy import scoped_organisation
from programs.models import Engagement

TOPICS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class LoyaltyCard:
    """The recommendation index of the newest survey that asked for it."""

    figure: Figure
    weighted: Figure | None
    survey_code: str
    survey_name: str
    first_asked: bool  # no earlier survey asked for it, so there is nothing to compare with
    references: tuple[tuple[str, float], ...]
    results: str
    csv: str
    definition: str


@dataclass(frozen=True, slots=True)
class SatisfactionCard:
    """Overall satisfaction in every survey, oldest first."""

    newest: Figure
    survey_name: str
    figures: tuple[Figure, ...]
    chart: charts.Chart
    csv: str
    definition: str


@dataclass(frozen=True, slots=True)
class RankedCard:
    """Touchpoints (or questions) of one survey from best to worst, those of low base last and not ranked."""

    survey_code: str
    survey_name: str
    figures: tuple[Figure, ...]
    chart: charts.Chart
    csv: str
    definition: str


@dataclass(frozen=True, slots=True)
class WavesCard:
    """The two newest waves compared."""

    comparison: Comparison
    before_name: str
    after_name: str
    chart: charts.Chart
    address: str
    csv: str
    definition: str


@dataclass(frozen=True, slots=True)
class TopicsCard:
    """What comments were about, as coded; most frequent first."""

    survey_name: str
    topics: tuple[Step, ...]
    n: int
    chart: charts.Chart
    results: str


def published_references() -> tuple[tuple[str, float], ...]:
    """The reference points quoted in the practice (domain 4.1), in the reader's language."""
    return (
        (_("best companies"), 75.0),
        (_("average"), 16.0),
        (_("telecoms"), -5.0),
        (_("hypermarkets"), -10.0),
        (_("banks"), -25.0),
    )


def loyalty_card(
    *, viewer: Viewer, engagement: Engagement | None = None, today: date | None = None
) -> LoyaltyCard | None:
    """The newest recommendation index with answers, unweighted and weighted."""
    asked = [survey for survey in _surveys(engagement) if survey.main_nps_id]
    for survey in reversed(asked):
        query = FigureQuery("nps", surveys=(survey.code,), questions=_main(survey, "main_nps"))
        found = _one(query, viewer, today)
        if found and found.n:
            heavy = FigureQuery(query.indicator, surveys=query.surveys, questions=query.questions, weighted=True)
            return LoyaltyCard(
                figure=found,
                weighted=_one(heavy, viewer, today) if survey.weighted else None,
                survey_code=survey.code,
                survey_name=local(survey.name) or survey.code,
                first_asked=survey == asked[0],
                references=published_references(),
                results=page("results", survey.code),
                csv=csv_address(query, viewer=viewer),
                definition=page("definition", "nps"),
            )
    return None


def satisfaction_card(
    *, viewer: Viewer, engagement: Engagement | None = None, today: date | None = None
) -> SatisfactionCard | None:
    """Overall satisfaction (top 2) in each survey of the engagement that asked for it."""
    asked = [survey for survey in _surveys(engagement) if survey.main_csat_id]
    query = FigureQuery(
        "csat_top2", surveys=tuple(survey.code for survey in asked), group_by=GroupBy((Dimension.SURVEY,))
    )
    found = {row.survey: row for row in figures(query, viewer=viewer, today=today)} if asked else {}
    answered = [survey for survey in asked if survey.code in found and found[survey.code].has_value]
    if not answered:
        return None
    rows = [found[survey.code] for survey in answered]
    names = [local(survey.name) or survey.code for survey in answered]
    return SatisfactionCard(
        newest=rows[-1],
        survey_name=names[-1],
        figures=tuple(rows),
        chart=charts.ranked(
            key="satisfaction",
            title=str(INDICATORS["csat_top2"].label),
            rows=[interval_row(name, row) for name, row in zip(names, rows, strict=True)],
        ),
        csv=csv_address(query, viewer=viewer),
        definition=page("definition", "csat_top2"),
    )


def ranked_touchpoints(
    *,
    viewer: Viewer,
    engagement: Engagement | None = None,
    survey: str = "",
    by: Dimension = Dimension.TOUCHPOINT,
    today: date | None = None,
) -> RankedCard | None:
    """Touchpoints of the newest survey (or the one named) by the share of satisfied customers, with intervals."""
    readable = ReadableNames()
    for candidate in reversed(_surveys(engagement)):
        if survey and candidate.code != survey:
            continue
        query = FigureQuery("rating_top2", surveys=(candidate.code,), group_by=GroupBy((by,)))
        found = [row for row in figures(query, viewer=viewer, today=today) if getattr(row, by) and row.n != 0]
        if found:
            rows = ranked(found)
            name = local(candidate.name) or candidate.code
            return RankedCard(
                survey_code=candidate.code,
                survey_name=name,
                figures=tuple(rows),
                chart=charts.ranked(
                    key="touchpoints",
                    title=_("Touchpoints from best to worst"),
                    subtitle=name,
                    rows=[interval_row(readable.name(by, getattr(row, by)), row) for row in rows],
                ),
                csv=csv_address(query, viewer=viewer),
                definition=page("definition", "rating_top2"),
            )
    return None


def wave_comparison(
    *,
    viewer: Viewer,
    engagement: Engagement | None = None,
    before: str = "",
    after: str = "",
    by: Dimension = Dimension.TOUCHPOINT,
    indicator: str = "rating_top2",
    today: date | None = None,
) -> WavesCard | None:
    """The two newest waves of the engagement (or those named) side by side."""
    surveys = {survey.code: survey for survey in _surveys(engagement)}
    codes = list(surveys)
    if not (before and after):
        if len(codes) < 2:
            return None
        before, after = before or codes[-2], after or codes[-1]
    try:
        comparison = compare_waves(before=before, after=after, viewer=viewer, indicator=indicator, by=by)
    except FigureError:
        return None
    if not comparison.rows:
        return None
    before_name, after_name = (local(surveys[c].name) if c in surveys else c for c in (before, after))
    query = FigureQuery(indicator, surveys=(before, after), group_by=GroupBy((Dimension.SURVEY, by)))
    return WavesCard(
        comparison=comparison,
        before_name=before_name or before,
        after_name=after_name or after,
        chart=comparison_chart(comparison, by=by, before_name=before_name or before, after_name=after_name or after),
        address=f"{page('compare')}?{urlencode({'before': before, 'after': after, 'indicator': indicator, 'by': by})}",
        csv=csv_address(query, viewer=viewer),
        definition=page("definition", indicator),
    )


def comparison_chart(comparison: Comparison, *, by: Dimension, before_name: str, after_name: str) -> charts.Chart:
    """The dumbbells of a comparison, largest improvement first."""
    readable = ReadableNames()
    rows = sorted(comparison.rows, key=lambda row: -(row.change.value or 0.0))
    return charts.before_after(
        key="waves",
        title=str(comparison.indicator.label),
        subtitle=f"{before_name} → {after_name}",
        rows=[_before_after(readable.name(by, row.code), row) for row in rows if row.before and row.after],
        before_label=before_name,
        after_label=after_name,
        unit=chart_unit(comparison.indicator),
    )


def topics_card(
    *, viewer: Viewer, engagement: Engagement | None = None, today: date | None = None
) -> TopicsCard | None:
    """The most frequent coded topics of the newest survey that has some."""
    for survey in reversed(_surveys(engagement)):
        results = survey_results(survey, FigureQuery(), viewer=viewer, today=today)
        coded = [result for result in results if result.kind == QuestionType.CHOICES and result.n]
        topics = sorted((step for result in coded for step in result.steps if step.count), key=lambda step: -step.count)
        if topics:
            name = local(survey.name) or survey.code
            shown = tuple(topics[:TOPICS_SHOWN])
            return TopicsCard(
                survey_name=name,
                topics=shown,
                n=sum(result.n or 0 for result in coded),
                chart=charts.distribution(
                    key="topics",
                    title=_("What comments were about"),
                    subtitle=name,
                    bars=[charts.Bar(step.label, step.count) for step in shown],
                ),
                results=page("results", survey.code),
            )
    return None


def interval_row(label: str, row: Figure, href: str = "") -> charts.IntervalRow:
    """A figure as a line of a ranked chart; hidden and empty ones say so."""
    state = "hidden" if row.suppressed else "none" if not row.n else "low" if row.low_base else ""
    return charts.IntervalRow(label, row.value, row.ci_low, row.ci_high, row.n, state, href)


def ranked(rows: Sequence[Figure]) -> list[Figure]:
    """From best to worst; rows of low base and hidden ones after, in the order they came."""
    firm = [row for row in rows if row.has_value and not row.low_base]
    rest = [row for row in rows if not row.has_value or row.low_base]
    return [*sorted(firm, key=lambda row: -(row.value or 0.0)), *rest]


def chart_unit(indicator: Indicator) -> str:
    """The unit in the words of the charts."""
    if indicator.key == "nps":
        return "nps"
    return {"points": "points", "percent": "%", "score": "mean"}[indicator.unit]


def page(name: str, *parts: str) -> str:
    """The address of a page of this app in the open organisation."""
    return reverse(f"metrics:{name}", args=[scoped_organisation().slug, *parts])


def csv_address(query: FigureQuery, *, viewer: Viewer) -> str:
    """Where the rows of a query are a CSV file, for people; nothing for whoever may not take figures away."""
    if not viewer.can(Can.EXPORT_FIGURES):
        return ""
    wanted: list[tuple[str, str]] = [("indicator", query.indicator)]
    for dimension in Dimension:
        wanted += [(str(dimension), code) for code in query.values_of(dimension)]
    if query.scale:
        wanted.append(("scale", str(query.scale)))
    if query.group_by.text:
        wanted.append(("group_by", query.group_by.text))
    if query.weighted:
        wanted.append(("weighted", "true"))
    if query.period:
        wanted += [("from", query.period.start.isoformat()), ("to", query.period.end.isoformat())]
    return f"{page('figures_csv')}?{urlencode(wanted)}"


def _before_after(label: str, row: ComparedRow) -> charts.BeforeAfter:
    early, late = row.before, row.after
    return charts.BeforeAfter(
        label=label,
        before=early.value if early else None,
        after=late.value if late else None,
        low=late.low if late else None,
        high=late.high if late else None,
        verdict=chart_word(row.change),
        n_before=early.n if early else None,
        n_after=late.n if late else None,
    )


def _surveys(engagement: Engagement | None) -> list[Survey]:
    """Surveys of the engagement (or of the organisation), oldest first."""
    surveys = Survey.objects.select_related("version")
    if engagement is not None:
        surveys = surveys.filter(engagement=engagement)
    return sorted(surveys, key=lambda survey: (survey.opens_on or date.max, survey.pk))


def _main(survey: Survey, name: str) -> tuple[str, ...]:
    question = getattr(survey, name)
    return (question.code,) if question else ()


def _one(query: FigureQuery, viewer: Viewer, today: date | None) -> Figure | None:
    """The single figure; where a survey asked on another scale than the rest of the organisation, that scale's."""
    try:
        return one_figure(query, viewer=viewer, today=today)
    except FigureError as error:
        if error.code != "scale_ambiguous":
            raise
    found = [
        one_figure(replace(query, scale=scale), viewer=viewer, today=today)
        for scale in INDICATORS[query.indicator].scales
    ]
    return max(found, key=lambda row: row.n or 0)

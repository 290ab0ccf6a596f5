"""What pages made of several apps' things show of figures: lines of charts, their addresses, points of reference."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from lib import charts
from metrics.indicators import PAIRED, Indicator, PairedIndicator
from metrics.queries import Dimension, Figure, FigureQuery
from metrics.queries.compared import ComparedRow, Comparison, chart_word
from organisations.tenancy import scoped_organisation


def published_references() -> tuple[tuple[str, float], ...]:
    """The reference points quoted in the practice (domain 4.1), in the reader's language."""
    return (
        (_("best companies"), 75.0),
        (_("average"), 16.0),
        (_("telecoms"), -5.0),
        (_("hypermarkets"), -10.0),
        (_("banks"), -25.0),
    )


def interval_row(label: str, row: Figure, href: str = "") -> charts.IntervalRow:
    """A figure as a line of a ranked chart; hidden and empty ones say so."""
    state = "hidden" if row.suppressed else "none" if not row.n else "low" if row.low_base else ""
    return charts.IntervalRow(label, row.value, row.ci_low, row.ci_high, row.n, state, href)


def comparison_chart(
    comparison: Comparison, *, name: Callable[[str], str], before_name: str, after_name: str
) -> charts.Chart:
    """The dumbbells of a comparison, largest improvement first.

    :param name: what a row's code is called
    """
    rows = sorted(comparison.rows, key=lambda row: -(row.change.value or 0.0))
    return charts.before_after(
        key="waves",
        title=str(comparison.indicator.label),
        subtitle=f"{before_name} → {after_name}",
        rows=[_before_after(name(row.code), row) for row in rows if row.before and row.after],
        before_label=before_name,
        after_label=after_name,
        unit=chart_unit(comparison.indicator),
    )


def chart_unit(indicator: Indicator | PairedIndicator) -> str:
    """The unit in the words of the charts."""
    if indicator.key == "nps":
        return "nps"
    if indicator.key in PAIRED:
        return "gap"
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

"""Pictures of figures: small drawings, charts with their table and downloads, the wheel."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from lib.charts import build, small
from lib.charts import wheel as wheels
from lib.charts.numbers import amount
from lib.charts.rows import Chart
from lib.templatetags.ui_boxes import SPANS, one_of

register = template.Library()

WIDTHS = ("wide", "mid", "narrow")


def _safe(svg: str) -> SafeString:
    """Drawings escape every text they are given (lib.charts.svg)."""
    return mark_safe(svg)  # noqa: S308


def _responsive(draw: Callable[[int], str]) -> SafeString:
    """Three widths of one drawing; the box shows the one that fits."""
    parts = zip(WIDTHS, build.three_widths(draw), strict=True)
    return _safe(
        '<div class="chart-box">' + "".join(f'<div class="chart-{w}">{svg}</div>' for w, svg in parts) + "</div>"
    )


@register.simple_tag
def nps_bar(promoters: float, passives: float, detractors: float) -> SafeString:
    """Detractors, passives and promoters as one bar; counts or weights."""
    return _responsive(lambda width: small.nps_bar(promoters, passives, detractors, width))


@register.inclusion_tag("ui/_nps_key.html")
def nps_key(scale: str = "0-10") -> dict[str, str]:
    """What the three colours mean on this scale."""
    one_of(scale, ("0-10", "1-10", ""), "scale")
    lowest = {"0-10": "0–6", "1-10": "1–6", "": ""}[scale]
    return {"detractors": lowest, "passives": "7–8" if scale else "", "promoters": "9–10" if scale else ""}


@register.simple_tag
def reference_scale(
    value: float, low: float | None, high: float | None, references: Sequence[tuple[str, float]], label: str = "",
    unit: str = "nps",
) -> SafeString:  # fmt: skip
    """Where a figure stands between known points of reference (name, value)."""
    return _responsive(lambda width: small.reference_scale(value, low, high, references, width, label=label, unit=unit))


@register.simple_tag
def interval_dot(
    value: float, low: float | None, high: float | None, minimum: float = 0, maximum: float = 100, unit: str = "%"
) -> SafeString:
    """One figure with its interval, for a cell."""
    return _safe(small.interval_dot(value, low, high, minimum, maximum, unit))


@register.simple_tag
def sparkline(values: Sequence[float | None], label: str, unit: str = "") -> SafeString:
    """The course of a figure in the size of a word."""
    return _safe(small.sparkline(values, label, unit))


@register.simple_tag
def wheel(wheel: wheels.Wheel, size: str = "") -> SafeString:
    """The five phases; size large for the board."""
    one_of(size, ("", "large"), "size")
    return _safe(wheels.wheel(wheel, f"wheel {size}".strip()))


@register.inclusion_tag("ui/_chart.html")
def chart(
    chart: Chart, csv: str = "", definition: str = "", answers: str = "", answers_n: int | None = None, span: int = 0,
    links: Iterable[tuple[str, str]] = (), level: int = 2, bare: bool = False, live: bool = True,
) -> dict[str, Any]:  # fmt: skip
    """A card with chart, table and downloads; `bare` leaves off the card, `live` False leaves off Plotly."""
    one_of(span, SPANS, "span")
    return {
        "chart": chart,
        "drawings": [(w, _safe(svg)) for w, svg in zip(WIDTHS, chart.drawings, strict=True)],
        "figure": json_script(chart.figure, f"{chart.key}-figure") if live and chart.figure else "",
        "classes": f"card c{span}" if span else "card",
        "csv": csv, "definition": definition, "answers": answers, "level": level, "bare": bare, "links": links,
        "answers_text": _answers(answers_n),
    }  # fmt: skip


def _answers(n: int | None) -> str:
    return gettext("Answers") if n is None else gettext("Answers (%(n)s)") % {"n": amount(n)}


@register.inclusion_tag("ui/_chart_assets.html", takes_context=True)
def chart_assets(context: template.Context) -> dict[str, Any]:
    """Plotly and our chart script; only on pages whose view is a `chart_page`."""
    return {"csp_nonce": context.get("csp_nonce", "")}

"""The same charts as plain dicts in Plotly's schema; `plotly` itself is never imported here.

Colours stay `var(--…)`: the script of the page puts the theme's colours in, and adds fonts, margins and formats.
A figure that is hidden is not in the dict at all. The quadrant has no dict: only our own drawing places its labels.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from lib.charts.course import bar_colour, moment_name
from lib.charts.lists import change_title
from lib.charts.numbers import amount, sentence
from lib.charts.rows import SHAPES, Bar, BeforeAfter, IntervalRow, Moment, short_verdict, state_word, verdict_colour
from lib.charts.svg import text_width

Figure = dict[str, Any]
HOVER = "%{text}<extra></extra>"
LONG_LABEL = 8
FEW = 10  # up to so many are counted one by one on an axis


def _escaped(text: str) -> str:
    """Plotly reads a little HTML in its texts; ours hold none."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _suffix(unit: str) -> str:
    return "\u202f%" if unit == "%" else ""


def _value_axis(unit: str) -> Figure:
    return {"ticksuffix": _suffix(unit), "zeroline": unit in ("nps", "points"), "automargin": True}


def _names(labels: Sequence[str]) -> Figure:
    """An axis of names, the first on top."""
    return {
        "type": "category", "autorange": "reversed", "categoryorder": "array",
        "categoryarray": [_escaped(label) for label in labels], "automargin": True, "showgrid": False,
    }  # fmt: skip


def _error(values: Sequence[float], lows: Sequence[float | None], highs: Sequence[float | None], width: int) -> Figure:
    return {
        "type": "data", "symmetric": False, "width": 0, "thickness": width,
        "array": [0 if high is None else high - value for value, high in zip(values, highs, strict=True)],
        "arrayminus": [0 if low is None else value - low for value, low in zip(values, lows, strict=True)],
    }  # fmt: skip


def _height(rows: int) -> int:
    return 70 + 28 * rows


def ranked(
    rows: Sequence[IntervalRow], unit: str = "%", reference: float | None = None, reference_label: str = ""
) -> Figure:
    """Dots on intervals, one row each, and an optional line of reference."""
    shown = [row for row in rows if row.value is not None]
    values = [row.value for row in shown if row.value is not None]
    language = get_language()
    trace = {
        "type": "scatter", "mode": "markers", "x": values, "y": [_escaped(row.label) for row in shown],
        "text": [
            _escaped(f"{row.label}: {sentence(value, row.low, row.high, row.n, unit, language=language)}")
            for row, value in zip(shown, values, strict=True)
        ],
        "hovertemplate": HOVER, "showlegend": False,
        "marker": {"size": 10, "color": ["var(--same)" if row.state == "low" else "var(--accent)" for row in shown]},
        "error_x": _error(values, [r.low for r in shown], [r.high for r in shown], 5) | {"color": "var(--accent-line)"},
    }  # fmt: skip
    words = [
        {"x": 0.01, "xref": "paper", "xanchor": "left", "y": _escaped(row.label), "showarrow": False,
         "text": state_word(row.state or "none")}
        for row in rows if row.value is None
    ]  # fmt: skip
    # A trace without figures keeps a place on the axis for rows that have only words.
    places = {"type": "scatter", "mode": "markers", "x": [None] * len(rows), "y": [_escaped(row.label) for row in rows],
              "hoverinfo": "skip", "showlegend": False}  # fmt: skip
    beside = [
        _beside(row.label, amount(value, unit, language=language)) for row, value in zip(shown, values, strict=True)
    ]
    layout: Figure = {
        "height": _height(len(rows)), "xaxis": _value_axis(unit), "yaxis": _names([r.label for r in rows]),
        "annotations": words + beside, "margin": {"t": 24 if reference is not None else 8, "r": _room(beside)},
    }  # fmt: skip
    if reference is not None:
        layout["shapes"] = [_line("v", reference)]
        note = _note(f"{reference_label} {amount(reference, unit)}".strip(), x=reference, y=1.02)
        layout["annotations"] = [*layout["annotations"], note]
    return {"data": [places, trace], "layout": layout}


def _beside(label: str, text: str, **more: Any) -> Figure:
    """Words to the right of a row."""
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "y": _escaped(label), "showarrow": False}
    return place | {"text": text} | more


def _room(words: Sequence[Figure]) -> int:
    """The margin that the words beside the rows need."""
    return 24 + round(max((text_width(str(word["text"])) for word in words), default=0))


def _line(kind: str, at: float) -> Figure:
    across = {"x0": at, "x1": at, "y0": 0, "y1": 1, "yref": "paper"}
    along = {"y0": at, "y1": at, "x0": 0, "x1": 1, "xref": "paper"}
    line = {"color": "var(--ink-soft)", "width": 1.5, "dash": "dash"}
    return {"type": "line", "layer": "below", "line": line} | (across if kind == "v" else along)


def _note(text: str, x: float, y: float, **more: Any) -> Figure:
    """A word over the plot; y counts from 0 (bottom) to 1 (top)."""
    place = {"x": x, "y": y, "yref": "paper", "showarrow": False, "yanchor": "bottom"}
    return place | {"text": _escaped(text)} | more


def dumbbell(rows: Sequence[BeforeAfter], before_label: str, after_label: str, unit: str = "%") -> Figure:
    """Before as a ring, after as a dot with its interval, joined; the verdict's words at the right."""
    both = [row for row in rows if row.before is not None and row.after is not None]
    joins = [
        {
            "type": "scatter", "mode": "lines", "x": [row.before, row.after], "y": [_escaped(row.label)] * 2,
            "hoverinfo": "skip", "showlegend": False, "line": {"color": verdict_colour(row.verdict), "width": 2},
        }
        for row in both
    ]  # fmt: skip
    before = [row for row in rows if row.before is not None]
    after = [row for row in rows if row.after is not None]
    titles = {row: _escaped(change_title(row, unit)) for row in rows}
    values = [row.after for row in after if row.after is not None]
    rings = {
        "type": "scatter", "mode": "markers", "name": before_label, "x": [row.before for row in before],
        "y": [_escaped(row.label) for row in before], "text": [titles[row] for row in before],
        "hovertemplate": HOVER, "showlegend": False,
        "marker": {
            "size": 9, "color": "var(--surface)",
            "line": {"width": 2, "color": [verdict_colour(row.verdict) for row in before]},
        },
    }  # fmt: skip
    dots = {
        "type": "scatter", "mode": "markers", "name": after_label, "x": values,
        "y": [_escaped(row.label) for row in after], "text": [titles[row] for row in after],
        "hovertemplate": HOVER, "showlegend": False,
        "marker": {"size": 10, "color": [verdict_colour(row.verdict) for row in after]},
        "error_x": _error(values, [r.low for r in after], [r.high for r in after], 5) | {"color": "var(--same-line)"},
    }  # fmt: skip
    verdicts = {kind: f"{SHAPES[kind]} {short_verdict(kind)}" for kind in {row.verdict for row in rows}}
    words = [
        _beside(row.label, verdicts[row.verdict], font={"color": verdict_colour(row.verdict)}) for row in rows
    ]  # fmt: skip
    layout = {
        "height": _height(len(rows)) + 20, "xaxis": _value_axis(unit), "yaxis": _names([row.label for row in rows]),
        "annotations": words, "margin": {"t": 8, "r": _room(words), "b": 64},
        "legend": {"orientation": "h", "x": 0, "y": 0, "yref": "container", "yanchor": "bottom"},
    }  # fmt: skip
    hollow = {"size": 9, "color": "var(--surface)", "line": {"width": 2, "color": "var(--same)"}}
    key = [_key_sign(before_label, hollow), _key_sign(after_label, {"size": 10, "color": "var(--same)"})]
    return {"data": [*joins, dots, rings, *key], "layout": layout}


def _key_sign(name: str, marker: Figure) -> Figure:
    """A line of the key in the colour of no verdict: the colours of the rows are verdicts, not waves."""
    sign = {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "hoverinfo": "skip"}
    return sign | {"name": _escaped(name), "marker": marker}


def distribution(bars: Sequence[Bar]) -> Figure:
    """One bar for each answer, its share beside it; lying bars where the answers are long."""
    total = sum(bar.count for bar in bars)
    language = get_language()
    shares = [amount(100 * bar.count / total, "%", language=language) if total else "–" for bar in bars]
    trace = {
        "type": "bar", "x": [_escaped(bar.label) for bar in bars], "y": [bar.count for bar in bars], "text": shares,
        "textposition": "outside", "cliponaxis": False, "hovertemplate": "%{x}: %{y:,} (%{text})<extra></extra>",
        "marker": {"color": [bar_colour(bar.kind) for bar in bars]},
    }  # fmt: skip
    if max((len(bar.label) for bar in bars), default=0) > LONG_LABEL:
        return _lying(trace, bars)
    axis = {"type": "category", "automargin": True, "showgrid": False}
    return {"data": [trace], "layout": {"height": 280, "xaxis": axis, "yaxis": _count_axis(bars), "bargap": 0.2}}


def _count_axis(bars: Sequence[Bar]) -> Figure:
    """From nothing on; people are counted whole, also where there are few."""
    whole = {"dtick": 1} if max((bar.count for bar in bars), default=0) <= FEW else {}
    return {"automargin": True, "rangemode": "tozero"} | whole


def _lying(trace: Figure, bars: Sequence[Bar]) -> Figure:
    labels = [bar.label for bar in bars]
    turned = trace | {
        "orientation": "h", "x": trace["y"], "y": trace["x"], "hovertemplate": "%{y}: %{x:,} (%{text})<extra></extra>",
    }  # fmt: skip
    layout = {
        "height": _height(len(labels)), "yaxis": _names(labels), "bargap": 0.3,
        "xaxis": _count_axis(bars),
    }  # fmt: skip
    return {"data": [turned], "layout": layout}


def trend(moments: Sequence[Moment], unit: str = "nps", target: float | None = None, target_label: str = "") -> Figure:
    """A line with its interval; a moment without a figure breaks it."""
    known = [m for m in moments if m.value is not None]
    values = [m.value for m in known if m.value is not None]
    language = get_language()
    names = [moment_name(moment, language) for moment in moments]
    said = [
        "" if m.value is None else f"{name}: {sentence(m.value, m.low, m.high, m.n, unit, language=language)}"
        for name, m in zip(names, moments, strict=True)
    ]
    trace = {
        "type": "scatter", "mode": "lines+markers", "connectgaps": False,
        "x": [m.day.isoformat() for m in moments], "y": [m.value for m in moments],
        "text": [_escaped(text) for text in said],
        "hovertemplate": HOVER, "line": {"color": "var(--accent)", "width": 2}, "showlegend": False,
        "marker": {"size": 9, "color": "var(--accent)"},
    }  # fmt: skip
    whole = _error(values, [m.low for m in known], [m.high for m in known], 5)
    band = {
        "type": "scatter", "mode": "markers", "x": [m.day.isoformat() for m in known], "y": values,
        "hoverinfo": "skip", "showlegend": False, "marker": {"size": 1, "color": "var(--accent)"},
        "error_y": whole | {"color": "var(--accent-line)"},
    }  # fmt: skip
    ticks = {"tickmode": "array", "tickvals": trace["x"], "ticktext": names}
    layout: Figure = {
        "height": 280, "yaxis": _value_axis(unit),
        "xaxis": {"type": "date", "showgrid": False} | (ticks if len(moments) <= 8 else {}),
    }  # fmt: skip
    if target is not None:
        layout["shapes"] = [_line("h", target)]
        text = f"{target_label} {amount(target, unit)}".strip()
        layout["annotations"] = [_note(text, x=0, y=target, yref="y", xref="paper", xanchor="left")]
    return {"data": [band, trace], "layout": layout}

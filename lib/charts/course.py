"""How answers are spread over a scale, and how a figure moved in time."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import get_language

from lib.charts.numbers import amount, number, sentence
from lib.charts.rows import Bar, Moment, state_word
from lib.charts.scales import Axis, axis_over, limits_of
from lib.charts.small import runs
from lib.charts.svg import NARROW, Drawing, text_width, wrap


def bar_colour(kind: str) -> str:
    """Promoters, passives and detractors have their own colours everywhere; all else is the accent."""
    return f"var(--{kind})" if kind in ("promoter", "passive", "detractor") else "var(--accent)"


def distribution(bars: Sequence[Bar], width: int, *, label: str = "") -> str:
    """Upright bars for short labels that fit beside each other, else lying bars."""
    room = width / max(1, len(bars))
    widest = max((text_width(bar.label) for bar in bars), default=0)
    return _upright(bars, width, label) if widest + 4 <= room else _lying(bars, width, label)


def _share(bar: Bar, total: int) -> str:
    return amount(100 * bar.count / total, "%") if total else "–"


def _upright(bars: Sequence[Bar], width: int, label: str) -> str:
    total, most = sum(bar.count for bar in bars), max((bar.count for bar in bars), default=0) or 1
    height, base, room = 180, 156, width / max(1, len(bars))
    drawing = Drawing(width, height, label)
    up = Axis(0, most, base, 20)
    for i, bar in enumerate(bars):
        x, top, share = i * room, up(bar.count), _share(bar, total)
        with drawing.group(f"{bar.label}: {number(bar.count)} ({share})"):
            drawing.rect(x + room * 0.1, top, room * 0.8, base - top, bar_colour(bar.kind), rx=2)
            size = 12 if text_width(share) < room else 10
            drawing.text(
                x + room / 2, top - 6, share if room > 26 else share.rstrip("% \u202f"), anchor="middle", size=size
            )
            drawing.text(x + room / 2, base + 17, bar.label, anchor="middle", fill="var(--ink)")
    drawing.line(0, base, width, base, "var(--line-strong)")
    return drawing.render()


def _lying(bars: Sequence[Bar], width: int, label: str) -> str:
    total, most = sum(bar.count for bar in bars), max((bar.count for bar in bars), default=0) or 1
    narrow = width <= NARROW
    labels = 0.0 if narrow else min(max(text_width(bar.label) for bar in bars) + 12, width * 0.42)
    row = 38 if narrow else 26
    drawing = Drawing(width, len(bars) * row + 4, label)
    across = Axis(0, most, labels, width - 100)
    for i, bar in enumerate(bars):
        y, share = i * row, _share(bar, total)
        with drawing.group(f"{bar.label}: {number(bar.count)} ({share})"):
            if narrow:
                drawing.text(0, y + 12, wrap(bar.label, width, 1)[0], fill="var(--ink)")
                y += 14
            else:
                drawing.text(labels - 8, y + 17, wrap(bar.label, labels - 8, 1)[0], anchor="end", fill="var(--ink)")
            drawing.rect(labels, y + 4, max(1.0, across(bar.count) - labels), 18, bar_colour(bar.kind), rx=2)
            drawing.text(across(bar.count) + 6, y + 17, f"{share} · {number(bar.count)}")
    return drawing.render()


def moment_name(moment: Moment, language: str | None = None) -> str:
    """The moment's own label, or its day in the reader's way."""
    return moment.label or _day_name(moment.day, language or get_language())


@lru_cache(1024)
def _day_name(day: date, language: str | None) -> str:
    """A day as its readers write it, a month's first as the month. The language is what the name depends on."""
    return date_format(day, "SHORT_DATE_FORMAT" if day.day != 1 else "YEAR_MONTH_FORMAT")


def trend(
    moments: Sequence[Moment], width: int, *, unit: str = "nps", target: float | None = None, target_label: str = "",
    label: str = "",
) -> str:  # fmt: skip
    """A line through the moments with its interval band; a moment without a figure breaks the line."""
    height, left = 200 if width > NARROW else 180, 44.0
    values = [v for m in moments for v in (m.value, m.low, m.high)] + [target]
    up = axis_over(values, height - 28, 18, **limits_of(unit))
    across = _days(moments, left + 10, width - 26)
    drawing = Drawing(width, height, label)
    for tick in up.ticks(4):
        drawing.line(left, up(tick), width, up(tick), "var(--line)")
        drawing.text(left - 6, up(tick) + 4, amount(tick, unit), anchor="end")
    _bands(drawing, moments, across, up)
    if target is not None:
        drawing.line(left, up(target), width, up(target), "var(--ink-soft)", 1.5, stroke_dasharray="4 3")
        drawing.text(left + 4, up(target) - 5, f"{target_label} {amount(target, unit)}".strip(), weight=600)
    _marks(drawing, moments, across, up, unit)
    _dates(drawing, moments, across, height, width)
    return drawing.render()


def _days(moments: Sequence[Moment], start: float, end: float) -> Axis:
    days = [_number(m.day) for m in moments] or [0.0]
    return Axis(min(days), max(days), start, end) if len(set(days)) > 1 else Axis(days[0] - 1, days[0] + 1, start, end)


def _number(day: date) -> float:
    return float(day.toordinal())


def _bands(drawing: Drawing, moments: Sequence[Moment], across: Axis, up: Axis) -> None:
    whole = [m.value if m.low is not None and m.high is not None else None for m in moments]
    for run in runs(whole):
        upper = [f"{across(_number(moments[i].day)):.1f},{up(moments[i].high or 0):.1f}" for i, _ in run]
        lower = [f"{across(_number(moments[i].day)):.1f},{up(moments[i].low or 0):.1f}" for i, _ in reversed(run)]
        drawing.shape("polygon", points=" ".join(upper + lower), fill="var(--accent)", opacity=0.14)
        for i, _ in run:
            x, m = across(_number(moments[i].day)), moments[i]
            drawing.line(x, up(m.low or 0), x, up(m.high or 0), "var(--accent)", 5, opacity=0.3, stroke_linecap="round")


def _marks(drawing: Drawing, moments: Sequence[Moment], across: Axis, up: Axis, unit: str) -> None:
    for run in runs([m.value for m in moments]):
        path = " ".join(f"{across(_number(moments[i].day)):.1f},{up(value):.1f}" for i, value in run)
        drawing.shape("polyline", points=path, fill="none", stroke="var(--accent)", stroke_width=2)
    for i, moment in enumerate(moments):
        if moment.value is None:
            continue
        x, y = across(_number(moment.day)), up(moment.value)
        title = sentence(moment.value, moment.low, moment.high, moment.n, unit)
        word = state_word(moment.state)
        with drawing.group(f"{moment_name(moment)}: {title}" + (f" · {word}" if word else "")):
            hollow = moment.state == "low"
            drawing.circle(
                x, y, 4.5, "var(--surface)" if hollow else "var(--accent)", stroke="var(--accent)", stroke_width=2
            )
            if len(moments) <= 8 or i == len(moments) - 1:
                drawing.text(
                    x, y - 10, amount(moment.value, unit), anchor="middle", fill="var(--ink)", weight=650,
                    stroke="var(--surface)", stroke_width=3, paint_order="stroke",
                )  # fmt: skip


def _dates(drawing: Drawing, moments: Sequence[Moment], across: Axis, height: float, width: int) -> None:
    free = -1.0
    for moment in moments:
        name = moment_name(moment)
        half = text_width(name) / 2
        x = min(max(across(_number(moment.day)), half), width - half)
        if x - half > free:
            drawing.text(x, height - 8, name, anchor="middle")
            free = x + half + 8

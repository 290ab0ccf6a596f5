"""Importance against performance: four fields, one dot a thing, labels that never cover each other.

Where a label finds no room its dot carries a number, and the numbers are read beneath.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from lib.charts.labels import Box, place
from lib.charts.numbers import amount, interval
from lib.charts.rows import Point
from lib.charts.scales import Axis, axis_over, limits_of
from lib.charts.svg import MID, Drawing, text_width, wrap

LEFT, TOP, AXIS_ROOM, LINE = 46.0, 8.0, 42.0, 16.0


@dataclass(frozen=True, slots=True)
class Field:
    """The plot: its two axes and where they are split."""

    across: Axis
    up: Axis
    x_split: float
    y_split: float

    @property
    def bounds(self) -> Box:
        return Box(self.across.start, self.up.end, self.across.end - self.across.start, self.up.start - self.up.end)


def middle(values: Sequence[float]) -> float:
    """The mean, where no split is given."""
    return sum(values) / len(values) if values else 0.0


def _field(
    points: Sequence[Point], width: int, height: float, unit: str, x_split: float | None, y_split: float | None
) -> Field:
    xs = [value for p in points for value in (p.x, p.x_low, p.x_high)] + [x_split]
    ys = [value for p in points for value in (p.y, p.y_low, p.y_high)] + [y_split]
    return Field(
        axis_over(xs, LEFT, width - 6.0, **limits_of(unit)),
        axis_over(ys, height - AXIS_ROOM, TOP),
        middle([p.x for p in points]) if x_split is None else x_split,
        middle([p.y for p in points]) if y_split is None else y_split,
    )


def quadrant(
    points: Sequence[Point], width: int, *, x_label: str, y_label: str, x_split: float | None = None,
    y_split: float | None = None, unit: str = "%", y_decimals: int = 2, label: str = "",
) -> str:  # fmt: skip
    """Four fields; the upper left one, important and weak, is where to act."""
    height = round(width * (0.72 if width > MID else 0.92))
    plot = _field(points, width, height, unit, x_split, y_split)
    numbered, boxes = _labels(points, plot, width)
    drawing = Drawing(width, height + _legend_height(numbered, width), label)
    _ground(drawing, plot, height, x_label, y_label, unit, y_decimals)
    for i, point in enumerate(points):
        with drawing.group(_title(point, unit, y_decimals), point.href):
            _mark(drawing, plot, point)
            _name(drawing, plot, point, boxes[i], str(numbered.index(i) + 1) if i in numbered else "")
    _legend(drawing, points, numbered, width, height)
    return drawing.render()


def _corner_words() -> list[str]:
    return [
        pgettext("quadrant", "Act here"),
        pgettext("quadrant", "Keep it up"),
        pgettext("quadrant", "Low priority"),
        pgettext("quadrant", "Enough is enough"),
    ]


def _corners(plot: Field) -> list[Box]:
    box, words = plot.bounds, _corner_words()
    right, bottom = box.x + box.width, box.y + box.height
    sizes = [text_width(word) for word in words]
    return [
        Box(box.x + 6, box.y + 5, sizes[0], 16),
        Box(right - 6 - sizes[1], box.y + 5, sizes[1], 16),
        Box(box.x + 6, bottom - 20, sizes[2], 16),
        Box(right - 6 - sizes[3], bottom - 20, sizes[3], 16),
    ]


def _labels(points: Sequence[Point], plot: Field, width: int) -> tuple[list[int], list[Box | None]]:
    """Which points carry numbers, and each label's box. All names where they fit; on narrow drawings all numbers."""
    spots = [(plot.across(p.x), plot.up(p.y)) for p in points]
    taken = _corners(plot)
    names = [(text_width(p.label) + 2, 14.0) for p in points]
    first: list[Box | None] = [None] * len(points)
    if width > MID:
        first = list(place(spots, names, plot.bounds, taken))
    numbered = [i for i, box in enumerate(first) if box is None]
    if not numbered:
        return [], first
    sizes = [(18.0, 14.0) if i in numbered else names[i] for i in range(len(points))]
    # Numbers need little room, so they choose after the names.
    order = sorted(range(len(points)), key=lambda i: i in numbered)
    kept = place([spots[i] for i in order], [sizes[i] for i in order], plot.bounds, taken)
    boxes: list[Box | None] = [None] * len(points)
    for i, box in zip(order, kept, strict=True):
        boxes[i] = box
    lost = [i for i in range(len(points)) if boxes[i] is None and i not in numbered]
    return sorted({*numbered, *lost}), boxes


def _ground(
    drawing: Drawing, plot: Field, height: float, x_label: str, y_label: str, unit: str, y_decimals: int
) -> None:
    box, x, y = plot.bounds, plot.across(plot.x_split), plot.up(plot.y_split)
    right, bottom = box.x + box.width, box.y + box.height
    drawing.rect(box.x, box.y, x - box.x, y - box.y, "var(--due-wash)")
    drawing.rect(box.x, box.y, box.width, box.height, "none", stroke="var(--line)")
    drawing.line(x, box.y, x, bottom, "var(--line-strong)")
    drawing.line(box.x, y, right, y, "var(--line-strong)")
    for i, (corner, word) in enumerate(zip(_corners(plot), _corner_words(), strict=True)):
        fill, weight = ("var(--due)", 650) if i == 0 else ("var(--ink-soft)", None)
        drawing.text(corner.x, corner.y + 12, word, fill=fill, weight=weight)
    for tick in plot.across.ticks(4):
        drawing.text(plot.across(tick), bottom + 16, amount(tick, unit), anchor="middle")
    for tick in plot.up.ticks(4):
        drawing.text(box.x - 6, plot.up(tick) + 4, amount(tick, "", y_decimals), anchor="end")
    drawing.text((box.x + right) / 2, bottom + 34, wrap(x_label, box.width, 1)[0], anchor="middle")
    # The vertical axis is named along its side.
    drawing.text(
        0, 0, wrap(y_label, box.height, 1)[0], anchor="middle",
        transform=f"translate(11 {(box.y + bottom) / 2:.0f}) rotate(-90)",
    )  # fmt: skip


def _mark(drawing: Drawing, plot: Field, point: Point) -> None:
    x, y = plot.across(point.x), plot.up(point.y)
    act = point.x < plot.x_split and point.y > plot.y_split
    colour = "var(--due)" if act else "var(--accent)"
    if point.y_low is not None and point.y_high is not None:
        drawing.line(x, plot.up(point.y_low), x, plot.up(point.y_high), colour, opacity=0.3)
    if point.x_low is not None and point.x_high is not None:
        drawing.line(plot.across(point.x_low), y, plot.across(point.x_high), y, colour, opacity=0.3)
    if act:
        drawing.shape("path", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", fill=colour)
    else:
        drawing.circle(x, y, 4.5, colour)


def _name(drawing: Drawing, plot: Field, point: Point, box: Box | None, number: str) -> None:
    if box is None:
        return
    x, y = plot.across(point.x), plot.up(point.y)
    centre = box.x + box.width / 2
    if abs(centre - x) - box.width / 2 > 12 or abs(box.y + box.height / 2 - y) > 20:
        drawing.line(x, y, min(max(x, box.x), box.x + box.width), box.y + box.height / 2, "var(--line-strong)")
    halo: dict[str, Any] = {
        "stroke": "var(--surface)",
        "stroke_width": 3,
        "paint_order": "stroke",
        "stroke_linejoin": "round",
    }
    drawing.text(
        centre, box.y + 11, number or point.label, anchor="middle", fill="var(--ink)",
        weight=650 if number else None, **halo,
    )  # fmt: skip


def _columns(width: int) -> int:
    return 1 if width < 400 else 2 if width < 600 else 3


def _legend_height(numbered: Sequence[int], width: int) -> float:
    return LINE * -(-len(numbered) // _columns(width)) + 6 if numbered else 0


def _legend(drawing: Drawing, points: Sequence[Point], numbered: Sequence[int], width: int, top: float) -> None:
    columns = _columns(width)
    lines = -(-len(numbered) // columns)
    room = width / columns
    for place_, i in enumerate(numbered):
        column, line = divmod(place_, lines)
        x, y = column * room, top + 14 + line * LINE
        drawing.text(x + 16, y, str(place_ + 1), anchor="end", fill="var(--ink)", weight=650)
        drawing.text(x + 22, y, wrap(points[i].label, room - 26, 1)[0])


def _title(point: Point, unit: str, y_decimals: int) -> str:
    parts = [amount(point.x, unit)]
    if point.x_low is not None:
        parts.append(f"({interval(point.x_low, point.x_high, unit)})")
    parts.append("× " + amount(point.y, "", y_decimals))
    if point.y_low is not None:
        parts.append(f"({interval(point.y_low, point.y_high, '', y_decimals)})")
    return f"{point.label}: {' '.join(parts)}"

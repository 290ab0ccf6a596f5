"""Parts of a whole, period by period: upright bars of one height, cut into shades of the accent.

The shades run from dark to light in the order of the parts, so that the picture is read without telling hues apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from lib.charts.numbers import amount, number
from lib.charts.rows import Chart
from lib.charts.svg import MID, NARROW, WIDE, Drawing, text_width, wrap

MOST_PARTS = 6
_LINE = 16.0
_LEFT = 40.0


@dataclass(frozen=True, slots=True)
class Whole:
    """A period with its total and the count of each part, in the order of the parts."""

    label: str
    counts: Sequence[int]

    @property
    def total(self) -> int:
        return sum(self.counts)

    def share(self, part: int) -> float:
        """The part in per cent; nothing of nothing is 0."""
        return 100 * self.counts[part] / self.total if self.total else 0.0


def shares(
    *, key: str, title: str, parts: Sequence[str], wholes: Sequence[Whole], subtitle: str = "", note: str = "",
    most_drawn: int = 24,
) -> Chart:  # fmt: skip
    """The share of each part in each period; the table has them all, the picture the latest and the largest parts."""
    names, drawn = _few(parts, wholes[-most_drawn:])
    label = f"{title} – {subtitle}" if subtitle else title
    wide, mid, narrow = (_draw(names, drawn, width, label) for width in (WIDE, MID, NARROW))
    columns = [gettext("When"), *parts, "n"]
    table = [
        [one.label, *(amount(one.share(part), "%", 1) if one.total else "–" for part in range(len(parts))),
         number(one.total)]
        for one in wholes
    ]  # fmt: skip
    return Chart(key, title, subtitle, (wide, mid, narrow), {}, columns, table, note)


def _few(parts: Sequence[str], wholes: Sequence[Whole]) -> tuple[list[str], list[Whole]]:
    """The largest parts in their order; what more there is becomes one part."""
    if len(parts) <= MOST_PARTS:
        return list(parts), list(wholes)
    sizes = [sum(one.counts[part] for one in wholes) for part in range(len(parts))]
    kept = sorted(sorted(range(len(parts)), key=lambda part: -sizes[part])[: MOST_PARTS - 1])
    names = [*(parts[part] for part in kept), gettext("all others")]
    cut = [Whole(one.label, [*(one.counts[p] for p in kept), one.total - sum(one.counts[p] for p in kept)])
           for one in wholes]  # fmt: skip
    return names, cut


def shade(place: int, parts: int) -> float:
    """How dark a part is: 1 for the first, a fifth for the last."""
    return 1.0 if parts < 2 else 1.0 - 0.8 * place / (parts - 1)


def _draw(names: Sequence[str], wholes: Sequence[Whole], width: int, label: str) -> str:
    beside = 0.0 if width <= NARROW else min(max(map(text_width, names), default=0) + 76, width * 0.4)
    below = len(names) * _LINE + 8 if width <= NARROW else 0.0
    top, bottom = 8.0, 188.0
    drawing = Drawing(width, bottom + 28 + below, label)
    for tick in (0, 50, 100):
        y = bottom - (bottom - top) * tick / 100
        drawing.line(_LEFT, y, width - beside, y, "var(--line)")
        drawing.text(_LEFT - 6, y + 4, amount(tick, "%"), anchor="end")
    room = (width - beside - _LEFT) / max(1, len(wholes))
    free = -1.0
    for place, one in enumerate(wholes):
        x = _LEFT + place * room
        _bar(drawing, names, one, x + room * 0.1, room * 0.8, (top, bottom))
        middle, half = x + room / 2, text_width(one.label) / 2
        at = min(max(middle, half), width - half)
        if at - half > free:
            drawing.text(at, bottom + 18, one.label, anchor="middle")
            free = at + half + 8
    if wholes:
        _names(drawing, names, wholes[-1], width, beside, (top, bottom))
    return drawing.render()


def _bar(drawing: Drawing, names: Sequence[str], one: Whole, x: float, width: float, span: tuple[float, float]) -> None:
    top, bottom = span
    y = bottom
    for part, name in enumerate(names):
        height = (bottom - top) * one.share(part) / 100
        y -= height
        if height <= 0:
            continue
        with drawing.group(f"{one.label} · {name}: {amount(one.share(part), '%', 1)} · n {number(one.counts[part])}"):
            drawing.rect(
                x, y, width, height, "var(--accent)", opacity=round(shade(part, len(names)), 2),
                stroke="var(--surface)", stroke_width=1,
            )  # fmt: skip


def _names(
    drawing: Drawing, names: Sequence[str], last: Whole, width: int, beside: float, span: tuple[float, float]
) -> None:
    """The parts by name with their latest share: beside the last bar, below it where there is no room."""
    if not beside:
        for part, name in enumerate(names):
            _name(drawing, part, names, name, last, 0, span[1] + 40 + part * _LINE, width)
        return
    top, bottom = span
    lowest, reached = bottom, bottom
    for part, name in enumerate(names):
        middle = reached - (bottom - top) * last.share(part) / 200
        reached -= (bottom - top) * last.share(part) / 100
        # The first part lies lowest; names keep a line between each other and leave room for those above.
        y = min(max(middle + 4, top + _LINE * (len(names) - part) - 6), lowest)
        _name(drawing, part, names, name, last, width - beside + 8, y, beside - 8)
        lowest = y - _LINE


def _name(
    drawing: Drawing, part: int, names: Sequence[str], name: str, last: Whole, x: float, y: float, room: float
) -> None:
    drawing.rect(x, y - 9, 10, 10, "var(--accent)", opacity=round(shade(part, len(names)), 2), rx=2)
    said = amount(last.share(part), "%") if last.total else "–"
    drawing.text(x + 16, y, f"{wrap(name, room - 56, 1)[0]} {said}", fill="var(--ink)")

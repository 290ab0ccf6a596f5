"""A map as one SVG, drawn by ourselves: for files, PDF and slides. The same numbers and words as the page."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lib.charts.numbers import amount, interval
from lib.charts.svg import Drawing, text_width, wrap
from lib.local_text import local
from touchpoints.mapping.curve import HEIGHT, STEP, Curve, Spot, curve_of
from touchpoints.mapping.document import MapDocument, Place, Stretch
from touchpoints.mapping.tables import owners_words, range_words, reading_words, without_channel
from touchpoints.mapping.words import (
    COMPANYS_LANES,
    CUSTOMERS_LANES,
    Control,
    FeelingKind,
    FeelingLevel,
    Lane,
    truth_of,
)
from touchpoints.measured import Measured

LANE_WIDTH = 128.0
_PAD, _LINE, _SMALL = 8.0, 15.0, 11.0
_CURVE_HEIGHT = 150.0
_DASHES = {"owned": None, "influenced": "5 3", "external": "1.5 2.5"}
_MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class _Block:
    """A text in a cell, in a frame of its own if it is a touchpoint."""

    lines: Sequence[str]
    small: Sequence[str] = ()
    place: Place | None = None

    @property
    def height(self) -> float:
        framed = 2 * _PAD if self.place else 2.0
        return (len(self.lines) + len(self.small)) * _LINE + framed


@dataclass(frozen=True, slots=True)
class _Row:
    """A lane: its name, and for each stage what stands there; the curve's row has no cells."""

    label: str
    cells: Sequence[Sequence[_Block]]
    note: str = ""

    @property
    def height(self) -> float:
        if not self.cells:
            return _CURVE_HEIGHT
        tallest = max((sum(block.height + 5 for block in cell) for cell in self.cells), default=0)
        return max(tallest, len(wrap(self.label, LANE_WIDTH - 2 * _PAD, 4)) * _LINE) + 2 * _PAD - 5


def draw_map(document: MapDocument, measured: Measured, *, title: str, segment: str = "") -> str:
    """The map as SVG with `var(--…)` colours; `lib.charts.standalone` resolves them for a file."""
    width = 1180.0 if len(document.stages) <= 7 else LANE_WIDTH + 150.0 * len(document.stages)
    column = (width - LANE_WIDTH) / max(1, len(document.stages))
    rows = _rows(document, measured, column)
    head = (
        46 + max((len(wrap(local(stage.name), column - 2 * _PAD, 3)) for stage in document.stages), default=1) * _LINE
    )
    height = head + sum(row.height for row in rows) + 44 + _LINE
    drawing = Drawing(width, height, title, css_class="chart map-drawing")
    drawing.rect(0, 0, width, height, "var(--surface)")
    drawing.text(0, 18, title, fill="var(--ink)", size=17, weight=650)
    _head(drawing, document.stages, column, head)
    top = head
    curve = curve_of(document, measured, segment=segment)
    for row in rows:
        _lane(drawing, row, top, width)
        if row.cells:
            _cells(drawing, row, top, column)
        else:
            _curve(drawing, curve, top, column)
        top += row.height
    for place in range(len(document.stages)):
        drawing.line(LANE_WIDTH + place * column, 30, LANE_WIDTH + place * column, top, "var(--line)")
    drawing.rect(0.5, 30, width - 1, top - 30, "none", stroke="var(--line)", rx=8)
    for number, words in enumerate(_key()):
        drawing.text(0, top + 22 + number * _LINE, words, size=_SMALL)
    return drawing.render()


def _key() -> list[str]:
    frames = _("frame solid: ours, dashed: influenced, dotted: not ours")
    return [
        " · ".join([_("◆ moment of truth"), _("◇ supposed moment of truth"), frames]),
        _("line solid: measured, dashed: desired, dotted: our hypothesis"),
    ]


def _rows(document: MapDocument, measured: Measured, column: float) -> list[_Row]:
    inner = column - 2 * _PAD
    rows = [
        _Row(
            local(name) or without_channel(document.channels),
            [[_touchpoint(p, measured, inner) for p in stage.places if p.channel == code] for stage in document.stages],
        )
        for code, name in document.channels
    ]
    rows += [_note_row(document, lane, inner) for lane in CUSTOMERS_LANES if lane in document.lanes]
    rows.append(_Row(pgettext("row of the journey map", "Emotion"), []))
    owners = [[_Block(wrap(owners_words(stage), inner, 4))] for stage in document.stages]
    rows.append(_Row(_("Owner"), owners))
    return rows + [_note_row(document, lane, inner) for lane in COMPANYS_LANES if lane in document.lanes]


def _touchpoint(place: Place, measured: Measured, width: float) -> _Block:
    mark = {"yes": "◆ ", "hypothesis": "◇ "}.get(truth_of(place.is_moment_of_truth, place.is_hypothesis), "")
    name = f"{mark}{local(place.name)}"
    inner = width - 2.5 * _PAD
    small = []
    if place.control != Control.OWNED:
        small += wrap(str(Control(place.control).label), inner, 2, _SMALL)
    if told := range_words(measured.get(place.code, ())):
        small += wrap(told, inner, 3, _SMALL)
    return _Block(wrap(name, width - 2 * _PAD, 3), small, place)


def _note_row(document: MapDocument, lane: Lane, width: float) -> _Row:
    return _Row(str(lane.label), [_notes(document, stage, lane, width) for stage in document.stages])


def _notes(document: MapDocument, stage: Stretch, lane: Lane, width: float) -> list[_Block]:
    return [
        _Block(wrap(local(note.words), width, _MOST_LINES),
               wrap(local(document.segments.get(note.segment, note.segment)), width, 4, _SMALL) if note.segment else [])
        for note in stage.notes_in(lane)
    ]  # fmt: skip


def _head(drawing: Drawing, stages: Sequence[Stretch], column: float, bottom: float) -> None:
    drawing.rect(0, 30, LANE_WIDTH + column * len(stages), bottom - 30, "var(--surface-sunk)")
    for place, stage in enumerate(stages):
        for row, words in enumerate(wrap(local(stage.name), column - 2 * _PAD, 3)):
            x = LANE_WIDTH + place * column + _PAD
            drawing.text(x, 48 + row * _LINE, words, fill="var(--ink)", size=12.5, weight=650)


def _lane(drawing: Drawing, row: _Row, top: float, width: float) -> None:
    drawing.line(0, top, width, top, "var(--line)")
    first = top + _PAD + 11 if row.cells else top + row.height / 2 + 4  # the curve's scale stands above and below
    for number, words in enumerate(wrap(row.label, LANE_WIDTH - 2 * _PAD, 4)):
        drawing.text(_PAD, first + number * _LINE, words, weight=600)
    if not row.cells:
        best, worst = FeelingLevel.DELIGHT.label, FeelingLevel.RESENTMENT.label
        drawing.text(LANE_WIDTH - _PAD, top + 22, f"{best} / 100 %", anchor="end", size=10)
        drawing.text(LANE_WIDTH - _PAD, top + row.height - 14, f"{worst} / 0 %", anchor="end", size=10)


def _cells(drawing: Drawing, row: _Row, top: float, column: float) -> None:
    for place, cell in enumerate(row.cells):
        y = top + _PAD
        for block in cell:
            _block(drawing, block, LANE_WIDTH + place * column + _PAD, y, column - 2 * _PAD)
            y += block.height + 5


def _block(drawing: Drawing, block: _Block, x: float, y: float, width: float) -> None:
    left = x
    if block.place:
        control = block.place.control
        drawing.rect(
            x, y, width, block.height - 2, "var(--surface)", stroke="var(--line-strong)", rx=6,
            stroke_dasharray=_DASHES.get(control), stroke_width=1.6 if control == "external" else 1,
        )  # fmt: skip
        left, y = x + _PAD, y + _PAD - 2
    for place, words in enumerate((*block.lines, *block.small)):
        is_small = place >= len(block.lines)
        drawing.text(left, y + 12 + place * _LINE, words, fill="var(--ink-soft)" if is_small else "var(--ink)",
                     size=_SMALL if is_small else 12)  # fmt: skip


def _curve(drawing: Drawing, curve: Curve, top: float, column: float) -> None:
    def at(spot: Spot) -> tuple[float, float]:
        return LANE_WIDTH + spot.x / STEP * column, top + 6 + spot.y / HEIGHT * (_CURVE_HEIGHT - 12)

    lines = (
        (curve.desired, "var(--line-strong)", "7 5", 2, FeelingKind.DESIRED),
        (curve.supposed, "var(--ink-soft)", "1.5 5", 2.2, FeelingKind.HYPOTHESIS),
        (curve.measured, "var(--accent)", None, 2.6, None),
    )
    for spots, colour, dashes, thickness, _kind in lines:
        if len(spots) > 1:
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(at, spots))
            drawing.shape("polyline", points=points, fill="none", stroke=colour, stroke_width=thickness,
                          stroke_dasharray=dashes, stroke_linecap="round")  # fmt: skip
        for spot in spots:
            x, y = at(spot)
            _spot(drawing, spot, x, y, colour, is_weakest=spot == curve.weakest, top=top)
    if curve.weakest:
        x, y = at(curve.weakest)
        is_low = y + 28 > top + _CURVE_HEIGHT
        _value(drawing, curve.weakest, x, y + (-18 if is_low else 18), is_last=curve.weakest.stage == curve.stages - 1)


def _spot(drawing: Drawing, spot: Spot, x: float, y: float, colour: str, *, is_weakest: bool, top: float) -> None:
    reading = spot.reading
    if reading is None:
        drawing.shape("rect", x=x - 3, y=y - 3, width=6, height=6, fill="var(--surface)", stroke=colour,
                      stroke_width=1.5, transform=f"rotate(45 {x:.1f} {y:.1f})")  # fmt: skip
        return
    if spot.y_low is not None and spot.y_high is not None:
        low, high = (top + 6 + end / HEIGHT * (_CURVE_HEIGHT - 12) for end in (spot.y_low, spot.y_high))
        drawing.line(x, low, x, high, colour, 1.5)
    with drawing.group(title=reading_words(reading)):
        drawing.circle(x, y, 4.5 if is_weakest else 3.5, "var(--worse)" if is_weakest else colour)


def _value(drawing: Drawing, spot: Spot, x: float, y: float, *, is_last: bool) -> None:
    """A point's value on paper of its own, so that no line runs through it."""
    if spot.reading is None:
        return
    between = interval(spot.reading.low, spot.reading.high, "%")
    told = f"{amount(spot.reading.value, '%')} ({between})" if between else amount(spot.reading.value, "%")
    wide = text_width(told, _SMALL) + 6
    left = x - 9 - wide if is_last else x + 9
    drawing.rect(left, y - 8, wide, 16, "var(--surface)", rx=3)
    drawing.text(left + 3, y + 4, told, fill="var(--ink)", size=_SMALL)

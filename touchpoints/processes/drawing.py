"""A process map as one SVG: lanes side by side, steps in order downwards, decisions marked by shape and word."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lib.charts.svg import Drawing, text_width, wrap
from lib.local_text import local
from touchpoints.processes.arithmetic import effort_after
from touchpoints.processes.layout import GAP, HEAD, Box, Layout, layout
from touchpoints.processes.tables import lane_name, minutes_words, plain
from touchpoints.processes.text import BranchText, ProcessText, StepText
from touchpoints.processes.words import LaneKind, StepDecision

_LINE, _SIZE, _SMALL = 15.5, 12.5, 11.0
_PAD, _NOSE = 9.0, 14.0
_INK, _SOFT, _WAY = "var(--ink)", "var(--ink-soft)", "var(--line-strong)"


@dataclass(frozen=True, slots=True)
class _Card:
    """What stands in a step's box."""

    lines: Sequence[str]
    note: str
    decision: StepDecision

    @property
    def height(self) -> float:
        return _PAD + len(self.lines) * _LINE + 36


def draw_process(text: ProcessText, *, title: str, links: bool = False) -> str:
    """The map as SVG with `var(--…)` colours; `lib.charts.standalone` resolves them for a file.

    :param links: whether each box leads to the row `#step-1` … of the page
    """
    # Two rounds: how wide a lane is decides how its words break, and not the other way round.
    inner = layout(text, [0.0] * len(text.steps)).lane - 2 * 13 - 2 * _PAD
    cards = [_card(place, step, inner) for place, step in enumerate(text.steps)]
    places = layout(text, [_height(card, step) for card, step in zip(cards, text.steps, strict=True)])
    drawing = Drawing(places.width, places.height, title, css_class="chart process-drawing")
    drawing.rect(0, 0, places.width, places.height, "var(--surface)")
    _lanes(drawing, text, places)
    _ways(drawing, text, places)
    for place, (step, card) in enumerate(zip(text.steps, cards, strict=True)):
        with drawing.group(title=_told(text, step), href=f"#step-{place + 1}" if links else ""):
            _box(drawing, text, step, places.boxes[place])
            _words(drawing, card, step, places.boxes[place])
    return drawing.render()


def _card(place: int, step: StepText, inner: float) -> _Card:
    room = inner - (2 * _NOSE if step.branches else 0)
    lines = wrap(f"{place + 1}. {local(step.name)}", room, 4, _SIZE)
    return _Card(lines, _minutes_note(step), StepDecision(step.decision))


def _minutes_note(step: StepText) -> str:
    after, _cost = effort_after(step)
    if after == step.minutes:
        return minutes_words(step.minutes)
    return f"{plain(step.minutes)} → {minutes_words(after)}"


def _height(card: _Card, step: StepText) -> float:
    """Tall enough for the words, and for each branch to leave at a height of its own."""
    return max(card.height, 24.0 * len(step.branches) + 16)


def _told(text: ProcessText, step: StepText) -> str:
    told = f"{lane_name(text, step.lane)}: {local(step.name)} – {StepDecision(step.decision).label}"
    return f"{told}. {local(step.reason)}" if local(step.reason) else told


def _lanes(drawing: Drawing, text: ProcessText, places: Layout) -> None:
    for number, lane in enumerate(text.lanes):
        left, middle = number * places.lane, (number + 0.5) * places.lane
        ground = "var(--surface-sunk)" if number % 2 == 0 else "var(--surface)"
        drawing.rect(left, HEAD, places.lane, places.height - HEAD, ground)
        drawing.rect(left, 0, places.lane, HEAD, "var(--accent-wash)", stroke="var(--line)")
        name = local(lane.name)
        for line, words in enumerate(wrap(name, places.lane - 2 * _PAD, 2, _SIZE)):
            drawing.text(middle, 20 + line * _LINE, words, anchor="middle", fill=_INK, size=_SIZE, weight=650)
        kind = str(LaneKind(lane.kind).label)
        if kind.casefold() != name.casefold():
            drawing.text(middle, HEAD - 6, kind, anchor="middle", size=_SMALL)
        drawing.line(left, 0, left, places.height, "var(--line)")
    end = len(text.lanes) * places.lane
    drawing.line(end, 0, end, places.height, "var(--line)")


def _ways(drawing: Drawing, text: ProcessText, places: Layout) -> None:
    """How a case goes: from the start along the steps to the end, and by the branches."""
    if not places.boxes:
        return
    first, last = places.boxes[0], places.boxes[-1]
    drawing.circle(first.middle, first.y - 26, 6, "var(--surface)", stroke=_SOFT, stroke_width=1.5)
    _arrow(drawing, [(first.middle, first.y - 20), (first.middle, first.y)])
    for place in range(1, len(places.boxes)):
        taken = sum(one.share or 0 for one in text.steps[place - 1].branches)
        if taken < 100:
            _on(drawing, places.boxes[place - 1], places.boxes[place], 100 - taken if taken else None)
    if sum(one.share or 0 for one in text.steps[-1].branches) < 100:
        _arrow(drawing, [(last.middle, last.bottom), (last.middle, last.bottom + 18)])
        drawing.circle(last.middle, last.bottom + 25, 6, "var(--surface)", stroke=_INK, stroke_width=3)
    track = 0
    for place, step in enumerate(text.steps):
        for number, branch in enumerate(step.branches):
            _branch(drawing, places, place, (number + 0.5 - len(step.branches) / 2) * 24, branch, track)
            track += branch.target is not None


def _on(drawing: Drawing, one: Box, other: Box, share: int | None) -> None:
    """From a step to the next: to the right in the same row, else down through the gap."""
    if one.row == other.row:
        _arrow(drawing, [(one.right, one.centre), (other.x, one.centre)])
        return
    turn = other.y - GAP / 2 - max(0.0, other.y - one.bottom - GAP) / 2
    _arrow(drawing, [(one.middle, one.bottom), (one.middle, turn), (other.middle, turn), (other.middle, other.y)])
    if share is not None:
        _label(drawing, one.middle + 6, one.bottom + 13, _("otherwise · %(share)s of 100") % {"share": share})


def _branch(drawing: Drawing, places: Layout, place: int, shift: float, branch: BranchText, track: int) -> None:
    """Out to the right of the row, along a track of its own, and into its step from above; or to an end."""
    box = places.boxes[place]
    y, start = box.centre + shift, box.right - abs(shift) * _NOSE / (box.height / 2)
    words = f"{local(branch.when)} · {branch.share or 0}"
    room = places.lanes_end - box.right - 8
    _label(drawing, box.right + 6, y - 4, wrap(words, room, 1, _SMALL)[0])
    if branch.target is None:
        end = min(places.lanes_end, box.right + max(26.0, min(room, text_width(words, _SMALL) + 12)))
        _arrow(drawing, [(start, y), (end, y)])
        drawing.circle(end + 7, y, 6, "var(--surface)", stroke=_INK, stroke_width=3)
        return
    target, x = places.boxes[branch.target], places.track(track)
    enters = target.middle + min(target.width / 2 - _NOSE - 4, 18 + 5 * (track % 5))
    above = target.y - 11
    _arrow(drawing, [(start, y), (x, y), (x, above), (enters, above), (enters, target.y)], dash="5 3")


def _arrow(drawing: Drawing, points: Sequence[tuple[float, float]], dash: str | None = None) -> None:
    """A line with a head at its end; what does not turn is left out."""
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawing.shape("polyline", points=told, fill="none", stroke=_WAY, stroke_width=1.6, stroke_dasharray=dash)
    (x1, y1), (x2, y2) = points[-2:]
    dx, dy = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    tip = [(x2, y2), (x2 - 7 * dx - 4 * dy, y2 - 7 * dy - 4 * dx), (x2 - 7 * dx + 4 * dy, y2 - 7 * dy + 4 * dx)]
    drawing.shape("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in tip), fill=_WAY)


def _label(drawing: Drawing, x: float, y: float, words: str) -> None:
    drawing.text(x, y, words, size=_SMALL, fill=_INK, paint_order="stroke", stroke="var(--surface)", stroke_width=3)


def _box(drawing: Drawing, text: ProcessText, step: StepText, box: Box) -> None:
    """A hexagon where ways part, a box with doubled sides for systems, else a box; dashed if it shall go."""
    gone = step.decision == StepDecision.ELIMINATE
    look: dict[str, Any] = {
        "fill": "var(--surface)",
        "stroke": "var(--late)" if gone else "var(--accent)" if step.decision != StepDecision.KEEP else _WAY,
        "stroke_width": 1.4 if step.decision == StepDecision.KEEP else 2,
        "stroke_dasharray": "5 4" if gone else None,
    }
    if step.branches:
        corners = [
            (box.x, box.centre), (box.x + _NOSE, box.y), (box.right - _NOSE, box.y), (box.right, box.centre),
            (box.right - _NOSE, box.bottom), (box.x + _NOSE, box.bottom),
        ]  # fmt: skip
        drawing.shape("polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), **look)
        return
    is_system = step.lane < len(text.lanes) and text.lanes[step.lane].kind == LaneKind.SYSTEM
    drawing.shape("rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=None if is_system else 9.0, **look)
    if is_system:
        for x in (box.x + 5, box.right - 5):
            drawing.line(x, box.y, x, box.bottom, look["stroke"], 1)


def _words(drawing: Drawing, card: _Card, step: StepText, box: Box) -> None:
    left = box.x + _PAD + (_NOSE if step.branches else 2)
    top = box.y + (box.height - card.height) / 2 + _PAD
    for number, line in enumerate(card.lines):
        drawing.text(left, top + 9 + number * _LINE, line, fill=_INK, size=_SIZE)
    y = top + len(card.lines) * _LINE + 8
    colour = {StepDecision.KEEP: _SOFT, StepDecision.ELIMINATE: "var(--late)"}.get(card.decision, "var(--accent)")
    _mark(drawing, card.decision, left + 5, y - 4, colour)
    drawing.text(
        left + 15,
        y,
        str(card.decision.label),
        size=_SMALL,
        fill=colour,
        weight=None if card.decision == "keep" else 650,
    )
    drawing.text(left, y + 14, card.note, size=_SMALL)


def _mark(drawing: Drawing, decision: StepDecision, x: float, y: float, colour: str) -> None:
    """A shape for each decision: ring, bolt, cross, two squares in one, triangle."""
    if decision == StepDecision.KEEP:
        drawing.circle(x, y, 4, "none", stroke=colour, stroke_width=1.5)
    elif decision == StepDecision.ELIMINATE:
        drawing.shape("path", d=f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8", stroke=colour, stroke_width=2.2)
    elif decision == StepDecision.AUTOMATE:
        drawing.shape("path", d=f"M{x + 2:.1f} {y - 6:.1f}l-6 7h4l-2 5l6 -7h-4z", fill=colour)
    elif decision == StepDecision.CONSOLIDATE:
        for shift in (-4.5, -1):
            drawing.rect(x + shift, y + shift, 6, 6, "var(--surface)", stroke=colour, stroke_width=1.5)
    else:
        drawing.shape("path", d=f"M{x:.1f} {y - 5:.1f}l5 9h-10z", fill=colour)

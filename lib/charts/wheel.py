"""The wheel of five phases with the launch as the gate between the fourth and the fifth."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.translation import gettext, pgettext

from lib.charts.svg import Drawing, text_width, wrap

CENTRE, OUTER, INNER, HALF_GAP = 100.0, 92.0, 60.0, 0.035
STATES = ("done", "current", "open", "late")


@dataclass(frozen=True, slots=True)
class Segment:
    """One phase; state done, current, open or late."""

    number: int
    name: str
    state: str = "open"
    href: str = ""
    is_here: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """The launch, between the phases 4 and 5."""

    name: str
    state: str = "open"
    href: str = ""


@dataclass(frozen=True, slots=True)
class Wheel:
    """What the wheel shows; the title stands in its middle, the note under it."""

    title: str
    note: str
    segments: Sequence[Segment]
    gate: Gate | None = None


def state_name(state: str) -> str:
    """A phase's state in the reader's words.

    :raises ValueError: no such state
    """
    if state not in STATES:
        raise ValueError(f"unknown state {state!r}; one of {', '.join(STATES)}")
    return {
        "done": pgettext("state of a phase", "done"),
        "current": pgettext("state of a phase", "under way"),
        "open": pgettext("state of a phase", "not begun"),
        "late": pgettext("state of a phase", "late"),
    }[state]


def _colours(state: str) -> tuple[str, str]:
    """Ground and text of a segment."""
    return {
        "done": ("var(--accent-wash)", "var(--accent)"),
        "current": ("var(--accent)", "var(--on-accent)"),
        "open": ("var(--surface-sunk)", "var(--ink-soft)"),
        "late": ("var(--late)", "var(--on-late)"),
    }[state]


def _at(radius: float, angle: float) -> tuple[float, float]:
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)


def _ring(start: float, end: float) -> str:
    (ax, ay), (bx, by) = _at(OUTER, start), _at(OUTER, end)
    (cx, cy), (dx, dy) = _at(INNER, end), _at(INNER, start)
    return (
        f"M{ax:.1f} {ay:.1f} A{OUTER:.0f} {OUTER:.0f} 0 0 1 {bx:.1f} {by:.1f} "
        f"L{cx:.1f} {cy:.1f} A{INNER:.0f} {INNER:.0f} 0 0 0 {dx:.1f} {dy:.1f} Z"
    )


def wheel(shown: Wheel, css_class: str = "wheel") -> str:
    """The drawing; every segment and the gate are links where they have an address."""
    drawing = Drawing(200, 200, _label(shown), css_class)
    count = max(1, len(shown.segments))
    for i, segment in enumerate(shown.segments):
        _segment(drawing, segment, 2 * pi * i / count + HALF_GAP, 2 * pi * (i + 1) / count - HALF_GAP)
    if shown.gate and count == 5:
        _gate(drawing, shown.gate, 2 * pi * 4 / 5)
    _middle(drawing, shown)
    return drawing.render()


def _label(shown: Wheel) -> str:
    here = next((s for s in shown.segments if s.state in ("current", "late")), None)
    if here is None:
        return f"{shown.note}: {shown.title}"
    return gettext("%(cycle)s: phase %(number)d of %(count)d, %(name)s, %(state)s") % {
        "cycle": shown.note,
        "number": here.number,
        "count": len(shown.segments),
        "name": here.name,
        "state": state_name(here.state),
    }


def _segment(drawing: Drawing, segment: Segment, start: float, end: float) -> None:
    word = state_name(segment.state)
    ground, text = _colours(segment.state)
    x, y = _at((OUTER + INNER) / 2, (start + end) / 2)
    said = f"{segment.number} · {segment.name}: {segment.note or word}"
    current = {"aria_current": "page"} if segment.is_here else {}
    with drawing.group(said, segment.href, aria_label=said if segment.href else None, **current):
        drawing.shape("path", d=_ring(start, end), fill=ground)
        drawing.text(x, y + 5, str(segment.number), anchor="middle", fill=text, size=15, weight=650)
        # A shape beside the colour: a tick when done, a corner when late.
        if segment.state == "done":
            drawing.shape(
                "path", d=f"M{x + 8:.1f} {y - 4:.1f}l2.5 3l5 -6", fill="none", stroke=text, stroke_width=2,
                stroke_linecap="round",
            )  # fmt: skip
        if segment.state == "late":
            drawing.text(x + 9, y + 1, "!", fill=text, size=13, weight=700)


def _gate(drawing: Drawing, gate: Gate, angle: float) -> None:
    x, y = _at((OUTER + INNER) / 2, angle)
    ground, text = _colours(gate.state)
    said = f"{gate.name}: {state_name(gate.state)}"
    with drawing.group(said, gate.href, aria_label=said if gate.href else None):
        drawing.shape(
            "path", d=f"M{x:.1f} {y - 12:.1f}l12 12l-12 12l-12 -12z", fill=ground, stroke="var(--surface)",
            stroke_width=3,
        )  # fmt: skip
        drawing.shape("path", d=f"M{x - 3:.1f} {y - 4.5:.1f}l7.5 4.5l-7.5 4.5z", fill=text)


def _middle(drawing: Drawing, shown: Wheel) -> None:
    lines = wrap(shown.title, 100, 2, 16)
    size = 16 if max(text_width(line, 16) for line in lines) < 112 else 14
    top = 102 - 9 * len(lines) if shown.note else 106 - 9 * (len(lines) - 1)
    for i, line in enumerate(lines):
        drawing.text(CENTRE, top + 4 + 18 * i, line, anchor="middle", fill="var(--ink)", size=size, weight=650)
    if shown.note:
        drawing.text(CENTRE, top + 4 + 18 * len(lines), wrap(shown.note, 108, 1, 13)[0], anchor="middle", size=13)

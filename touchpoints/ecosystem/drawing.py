"""The ecosystem as SVG: the journey in the middle, a band for each kind of actor above and below; wide and narrow."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from lib.charts.svg import Drawing, wrap
from lib.local_text import local
from touchpoints.ecosystem.picture import ABOVE, BELOW, SIGNS, Chip, EcosystemPicture, rows_of
from touchpoints.ecosystem.words import ActorKind, Effect

_WIDE, _LABELS, _NARROW = 1080.0, 104.0, 340.0
_LINE, _SIZE, _SMALL = 15.0, 12.5, 11.0
_PAD, _GAP, _DOTS = 8.0, 8.0, 16.0
_BOLD = 1.12  # how much wider heavy letters run
_JOURNEY, _NOSE = 58.0, 14.0
_COLOURS: dict[str, tuple[str, str]] = {
    Effect.HELPS: ("var(--done)", "var(--done-wash)"),
    Effect.HINDERS: ("var(--late)", "var(--late-wash)"),
    Effect.BOTH: ("var(--due)", "var(--due-wash)"),
}


def draw_ecosystem(picture: EcosystemPicture, *, title: str) -> str:
    """The picture for a wide screen and for files, with `var(--…)` colours."""
    above, below = ([kind for kind in kinds if picture.of_kind(kind)] for kinds in (ABOVE, BELOW))
    heights = {kind: _band_height(picture, kind) for kind in (*above, *below)}
    height = sum(heights.values()) + _JOURNEY + 2 * _GAP
    drawing = Drawing(_WIDE, height, title, css_class="chart ecosystem-drawing")
    drawing.rect(0, 0, _WIDE, height, "var(--surface)")
    top = 0.0
    for kind in above:
        _band(drawing, picture, kind, top, heights[kind])
        top += heights[kind]
    _journey(drawing, picture, top + _GAP)
    top += _JOURNEY + 2 * _GAP
    for kind in below:
        _band(drawing, picture, kind, top, heights[kind])
        top += heights[kind]
    return drawing.render()


def _column(picture: EcosystemPicture) -> float:
    return (_WIDE - _LABELS) / max(1, len(picture.stages))


def _width(picture: EcosystemPicture, chip: Chip) -> float:
    first, last = chip.span(len(picture.stages))
    return (last - first + 1) * _column(picture) - _GAP


def _lines(picture: EcosystemPicture, chip: Chip) -> list[str]:
    return wrap(local(chip.name), _width(picture, chip) - 2 * _PAD, 4, _SIZE * _BOLD)


def _told(picture: EcosystemPicture, chip: Chip) -> list[str]:
    return wrap(chip.told, _width(picture, chip) - 2 * _PAD, 3, _SMALL * _BOLD)


def _row_height(picture: EcosystemPicture, row: Sequence[Chip]) -> float:
    most = max(len(_lines(picture, chip)) + len(_told(picture, chip)) for chip in row)
    return most * _LINE + 2 * _PAD + _DOTS


def _band_height(picture: EcosystemPicture, kind: str) -> float:
    rows = rows_of(picture.of_kind(kind), len(picture.stages))
    return sum(_row_height(picture, row) + _GAP for row in rows) + _GAP


def _band(drawing: Drawing, picture: EcosystemPicture, kind: ActorKind, top: float, height: float) -> None:
    drawing.rect(0, top, _WIDE, height, "var(--surface-sunk)" if kind in ABOVE[::2] + BELOW[1:] else "var(--surface)")
    for number, words in enumerate(wrap(capfirst(str(kind.label)), _LABELS - 2 * _PAD, 3)):
        drawing.text(_PAD, top + 22 + number * _LINE, words, fill="var(--ink)", weight=650)
    y = top + _GAP
    for row in rows_of(picture.of_kind(kind), len(picture.stages)):
        tall = _row_height(picture, row)
        for chip in row:
            _chip(drawing, picture, chip, y, tall)
        y += tall + _GAP


def _chip(drawing: Drawing, picture: EcosystemPicture, chip: Chip, y: float, height: float) -> None:
    """A box from the first to the last stage; a dot under each stage it acts on; its border as wide as it is strong."""
    ink, wash = _COLOURS[chip.effect]
    column = _column(picture)
    first, last = chip.span(len(picture.stages))
    x = _LABELS + first * column + _GAP / 2
    width = _width(picture, chip)
    with drawing.group(title=f"{local(chip.name)}: {chip.told}. {local(chip.does)}", href=chip.href):
        drawing.rect(x, y, width, height, wash, stroke=ink, stroke_width=0.5 + chip.strength * 0.8, rx=8.0)
        lines = _lines(picture, chip)
        for number, words in enumerate(lines):
            drawing.text(x + _PAD, y + _PAD + 11 + number * _LINE, words, fill="var(--ink)", size=_SIZE, weight=600)
        for number, words in enumerate(_told(picture, chip), start=len(lines)):
            drawing.text(x + _PAD, y + _PAD + 11 + number * _LINE, words, fill=ink, size=_SMALL, weight=600)
        for place in range(first, last + 1):
            middle = _LABELS + (place + 0.5) * column
            filled = ink if chip.acts_on(place) else "none"
            drawing.circle(middle, y + height - 10, 4, filled, stroke=ink, stroke_width=1.2)


def _journey(drawing: Drawing, picture: EcosystemPicture, top: float) -> None:
    """The stages as one way from left to right."""
    column, bottom = _column(picture), top + _JOURNEY
    for number, words in enumerate(wrap(_("The customer's journey"), _LABELS - 2 * _PAD, 3)):
        drawing.text(_PAD, top + 20 + number * _LINE, words, fill="var(--accent)", weight=700)
    for place, name in enumerate(picture.stages):
        x = _LABELS + place * column
        right = x + column - 3
        corners = [(x, top), (right - _NOSE, top), (right, (top + bottom) / 2), (right - _NOSE, bottom), (x, bottom),
                   (x + _NOSE, (top + bottom) / 2)]  # fmt: skip
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
        drawing.shape("polygon", points=points, fill="var(--accent)")
        lines = wrap(local(name), column - 2 * _NOSE - 14, 3, _SIZE)
        start = (top + bottom) / 2 - (len(lines) - 1) * _LINE / 2 + 4
        for number, words in enumerate(lines):
            drawing.text(
                x + column / 2 + 2, start + number * _LINE, words, anchor="middle", fill="var(--on-accent)",
                size=_SIZE, weight=650,
            )  # fmt: skip


def draw_narrow(picture: EcosystemPicture, *, title: str) -> str:
    """The picture for a phone: an actor a line, with a track of the numbered stages; the journey names the numbers."""
    parts = [part for kind in ABOVE for part in _narrow_band(picture, kind)]
    parts += [("journey", None)] + [part for kind in BELOW for part in _narrow_band(picture, kind)]
    height = sum(_narrow_height(picture, what, chip) for what, chip in parts) + _GAP
    drawing = Drawing(_NARROW, height, title, css_class="chart ecosystem-drawing")
    drawing.rect(0, 0, _NARROW, height, "var(--surface)")
    y = 0.0
    for what, chip in parts:
        tall = _narrow_height(picture, what, chip)
        if chip is not None:
            _narrow_chip(drawing, picture, chip, y, tall)
        elif what == "journey":
            _narrow_journey(drawing, picture, y, tall)
        else:
            drawing.text(0, y + 22, what, fill="var(--ink)", size=_SIZE + 0.5, weight=700)
        y += tall
    return drawing.render()


def _narrow_band(picture: EcosystemPicture, kind: ActorKind) -> list[tuple[str, Chip | None]]:
    chips = picture.of_kind(kind)
    return [(capfirst(str(kind.label)), None), *(("", chip) for chip in chips)] if chips else []


def _narrow_lines(chip: Chip) -> list[str]:
    return wrap(local(chip.name), _NARROW - 2 * _PAD, 3, _SIZE * _BOLD)


def _narrow_height(picture: EcosystemPicture, what: str, chip: Chip | None) -> float:
    if chip is not None:
        return len(_narrow_lines(chip)) * _LINE + _LINE + 44
    return len(picture.stages) * 21.0 + 44 if what == "journey" else 32.0


def _narrow_chip(drawing: Drawing, picture: EcosystemPicture, chip: Chip, y: float, height: float) -> None:
    ink, wash = _COLOURS[chip.effect]
    lines = _narrow_lines(chip)
    with drawing.group(title=f"{local(chip.name)}: {chip.told}. {local(chip.does)}", href=chip.href):
        drawing.rect(1, y, _NARROW - 2, height - _GAP, wash, stroke=ink, stroke_width=0.5 + chip.strength * 0.8, rx=8.0)
        for number, words in enumerate(lines):
            drawing.text(_PAD + 1, y + 19 + number * _LINE, words, fill="var(--ink)", size=_SIZE, weight=600)
        base = y + 19 + len(lines) * _LINE
        drawing.text(_PAD + 1, base, chip.told, fill=ink, size=_SMALL, weight=600)
        step = min(26.0, (_NARROW - 2 * _PAD - 18) / max(1, len(picture.stages) - 1))
        for place in range(len(picture.stages)):
            x = _PAD + 9 + place * step
            acts = chip.acts_on(place)
            drawing.circle(x, base + 16, min(8.5, step / 2 - 1), ink if acts else "none", stroke=ink, stroke_width=1)
            fill = "var(--surface)" if acts else ink
            drawing.text(x, base + 19.5, str(place + 1), anchor="middle", fill=fill, size=10, weight=650)


def _narrow_journey(drawing: Drawing, picture: EcosystemPicture, y: float, height: float) -> None:
    drawing.rect(0, y + 4, _NARROW, height - 12, "var(--accent)", rx=8.0)
    drawing.text(_PAD + 2, y + 24, _("The customer's journey"), fill="var(--on-accent)", size=_SIZE, weight=700)
    for place, name in enumerate(picture.stages):
        words = wrap(f"{place + 1}  {local(name)}", _NARROW - 2 * _PAD, 1, _SIZE)[0]
        drawing.text(_PAD + 2, y + 46 + place * 21, words, fill="var(--on-accent)", size=_SIZE)


def key() -> str:
    """What the picture means, in words."""
    signs = " · ".join(f"{SIGNS[effect]} {effect.label}" for effect in Effect)
    return _("%(signs)s. The thicker the frame, the stronger. A full dot: it acts on that stage.") % {"signs": signs}

"""Small drawings inside cards and cells: the stacked NPS bar, the reference scale, one interval, a sparkline."""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext

from lib.charts.labels import flags
from lib.charts.numbers import amount, number, sentence
from lib.charts.scales import Axis, axis_over, limits_of
from lib.charts.svg import Drawing, text_width

PARTS = (("detractor", "detractors"), ("passive", "passives"), ("promoter", "promoters"))


def part_name(kind: str) -> str:
    """The reader's word for one of the three groups."""
    return {
        "detractor": gettext("detractors"),
        "passive": gettext("passives"),
        "promoter": gettext("promoters"),
    }[kind]


def percent(count: float, total: float) -> str:
    """A share as a whole percentage."""
    return amount(100 * count / total, "%")


def nps_bar(promoters: float, passives: float, detractors: float, width: int) -> str:
    """Detractors, passives, promoters as one bar; each part says its share."""
    total = promoters + passives + detractors
    counts = {"promoter": promoters, "passive": passives, "detractor": detractors}
    if total <= 0:
        return ""
    label = ", ".join(f"{percent(counts[kind], total)} {part_name(kind)}" for kind, _ in PARTS)
    drawing = Drawing(width, 26, label)
    room, x = width - 2.0 * (sum(1 for count in counts.values() if count) - 1), 0.0
    for kind, _ in PARTS:
        if not counts[kind]:
            continue
        part, text = room * counts[kind] / total, percent(counts[kind], total)
        with drawing.group(f"{part_name(kind)}: {text}"):
            drawing.rect(x, 0, part, 26, f"var(--{kind})", rx=3)
            if part > text_width(text) + 6:
                drawing.text(x + part / 2, 17.5, text, anchor="middle", fill=f"var(--on-{kind})", weight=650)
        x += part + 2
    return drawing.render()


def reference_scale(
    value: float, low: float | None, high: float | None, references: Sequence[tuple[str, float]], width: int,
    *, label: str = "", unit: str = "nps",
) -> str:  # fmt: skip
    """Where a figure stands between known points of reference; labels and their lines never cover each other."""
    here = f"{label or pgettext('on a scale', 'here')} {amount(value, unit)}"
    names = [f"{name} {amount(at, unit)}" for name, at in references]
    axis = _scale_axis(value, references, unit, width)
    places = flags([(axis(at), text_width(name)) for (_, at), name in zip(references, names, strict=True)], width)
    drawing = Drawing(width, 66 + 16 * max((flag.row for flag in places), default=0), f"{here}; {', '.join(names)}")
    drawing.line(axis.start, 30, axis.end, 30, "var(--line-strong)")
    for (_, at), name, flag in zip(references, names, places, strict=True):
        drawing.line(axis(at), 25, axis(at), 35 + 16 * flag.row, "var(--line-strong)")
        drawing.text(flag.centre, 48 + 16 * flag.row, name, anchor="middle")
    if low is not None and high is not None:
        drawing.line(axis(low), 30, axis(high), 30, "var(--accent)", 9, stroke_linecap="round", opacity=0.35)
    drawing.circle(axis(value), 30, 6, "var(--accent)")
    half = text_width(here) / 2
    drawing.text(min(max(axis(value), half), width - half), 15, here, anchor="middle", fill="var(--accent)", weight=650)
    return drawing.render()


def _scale_axis(value: float, references: Sequence[tuple[str, float]], unit: str, width: int) -> Axis:
    if unit == "nps":
        return Axis(-100, 100, 8, width - 8)
    return axis_over([value, *(at for _, at in references)], 8, width - 8, **limits_of(unit))


def interval_dot(
    value: float, low: float | None, high: float | None, minimum: float, maximum: float, unit: str = "%"
) -> str:
    """One figure with its interval, for a table's cell; every row uses the same minimum and maximum."""
    axis = Axis(minimum, maximum, 6, 138)
    drawing = Drawing(144, 20, sentence(value, low, high, None, unit), "dot-cell")
    drawing.line(6, 10, 138, 10, "var(--line)")
    if low is not None and high is not None:
        drawing.line(axis(low), 10, axis(high), 10, "var(--accent)", 7, stroke_linecap="round", opacity=0.3)
    drawing.circle(axis(value), 10, 4.5, "var(--accent)")
    return drawing.render()


def sparkline(values: Sequence[float | None], label: str, unit: str = "") -> str:
    """The course of a figure in the size of a word; gaps stay gaps, the last point is marked."""
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    if not known:
        return ""
    across, up = Axis(0, max(1, len(values) - 1), 4, 108), axis_over([v for _, v in known], 24, 4)
    said = f"{label}: {amount(known[0][1], unit)} → {amount(known[-1][1], unit)}" if label else number(known[-1][1])
    drawing = Drawing(112, 28, said, "spark")
    for run in runs(values):
        path = " ".join(f"{across(i):.1f},{up(value):.1f}" for i, value in run)
        drawing.shape("polyline", points=path, fill="none", stroke="var(--accent)", stroke_width=2)
    last, value = known[-1]
    drawing.circle(across(last), up(value), 3.5, "var(--accent)")
    return drawing.render()


def runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Stretches of known neighbours, with their places."""
    found: list[list[tuple[int, float]]] = [[]]
    for i, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((i, value))
    return [run for run in found if run]

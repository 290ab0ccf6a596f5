"""A ranked list of figures with their intervals, and the comparison of two times: one row a thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import get_language

from lib.charts.numbers import amount, interval, number, sentence
from lib.charts.rows import SHAPES, BeforeAfter, IntervalRow, short_verdict, state_word, verdict_colour, verdict_word
from lib.charts.scales import Axis, axis_over, limits_of
from lib.charts.svg import NARROW, Drawing, text_width, wrap

AXIS_ROOM = 24


@dataclass(frozen=True, slots=True)
class Plan:
    """Where labels, plot and words stand at one width; on a narrow drawing the label stands above its row."""

    width: int
    labels: float
    margin: float
    narrow: bool
    top: float

    @property
    def row_height(self) -> float:
        return 40.0 if self.narrow else 27.0

    def middle(self, row: int) -> float:
        """The height at which a row's marks stand."""
        return self.top + row * self.row_height + (29.0 if self.narrow else 13.5)

    def height(self, rows: int) -> float:
        return self.top + rows * self.row_height + AXIS_ROOM


def _plan(labels: Sequence[str], words: Sequence[str], width: int, top: float = 4) -> Plan:
    if width <= NARROW:
        return Plan(width, 0, 0, True, top)
    room = min(max((text_width(label) for label in labels), default=40) + 12, width * 0.36)
    margin = min(max((text_width(word) for word in words), default=40) + 14, width * 0.3)
    return Plan(width, room, margin, False, top)


def _axis(plan: Plan, values: Sequence[float | None], unit: str) -> Axis:
    return axis_over(values, plan.labels + 8, plan.width - plan.margin - 8, **limits_of(unit))


def _grid(drawing: Drawing, plan: Plan, axis: Axis, rows: int, unit: str) -> None:
    bottom = plan.top + rows * plan.row_height
    for tick in axis.ticks(4):
        drawing.line(axis(tick), plan.top, axis(tick), bottom + 2, "var(--line)")
        text = amount(tick, unit)
        half = text_width(text) / 2
        drawing.text(min(max(axis(tick), half), plan.width - half), bottom + 17, text, anchor="middle")


def _label(drawing: Drawing, plan: Plan, row: int, label: str) -> None:
    y = plan.middle(row)
    if plan.narrow:
        drawing.text(0, y - 13, wrap(label, plan.width * 0.6, 1)[0], fill="var(--ink)")
        return
    lines = wrap(label, plan.labels - 8, 2)
    for i, line in enumerate(lines):
        offset = 4 + (i - (len(lines) - 1) / 2) * 13
        drawing.text(
            plan.labels - 8, y + offset, line, anchor="end", fill="var(--ink)", size=12 if len(lines) == 1 else 11
        )


def _word(drawing: Drawing, plan: Plan, row: int, word: str, colour: str, weight: int | None = None) -> None:
    y = plan.middle(row)
    drawing.text(plan.width, y - 13 if plan.narrow else y + 4, word, anchor="end", fill=colour, weight=weight)


def interval_dots(
    rows: Sequence[IntervalRow], width: int, *, unit: str = "%", label: str = "",
    reference: float | None = None, reference_label: str = "",
) -> str:  # fmt: skip
    """Each row's figure as a dot on its interval; an optional line of reference through all."""
    words = [_figure_words(row, unit, short=width < 500) for row in rows]
    plan = _plan([row.label for row in rows], words, width, 20 if reference is not None else 4)
    axis = _axis(plan, [v for row in rows for v in (row.value, row.low, row.high)] + [reference], unit)
    drawing = Drawing(width, plan.height(len(rows)), label)
    _grid(drawing, plan, axis, len(rows), unit)
    if reference is not None:
        _reference(drawing, plan, axis, reference, reference_label, len(rows), unit)
    for i, (row, word) in enumerate(zip(rows, words, strict=True)):
        colour = "var(--same)" if row.state == "low" else "var(--accent)"
        with drawing.group(_row_title(row, unit), row.href):
            _label(drawing, plan, i, row.label)
            if row.value is not None:
                _dot(drawing, axis, plan.middle(i), row.value, row.low, row.high, colour)
            _word(drawing, plan, i, word, "var(--ink-soft)")
    return drawing.render()


def _figure_words(row: IntervalRow, unit: str, *, short: bool) -> str:
    if row.value is None:
        return state_word(row.state or "none")
    text = amount(row.value, unit)
    between = interval(row.low, row.high, unit)
    return text if short or not between else f"{text} ({between})"


def _row_title(row: IntervalRow, unit: str) -> str:
    if row.value is None:
        return f"{row.label}: {state_word(row.state or 'none')}"
    word = state_word(row.state)
    return f"{row.label}: {sentence(row.value, row.low, row.high, row.n, unit)}" + (f" · {word}" if word else "")


def _reference(drawing: Drawing, plan: Plan, axis: Axis, at: float, name: str, rows: int, unit: str) -> None:
    text = f"{name} {amount(at, unit)}".strip()
    half = text_width(text) / 2
    drawing.line(
        axis(at), 16, axis(at), plan.top + rows * plan.row_height, "var(--ink-soft)", 1.5, stroke_dasharray="4 3"
    )
    drawing.text(min(max(axis(at), half), plan.width - half), 11, text, anchor="middle", weight=600)


def _dot(
    drawing: Drawing, axis: Axis, y: float, value: float, low: float | None, high: float | None, colour: str,
) -> None:  # fmt: skip
    if low is not None and high is not None:
        drawing.line(axis(low), y, axis(high), y, colour, 7, stroke_linecap="round", opacity=0.25)
    drawing.circle(axis(value), y, 5, colour)


def dumbbell(rows: Sequence[BeforeAfter], width: int, *, unit: str = "%", label: str = "") -> str:
    """Before as a ring, after as a dot on its interval, and the verdict as shape and word."""
    words = [f"{SHAPES[row.verdict]} {short_verdict(row.verdict)}" for row in rows]
    plan = _plan([row.label for row in rows], words, width)
    axis = _axis(plan, [v for row in rows for v in (row.before, row.after, row.low, row.high)], unit)
    drawing = Drawing(width, plan.height(len(rows)), label)
    _grid(drawing, plan, axis, len(rows), unit)
    for i, (row, word) in enumerate(zip(rows, words, strict=True)):
        colour, bold = verdict_colour(row.verdict), 600 if row.verdict in ("better", "worse") else None
        with drawing.group(change_title(row, unit), row.href):
            _label(drawing, plan, i, row.label)
            _pair(drawing, axis, plan.middle(i), row, colour)
            _word(drawing, plan, i, word, colour, bold)
    return drawing.render()


def _pair(drawing: Drawing, axis: Axis, y: float, row: BeforeAfter, colour: str) -> None:
    if row.before is not None and row.after is not None:
        drawing.line(axis(row.before), y, axis(row.after), y, colour, 2)
    if row.after is not None:
        _dot(drawing, axis, y, row.after, row.low, row.high, colour)
    if row.before is not None:
        drawing.circle(axis(row.before), y, 4.5, "var(--surface)", stroke=colour, stroke_width=2)


def change_title(row: BeforeAfter, unit: str) -> str:
    """The whole comparison in one line, for the pointer and the table."""
    language = get_language()
    before = "–" if row.before is None else amount(row.before, unit, language=language)
    after = "–" if row.after is None else sentence(row.after, row.low, row.high, row.n_after, unit, language=language)
    return f"{row.label}: {before} → {after} · {verdict_word(row.verdict)}"


def count(n: int | None) -> str:
    """A number of answers for a table's cell."""
    return "" if n is None else number(n)

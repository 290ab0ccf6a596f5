"""A chart from its numbers, once: drawings, Plotly's dict and the table cannot disagree."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext, pgettext

from lib.charts import course, lists, plotly, quadrant
from lib.charts.numbers import amount, interval, number
from lib.charts.rows import (
    Bar,
    BeforeAfter,
    Chart,
    IntervalRow,
    Moment,
    Point,
    state_word,
    verdict_word,
)  # fmt: skip
from lib.charts.svg import MID, NARROW, WIDE

Drawings = tuple[str, str, str]
MOST_BARS = 21  # as many as the longest scale has values, and some topics


def three_widths(draw: Callable[[int], str]) -> Drawings:
    """The same drawing for a wide, a middling and a narrow box."""
    return draw(WIDE), draw(MID), draw(NARROW)


def _said(title: str, subtitle: str) -> str:
    return f"{title} – {subtitle}" if subtitle else title


def ranked(
    *, key: str, title: str, rows: Sequence[IntervalRow], unit: str = "%", subtitle: str = "",
    reference: float | None = None, reference_label: str = "", note: str = "",
) -> Chart:  # fmt: skip
    """Figures in the order given, each with its interval."""
    drawings = three_widths(
        lambda width: lists.interval_dots(
            rows, width, unit=unit, label=_said(title, subtitle), reference=reference, reference_label=reference_label
        )
    )
    figure = plotly.ranked(rows, unit, reference, reference_label)
    columns = ["", gettext("Figure"), gettext("95 % interval"), "n", gettext("Note")]
    table = [
        [
            row.label,
            "–" if row.value is None else amount(row.value, unit),
            "" if row.value is None else interval(row.low, row.high, unit),
            "" if row.state == "hidden" else lists.count(row.n),
            state_word(row.state or ("none" if row.value is None else "")),
        ]
        for row in rows
    ]
    return Chart(key, title, subtitle, drawings, figure, columns, table, note)


def before_after(
    *, key: str, title: str, rows: Sequence[BeforeAfter], before_label: str, after_label: str, unit: str = "%",
    subtitle: str = "", note: str = "",
) -> Chart:  # fmt: skip
    """Two times compared; the verdict is part of every row."""
    drawings = three_widths(lambda width: lists.dumbbell(rows, width, unit=unit, label=_said(title, subtitle)))
    figure = plotly.dumbbell(rows, before_label, after_label, unit)
    columns = ["", before_label, "n", after_label, gettext("95 % interval"), "n", gettext("Verdict")]
    table = [
        [
            row.label,
            "–" if row.before is None else amount(row.before, unit),
            lists.count(row.n_before),
            "–" if row.after is None else amount(row.after, unit),
            interval(row.low, row.high, unit),
            lists.count(row.n_after),
            verdict_word(row.verdict),
        ]
        for row in rows
    ]
    key_items = [("ring", before_label), ("dot", after_label)]
    return Chart(key, title, subtitle, drawings, figure, columns, table, note, key_items)


def importance(
    *, key: str, title: str, points: Sequence[Point], x_label: str, y_label: str, x_split: float | None = None,
    y_split: float | None = None, unit: str = "%", subtitle: str = "", note: str = "", y_decimals: int = 2,
) -> Chart:  # fmt: skip
    """Importance (up) against performance (across); where no split is given the mean splits."""
    drawings = three_widths(
        lambda width: quadrant.quadrant(
            points, width, x_label=x_label, y_label=y_label, x_split=x_split, y_split=y_split, unit=unit,
            y_decimals=y_decimals, label=_said(title, subtitle),
        )
    )  # fmt: skip
    columns = ["", x_label, gettext("95 % interval"), y_label, gettext("95 % interval"), "n"]
    table = [
        [
            p.label,
            amount(p.x, unit),
            interval(p.x_low, p.x_high, unit),
            amount(p.y, "", y_decimals),
            interval(p.y_low, p.y_high, "", y_decimals),
            lists.count(p.n),
        ]
        for p in points
    ]
    return Chart(key, title, subtitle, drawings, {}, columns, table, note)


def distribution(*, key: str, title: str, bars: Sequence[Bar], subtitle: str = "", note: str = "") -> Chart:
    """How many gave which answer; the table has them all, the picture the most frequent."""
    drawn = _most_frequent(bars)
    drawings = three_widths(lambda width: course.distribution(drawn, width, label=_said(title, subtitle)))
    total = sum(bar.count for bar in bars)
    table = [[bar.label, number(bar.count), amount(100 * bar.count / total, "%", 1) if total else "–"] for bar in bars]
    columns = [gettext("Answer"), pgettext("column of a table", "Count"), gettext("Share")]
    return Chart(key, title, subtitle, drawings, plotly.distribution(drawn), columns, table, note)


def _most_frequent(bars: Sequence[Bar]) -> list[Bar]:
    """All bars where a picture can hold them, else the largest in their order, and the others put together."""
    given = [bar for bar in bars if bar.count] if len(bars) > MOST_BARS else list(bars)
    if len(given) <= MOST_BARS:
        return given
    least = set(sorted(range(len(given)), key=lambda place: -given[place].count)[MOST_BARS - 1 :])
    kept = [bar for place, bar in enumerate(given) if place not in least]
    return [*kept, Bar(gettext("all others"), sum(given[place].count for place in least))]


def trend(
    *, key: str, title: str, moments: Sequence[Moment], unit: str = "nps", target: float | None = None,
    target_label: str = "", subtitle: str = "", note: str = "",
) -> Chart:  # fmt: skip
    """One figure at several times."""
    word = target_label or gettext("target")
    drawings = three_widths(
        lambda width: course.trend(
            moments, width, unit=unit, target=target, target_label=word, label=_said(title, subtitle)
        )
    )
    columns = [gettext("When"), gettext("Figure"), gettext("95 % interval"), "n", gettext("Note")]
    table = [
        [
            course.moment_name(m),
            "–" if m.value is None else amount(m.value, unit),
            "" if m.value is None else interval(m.low, m.high, unit),
            "" if m.state == "hidden" else lists.count(m.n),
            state_word(m.state or ("none" if m.value is None else "")),
        ]
        for m in moments
    ]
    return Chart(key, title, subtitle, drawings, plotly.trend(moments, unit, target, word), columns, table, note)

"""What the page of the promise gap is drawn of: dumbbells, the course over time, and the lines of its file."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from lib import charts
from metrics.queries import Dimension
from metrics.queries.gaps import Gap
from metrics.queries.naming import ReadableNames
from metrics.queries.promise_kept import PromiseKept

HEADINGS = (
    "breakdown", "survey", "sample", "pillar", "touchpoint", "segment", "period_start", "scale", "n", "n_missing",
    "expected", "experienced", "gap", "ci_low", "ci_high", "p", "wilcoxon_p", "q", "below", "met", "above",
    "near_ceiling", "verdict", "suppressed",
)  # fmt: skip


def gap_chart(key: str, title: str, survey: str, rows: Sequence[tuple[str, Gap]]) -> charts.Chart | None:
    """What was expected as a ring, what was experienced as a dot; nothing where no row has a figure."""
    lines = [_line(label, row) for label, row in rows if row.value is not None and row.expected is not None]
    if not lines:
        return None
    return charts.before_after(
        key=key, title=title, subtitle=survey, rows=lines, before_label=_("expected"), after_label=_("experienced"),
        unit="mean", note=_("The band is the interval of the gap, laid at what was expected."),
    )  # fmt: skip


def _line(label: str, row: Gap) -> charts.BeforeAfter:
    low = high = None
    if row.gap and row.expected is not None and row.gap.low is not None and row.gap.high is not None:
        low, high = row.expected + row.gap.low, row.expected + row.gap.high
    return charts.BeforeAfter(label, row.expected, row.experienced, low, high, str(row.word), row.n, row.n)


def course_chart(found: PromiseKept, survey: str, readable: ReadableNames) -> charts.Chart | None:
    """The mean gap over the waves; over the months where there is one wave only."""
    rows = [row for row in found.over if row.value is not None]
    if len(rows) < 2:
        return None
    if found.is_by_wave:
        lines = [_interval(readable.name(Dimension.SURVEY, row.group.codes[0]), row) for row in rows]
        return charts.ranked(
            key="waves", title=_("From wave to wave"), rows=lines, unit="gap", reference=0.0,
            reference_label=_("as expected"),
        )  # fmt: skip
    moments = [
        charts.Moment(row.group.start, row.value, row.gap.low, row.gap.high, row.n)
        for row in rows
        if row.group.start and row.gap
    ]
    return charts.trend(
        key="months", title=_("From month to month"), subtitle=survey, moments=moments, unit="gap", target=0.0,
        target_label=_("as expected"),
    )  # fmt: skip


def _interval(label: str, row: Gap) -> charts.IntervalRow:
    low, high = (row.gap.low, row.gap.high) if row.gap else (None, None)
    state = "low" if row.gap and row.gap.low_base else ""
    return charts.IntervalRow(label, row.value, low, high, row.n, state)


def file_rows(found: PromiseKept) -> list[list[Any]]:
    """Every row of the page with codes, unrounded."""
    parts: list[tuple[str, Iterable[Gap], str]] = [
        ("all", [found.whole], ""),
        ("by_points", [found.by_points] if found.by_points else [], ""),
        ("pillar", [one.gap for one in found.pillars], ""),
        ("pillar_touchpoint", found.places, "touchpoint"),
        ("pillar_segment", found.segments, "segment"),
        ("survey" if found.is_by_wave else "month", found.over, "survey" if found.is_by_wave else ""),
    ]
    return [_file_row(kind, row, of, found) for kind, rows, of in parts for row in rows]


def _file_row(kind: str, row: Gap, of: str, found: PromiseKept) -> list[Any]:
    place = {of: row.group.codes[0]} if of and row.group.codes else {}
    cells: dict[str, Any] = {
        "breakdown": kind,
        "survey": found.survey.code,
        "sample": "true" if found.survey.is_sample else "false",
        "pillar": row.pillar,
        "period_start": row.group.start,
        "scale": str(row.scale) if row.scale else None,
        "suppressed": "true" if row.hidden else "false",
        **place,
    }
    if not row.hidden:
        cells |= {"n": row.n, "n_missing": row.n_missing, "verdict": str(row.word) if row.n else None}
    if row.gap and row.kept:
        cells |= {
            "expected": row.expected, "experienced": row.experienced, "gap": row.gap.value, "ci_low": row.gap.low,
            "ci_high": row.gap.high, "p": row.p, "wilcoxon_p": row.wilcoxon, "q": row.q, "below": row.kept.below,
            "met": row.kept.met, "above": row.kept.above, "near_ceiling": "true" if row.at_ceiling else "false",
        }  # fmt: skip
    return ["" if cells.get(name) is None else cells[name] for name in HEADINGS]

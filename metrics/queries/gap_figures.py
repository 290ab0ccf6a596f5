"""The promise gap as rows of the API: the same columns, gate and order as every other figure."""

from dataclasses import replace
from datetime import date
from typing import Any

from accounts.viewer import Viewer
from metrics.queries.asking import FigureQuery
from metrics.queries.gaps import Gap, gaps
from metrics.queries.gating import Part
from metrics.queries.lookups import Lookups
from metrics.queries.rows import Figure, place, suppressed, template
from metrics.queries.summing import Sums


def gap_figures(query: FigureQuery, *, viewer: Viewer, today: date, lookups: Lookups) -> list[Figure]:
    """The gaps of a query; without grouping one row, the mean over the pillars.

    :raises FigureError: a code of the query does not exist
    """
    empty = template(query, lookups.organisation().stamped_at)
    return [_figure(row, query, empty) for row in gaps(query, viewer=viewer, today=today, lookups=lookups)]


def _figure(row: Gap, query: FigureQuery, empty: Figure) -> Figure:
    part = Part(row.group, row.scale, Sums([]))
    if row.hidden:
        return suppressed(part, query, empty)
    numbers: dict[str, Any] = {"n": row.n, "n_missing": row.n_missing, "low_base": True}
    if row.gap:
        numbers |= {
            "n_effective": row.gap.n_effective,
            "value": row.gap.value,
            "std_error": row.gap.std_error,
            "ci_low": row.gap.low,
            "ci_high": row.gap.high,
            "low_base": row.gap.low_base,
        }
    return replace(empty, **place(part, query), **numbers)

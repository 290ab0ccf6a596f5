"""Figures as rows: the columns of the API, their order, and the empty periods between them."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lib.periods import MOST_BUCKETS, Period, PeriodError
from metrics.indicators import EVERY
from metrics.queries.asking import Dimension, FigureError, FigureQuery
from metrics.queries.gating import Part
from metrics.queries.summing import Group, Sums


@dataclass(frozen=True, slots=True)
class Figure:
    """A row as the API gives it: always the same columns, None for what does not apply or may not be seen."""

    period_start: date | None
    period_end: date | None
    indicator: str
    scale: str | None
    survey: str | None
    question: str | None
    touchpoint: str | None
    segment: str | None
    channel: str | None
    unit: str | None
    source: str | None
    n: int | None
    n_missing: int | None
    n_effective: float | None
    promoters: int | None
    passives: int | None
    detractors: int | None
    value: float | None
    std_error: float | None
    ci_low: float | None
    ci_high: float | None
    low_base: bool | None
    suppressed: bool
    definition_version: int
    computed_at: datetime | None

    @property
    def has_value(self) -> bool:
        return self.value is not None

    def as_row(self) -> dict[str, Any]:
        """The columns in the order of the API, moments and days as text."""
        return {column: _plain(getattr(self, column)) for column in COLUMNS}


COLUMNS = tuple(field.name for field in fields(Figure))


def _plain(value: Any) -> Any:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, date | datetime) else value


def filled(parts: list[Part], query: FigureQuery, *, beside: int = 0) -> list[Part]:
    """The parts with the empty periods of each combination, if asked for.

    :param beside: how many codes stand behind those of the query's dimensions

    :raises FigureError: too_many_rows
    """
    grain = query.group_by.grain
    if not query.fill or grain is None:
        return parts
    span = query.period or _span(parts)
    if span is None:
        return parts
    try:
        starts = [bucket.start for bucket in span.buckets(grain)]
    except PeriodError:
        starts = [date.min] * (MOST_BUCKETS + 1)
    rows = {(part.scale, part.group.codes) for part in parts} or {
        (query.scale, (None,) * (len(query.group_by.dimensions) + beside))
    }
    if len(starts) * len(rows) > MOST_BUCKETS:
        raise FigureError("too_many_rows", "fill", _("That would be too many empty periods."))
    present = {(part.scale, part.group.codes, part.group.start) for part in parts}
    empty = [
        Part(Group(start, codes), scale, Sums([0] * 11))
        for scale, codes in rows
        for start in starts
        if (scale, codes, start) not in present
    ]
    return parts + empty


def _span(parts: Iterable[Part]) -> Period | None:
    starts = [part.group.start for part in parts if part.group.start]
    return Period(min(starts), max(starts)) if starts else None


def in_order(parts: Iterable[Part]) -> list[Part]:
    def key(part: Part) -> tuple[object, ...]:
        codes = tuple((code is None, code or "") for code in part.group.codes)
        scale = part.scale
        return (part.group.start or date.min, codes, (scale.low, scale.high) if scale else (-1, -1))

    return sorted(parts, key=key)


def template(query: FigureQuery, computed_at: datetime | None) -> Figure:
    """A row with what all rows of the query share: one filter's only code stands in its column."""
    shared: dict[str, Any] = dict.fromkeys(COLUMNS)
    for dimension in Dimension:
        values = query.values_of(dimension)
        shared[dimension] = values[0] if len(values) == 1 else None
    shared |= {
        "indicator": query.indicator,
        "scale": str(query.scale) if query.scale else None,
        "period_start": query.period.start if query.period else None,
        "period_end": query.period.end if query.period else None,
        "suppressed": False,
        "definition_version": EVERY[query.indicator].definition_version,
        "computed_at": computed_at,
    }
    return Figure(**shared)


def place(part: Part, query: FigureQuery) -> dict[str, Any]:
    """The columns that tell this row from the others."""
    columns: dict[str, Any] = dict(zip(map(str, query.group_by.dimensions), part.group.codes, strict=True))
    if part.scale:
        columns["scale"] = str(part.scale)
    if part.group.start and query.group_by.grain:
        bucket = Period.containing(part.group.start, query.group_by.grain)
        if query.period:
            bucket = query.period.bucket(part.group.start, query.group_by.grain)
        columns |= {"period_start": bucket.start, "period_end": bucket.end}
    return columns


def suppressed(part: Part, query: FigureQuery, empty: Figure) -> Figure:
    """The row of a part that may not be seen."""
    return replace(empty, **place(part, query), suppressed=True)

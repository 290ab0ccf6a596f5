"""The one function that turns counts into figures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from feedback.models import Survey
from lib.periods import MOST_BUCKETS, Period, PeriodError, day_of
from lib.stats.estimates import Estimate
from lib.stats.estimation import classes_of, estimate
from lib.stats.scales import Scale
from metrics.queries.asking import Dimension, FigureError, FigureQuery
from metrics.queries.choosing import choose
from metrics.queries.gating import Part, hidden_parts
from metrics.queries.lookups import Lookups
from metrics.queries.summing import Group, Grouped, Sums, add_up
from organisations.models import Organisation, Unit
from organisations.tenancy import PreparedInside

_SURVEYS = PreparedInside(
    lambda: Survey.objects.order_by("pk").values_list("pk", "main_nps", "main_csat", "main_ces", "weighted")
)
_UNITS = PreparedInside(lambda: Unit.objects.order_by("pk").values_list("pk", "parent"))


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


def figures(
    query: FigureQuery, *, viewer: Viewer, today: date | None = None, lookups: Lookups | None = None
) -> list[Figure]:
    """The rows that answer a query, in a stable order: by time, then by codes, absent ones last.

    Rows exist for every combination that has answers (with `fill`, for its empty periods too); without any grouping
    there is always one row. What the viewer may not see is `suppressed` and comes after what may be seen.

    :param lookups: those of the page, where it asks several questions
    :raises FigureError: what is asked does not exist, is ambiguous, or would put unlike answers together
    """
    lookups = lookups or Lookups()
    organisation = lookups.organisation()
    today = today or day_of(timezone.now(), organisation.time_zone)
    grouped = add_up(query, choose(query, viewer=viewer, lookups=lookups), lookups=lookups)
    parts = _in_order(_filled(_parts(grouped, query), query))
    hidden = hidden_parts(parts, query, viewer=viewer, lookups=lookups, today=today)
    template = _template(query, organisation.stamped_at)
    shown = [_figure(part, query, template) for place, part in enumerate(parts) if place not in hidden]
    return shown + [_suppressed(parts[place], query, template) for place in sorted(hidden)]


def one_figure(
    query: FigureQuery, *, viewer: Viewer, today: date | None = None, lookups: Lookups | None = None
) -> Figure:
    """The single row of a query that groups by nothing; where a question changed its scale, the one with most answers.

    :raises FigureError: as `figures`
    """
    rows = figures(replace(query, group_by=type(query.group_by)()), viewer=viewer, today=today, lookups=lookups)
    return max(rows, key=lambda row: row.n or 0)


def figures_depend_on(organisation: Organisation) -> tuple[object, ...]:
    """What figures are made of besides the query and the viewer: for entity tags and keys of caches."""
    return (
        organisation.pk,
        organisation.stamp,
        organisation.minimum_customers,
        organisation.minimum_employees,
        _SURVEYS.all(),
        _UNITS.all(),
    )


def _parts(grouped: Grouped, query: FigureQuery) -> list[Part]:
    """One part for each group and scale; reasons kept without a scale join the scale with most answers."""
    scales_of: dict[Group, list[Scale]] = {}
    for group, scale in grouped:
        if scale is not None:
            scales_of.setdefault(group, []).append(scale)
    for (group, scale), sums in list(grouped.items()):
        if scale is None and group in scales_of:
            fullest = max(scales_of[group], key=lambda candidate: grouped[group, candidate].n)
            grouped[group, fullest].missing += sums.missing
            del grouped[group, scale]
    if not grouped and not query.group_by.text:
        grouped = {(Group(None, ()), None): Sums([0] * 11)}
    return [Part(group, scale or query.scale, sums) for (group, scale), sums in grouped.items()]


def _filled(parts: list[Part], query: FigureQuery) -> list[Part]:
    """The parts with the empty periods of each combination, if asked for.

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
        (query.scale, (None,) * len(query.group_by.dimensions))
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


def _in_order(parts: Iterable[Part]) -> list[Part]:
    def key(part: Part) -> tuple[object, ...]:
        codes = tuple((code is None, code or "") for code in part.group.codes)
        scale = part.scale
        return (part.group.start or date.min, codes, (scale.low, scale.high) if scale else (-1, -1))

    return sorted(parts, key=key)


def _template(query: FigureQuery, computed_at: datetime | None) -> Figure:
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
        "definition_version": query.definition.definition_version,
        "computed_at": computed_at,
    }
    return Figure(**shared)


def _place(part: Part, query: FigureQuery) -> dict[str, Any]:
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


def _suppressed(part: Part, query: FigureQuery, template: Figure) -> Figure:
    return replace(template, **_place(part, query), suppressed=True)


def _figure(part: Part, query: FigureQuery, template: Figure) -> Figure:
    if part.scale is None or not part.sums.n:
        empty: dict[str, Any] = {"n": 0, "n_missing": part.sums.missing, "low_base": True}
        return replace(template, **_place(part, query), **empty, **_classes(part, query))
    answers = part.sums.answers(part.scale, weighted=query.weighted and bool(part.sums.weights))
    found = estimate(query.definition.score, answers, confidence=query.confidence)
    return replace(template, **_place(part, query), **_numbers(found, part.sums), **_classes(part, query))


def _numbers(found: Estimate, sums: Sums) -> Mapping[str, Any]:
    return {
        "n": found.n,
        "n_missing": sums.missing,
        "n_effective": found.n_effective,
        "value": found.value,
        "std_error": found.std_error,
        "ci_low": found.low,
        "ci_high": found.high,
        "low_base": found.low_base,
    }


def _classes(part: Part, query: FigureQuery) -> Mapping[str, Any]:
    """Promoters, passives and detractors, counted without weights."""
    if not query.definition.has_classes:
        return {}
    if part.scale is None:
        return {"promoters": 0, "passives": 0, "detractors": 0}
    found = classes_of(query.definition.score, part.sums.answers(part.scale, weighted=False))
    return {
        "promoters": round(found.promoters),
        "passives": round(found.passives),
        "detractors": round(found.detractors),
    }

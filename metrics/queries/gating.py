"""Every row of figures passes the minimum-n gate here, and nowhere else (policy 1.3)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.models import Employee
from accounts.viewer import Viewer
from lib import privacy
from lib.stats.scales import Scale
from metrics.queries.asking import GATED, Dimension, FigureQuery
from metrics.queries.lookups import Lookups, units_below
from metrics.queries.summing import Group, Sums


@dataclass(frozen=True, slots=True)
class Part:
    """A group with its sums, before the gate."""

    group: Group
    scale: Scale | None
    sums: Sums


def hidden_parts(
    parts: Sequence[Part],
    query: FigureQuery,
    *,
    viewer: Viewer,
    lookups: Lookups,
    today: date,
) -> set[int]:
    """The places of the parts that this viewer must not see.

    Rows that only time, surveys, questions or touchpoints tell apart are totals; others are parts of customers, gated
    inside one partition: the rows that differ in nothing but the last such part.
    """
    ours = lookups.organisation()
    rule = privacy.Rule(privacy.Subject.CUSTOMERS, ours.minimum_customers, ours.minimum_employees)
    employees = _employees_behind(parts, query, lookups, today)
    partitions: dict[tuple[object, ...], list[int]] = defaultdict(list)
    partition_of = _partition(query)
    for place, part in enumerate(parts):
        partitions[partition_of(part)].append(place)
    hidden: set[int] = set()
    for places in partitions.values():
        cells = [privacy.Cell(str(place), parts[place].sums.n, place, employees.get(place)) for place in places]
        if query.about_parts:
            opens = _opens(parts[places[0]], query, viewer, lookups)
            shown = privacy.gate(cells, rule=rule, may_open_answers=opens).shown
        else:
            shown = tuple(row for cell in cells if not (row := privacy.gate_total(cell, rule=rule)).hidden)
        hidden |= set(places) - {int(row.key) for row in shown}
    return hidden


def _partition(query: FigureQuery) -> Callable[[Part], tuple[object, ...]]:
    """Which rows belong together: all that share everything but the last part of customers grouped by.

    Where parts are only filtered for, not grouped by, the rows over time belong together.
    """
    dimensions = query.group_by.dimensions
    last = next((place for place in reversed(range(len(dimensions))) if dimensions[place] in GATED), None)

    def key(part: Part) -> tuple[object, ...]:
        codes = tuple(code for place, code in enumerate(part.group.codes) if place != last)
        return (part.scale, codes) if last is None else (part.scale, part.group.start, codes)

    return key


def _opens(part: Part, query: FigureQuery, viewer: Viewer, lookups: Lookups) -> bool:
    """Whether the viewer may open the single answers: by right, or because the touchpoint is assigned to them."""
    if viewer.may_open_answers:
        return True
    if not viewer.touchpoint_ids:
        return False
    codes = set(query.touchpoints)
    if query.group_by.has(Dimension.TOUCHPOINT):
        codes = {part.group.codes[query.group_by.dimensions.index(Dimension.TOUCHPOINT)] or ""}
    own = {lookups.code(Dimension.TOUCHPOINT, pk) for pk in viewer.touchpoint_ids}
    return bool(codes) and codes <= own


def _employees_behind(parts: Sequence[Part], query: FigureQuery, lookups: Lookups, today: date) -> dict[int, int]:
    """Active employees behind each part, where the rows or the filter are about units; empty without a roster."""
    grouped = query.group_by.has(Dimension.UNIT)
    if not (grouped or query.units):
        return {}
    roster = _roster(today)
    if not roster:
        return {}
    if not grouped:
        everybody = _in_units(lookups.ids(Dimension.UNIT, query.units), roster)
        return dict.fromkeys(range(len(parts)), everybody)
    place_of_unit = query.group_by.dimensions.index(Dimension.UNIT)
    ids = {code: pk for pk, code in lookups.codes(Dimension.UNIT).items()}
    counted = {code: _in_units({ids[code]}, roster) for code in {p.group.codes[place_of_unit] for p in parts} if code}
    return {place: counted[code] for place, part in enumerate(parts) if (code := part.group.codes[place_of_unit])}


def _roster(today: date) -> Mapping[int, int]:
    active = Employee.objects.filter(
        Q(from_day=None) | Q(from_day__lte=today), Q(until_day=None) | Q(until_day__gte=today)
    )
    return Counter(active.values_list("unit_id", flat=True))


def _in_units(unit_ids: set[int], roster: Mapping[int, int]) -> int:
    return sum(roster.get(pk, 0) for pk in units_below(unit_ids))

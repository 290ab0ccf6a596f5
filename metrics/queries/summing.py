"""Reading cells and adding them up into the groups of a query."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from feedback.models import Survey
from lib.periods import Period
from lib.stats.histograms import Answers, Histogram, WeightedHistogram
from lib.stats.scales import Scale
from metrics.counts import UNKNOWN_DAY, live_cells
from metrics.counts.statements import HISTOGRAM, MISSING, SQUARES, WEIGHTS
from metrics.models import Count, WeightCount
from metrics.queries.asking import Dimension, FigureQuery
from metrics.queries.choosing import Choice, column_of
from metrics.queries.naming import Names, segments_of_profiles
from organisations.models import Organisation

Cell = Mapping[str, Any]
# How often counts and weights are read anew when a recount came between them.
RETRIES = 5


@dataclass(frozen=True, slots=True)
class Group:
    """What a row stands for: the day its period begins, and a code (or None) for each dimension grouped by."""

    start: date | None
    codes: tuple[str | None, ...]


@dataclass(slots=True)
class Sums:
    """Counts of a group's answers on one scale, lowest value first, their weights, and how many have no value."""

    counts: list[int]
    missing: int = 0
    weights: list[float] = field(default_factory=list)
    squares: list[float] = field(default_factory=list)
    unit_ids: set[int] = field(default_factory=set)

    @property
    def n(self) -> int:
        return sum(self.counts)

    def answers(self, scale: Scale, *, weighted: bool) -> Answers:
        """The sums as the formulas take them."""
        if weighted:
            return WeightedHistogram(scale, tuple(self.counts), tuple(self.weights), tuple(self.squares))
        return Histogram(scale, tuple(self.counts))


Grouped = dict[tuple[Group, Scale | None], Sums]


def add_up(query: FigureQuery, choice: Choice, *, organisation: Organisation, names: Names) -> Grouped:
    """The sums of every group that has answers, on each scale apart; None stands for reasons kept without a scale.

    :raises FigureError: unknown_value for an axis that does not exist
    """
    grouping = _Grouping(query, names)
    if choice.is_empty:
        return {}
    if not query.weighted:
        return _counted(query, choice, grouping, organisation, names, frozenset())
    return _weighed(query, choice, grouping, organisation, names)


def _counted(
    query: FigureQuery,
    choice: Choice,
    grouping: "_Grouping",
    organisation: Organisation,
    names: Names,
    even_surveys: frozenset[int],
) -> Grouped:
    """Sums of the counts; in `even_surveys` every answer weighs 1."""
    found: Grouped = defaultdict(lambda: Sums([0] * len(HISTOGRAM)))
    for cell in _cells(query, choice, grouping, organisation, weighted=False):
        if (group := grouping.group(cell)) is None:
            continue
        sums = found[group, names.scale(cell["scale_id"])]
        _add(sums, cell, HISTOGRAM, "counts")
        sums.missing += sum(cell[name] for name in MISSING)
        if cell.get("survey_id") in even_surveys:
            _add(sums, cell, HISTOGRAM, "weights")
            _add(sums, cell, HISTOGRAM, "squares")
    return dict(found)


def _weighed(
    query: FigureQuery, choice: Choice, grouping: "_Grouping", organisation: Organisation, names: Names
) -> Grouped:
    """Sums of counts and of weights, read anew if a recount came between the two."""
    even = frozenset(Survey.objects.filter(pk__in=choice.survey_ids, weighted=False).values_list("pk", flat=True))
    found: Grouped = {}
    for _attempt in range(RETRIES):
        stamp = _stamp(organisation)
        found = _counted(query, choice, grouping, organisation, names, even)
        for cell in _cells(query, choice, grouping, organisation, weighted=True):
            group = grouping.group(cell)
            sums = found.get((group, names.scale(cell["scale_id"]))) if group else None
            if sums:
                _add(sums, cell, WEIGHTS, "weights")
                _add(sums, cell, SQUARES, "squares")
        if _stamp(organisation) == stamp:
            break
    return found


def _stamp(organisation: Organisation) -> int:
    return Organisation.objects.values_list("stamp", flat=True).get(pk=organisation.pk)


def _add(sums: Sums, cell: Cell, columns: tuple[str, ...], name: str) -> None:
    before = getattr(sums, name) or [0.0] * len(columns)
    setattr(sums, name, [old + (cell[column] or 0) for old, column in zip(before, columns, strict=True)])


class _Grouping:
    """Turns cells into groups."""

    def __init__(self, query: FigureQuery, names: Names) -> None:
        self.dimensions, self.grain, self.period = query.group_by.dimensions, query.group_by.grain, query.period
        self.names = names
        self.segments = segments_of_profiles(query.group_by.axis) if query.group_by.has(Dimension.SEGMENT) else {}
        self.columns = [column_of(dimension) for dimension in self.dimensions]
        if self.grain:
            self.columns.append("day")

    def group(self, cell: Cell) -> Group | None:
        """The group of a cell; none for an unknown day where time is asked for."""
        start = None
        if self.grain:
            day = cell["day"]
            if day == UNKNOWN_DAY:
                return None
            bucket = self.period.bucket(day, self.grain) if self.period else Period.containing(day, self.grain)
            start = bucket.start
        return Group(start, tuple(self._code(dimension, cell) for dimension in self.dimensions))

    def _code(self, dimension: Dimension, cell: Cell) -> str | None:
        pk = cell[column_of(dimension)]
        return self.segments.get(pk) if dimension is Dimension.SEGMENT else self.names.code(dimension, pk)


def _cells(
    query: FigureQuery, choice: Choice, grouping: _Grouping, organisation: Organisation, *, weighted: bool
) -> Iterable[Cell]:
    if query.flagged:
        return _live(query, choice, organisation, weighted=weighted)
    table: QuerySet[Any] = WeightCount.objects.all() if weighted else Count.objects.all()
    columns = (*WEIGHTS, *SQUARES) if weighted else (*HISTOGRAM, *MISSING)
    rows = table.filter(choice.condition())
    if query.period:
        rows = rows.filter(day__gte=query.period.start, day__lte=query.period.end)
    keys = ["scale_id", *dict.fromkeys([*(["survey_id"] if query.weighted else []), *grouping.columns])]
    found = rows.order_by().values_list(*keys).annotate(*(Sum(column) for column in columns))
    return (dict(zip([*keys, *columns], row, strict=True)) for row in found)


def _live(query: FigureQuery, choice: Choice, organisation: Organisation, *, weighted: bool) -> Iterable[Cell]:
    for survey_id in sorted(choice.survey_ids):
        for cell in live_cells(organisation=organisation, survey_id=survey_id, weighted=weighted):
            if _is_wanted(cell, query, choice):
                yield cell


def _is_wanted(cell: Cell, query: FigureQuery, choice: Choice) -> bool:
    if cell["survey_id"] not in choice.surveys_of.get(cell["question_id"], ()):
        return False
    if cell["scale_id"] and cell["scale_id"] not in choice.scale_ids:
        return False
    if query.period and cell["day"] not in query.period:
        return False
    return all(cell[column] in keys for column, keys in choice.wanted.items())

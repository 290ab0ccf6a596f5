"""Reading cells and adding them up into the groups of a query."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Any

from lib.periods import Grain, Period
from lib.stats.histograms import Answers, Histogram, WeightedHistogram
from lib.stats.scales import Scale
from metrics.counts import UNKNOWN_DAY, live_cells
from metrics.counts.reading import added_up, added_up_with_weights
from metrics.counts.statements import HISTOGRAM, MISSING, SQUARES, WEIGHTS
from metrics.models import POINTS
from metrics.queries.asking import Dimension, FigureQuery
from metrics.queries.choosing import Choice, column_of
from metrics.queries.lookups import Lookups
from organisations.tenancy import scoped_organisation

Cell = Mapping[str, Any]
# Parts of time that cut months.
_OF_DAYS = (Grain.DAY, Grain.WEEK)


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


def add_up(query: FigureQuery, choice: Choice, *, lookups: Lookups) -> Grouped:
    """The sums of every group that has answers, on each scale apart; None stands for reasons kept without a scale.

    :raises FigureError: unknown_value for an axis that does not exist
    """
    grouping = _Grouping(query, lookups)
    if choice.is_empty:
        return {}
    found: Grouped = defaultdict(lambda: Sums([0] * POINTS))
    even = {survey.pk for survey in lookups.surveys() if not survey.weighted} if query.weighted else set()
    for cell in _cells(query, choice, grouping):
        if group := grouping.group(cell):
            sums = found[group, lookups.scale(cell["scale_id"])]
            sums.counts = _added(sums.counts, cell, HISTOGRAM)
            sums.missing += sum(cell.get(name, 0) for name in MISSING)
            if query.weighted:
                weighs_one = cell["survey_id"] in even
                sums.weights = _added(sums.weights, cell, HISTOGRAM if weighs_one else WEIGHTS)
                sums.squares = _added(sums.squares, cell, HISTOGRAM if weighs_one else SQUARES)
    return dict(found)


def _added(before: list[Any], cell: Cell, columns: tuple[str, ...]) -> list[Any]:
    """One number more in each place; a cell that was read for a short scale has only its columns."""
    known = before or [0.0] * POINTS
    return [old + (cell.get(column) or 0) for old, column in zip(known, columns, strict=True)]


class _Grouping:
    """Turns cells into groups."""

    def __init__(self, query: FigureQuery, lookups: Lookups) -> None:
        self.dimensions, self.grain, self.period = query.group_by.dimensions, query.group_by.grain, query.period
        self.lookups = lookups
        self.segments = (
            lookups.segments_of_profiles(query.group_by.axis) if query.group_by.has(Dimension.SEGMENT) else {}
        )
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
        return self.segments.get(pk) if dimension is Dimension.SEGMENT else self.lookups.code(dimension, pk)


def _cells(query: FigureQuery, choice: Choice, grouping: _Grouping) -> Iterable[Cell]:
    """Cells of counts, and of weights where the query asks for them; what a cell does not have is 0."""
    if query.flagged:
        both = (False, True) if query.weighted else (False,)
        return chain.from_iterable(_live(query, choice, weighted=weighted) for weighted in both)
    cut = choice.cut(
        organisation_id=scoped_organisation().pk, period=query.period, tells_days=query.group_by.grain in _OF_DAYS
    )
    steps = max((grouping.lookups.scales()[pk].steps for pk in choice.scale_ids), default=POINTS)
    keys = list(dict.fromkeys(["scale_id", *(["survey_id"] if query.weighted else []), *grouping.columns]))
    counts = (*HISTOGRAM[:steps], *MISSING)
    if not query.weighted:
        return added_up(cut, keys=keys, columns=counts)
    return added_up_with_weights(cut, keys=keys, counts=counts, weights=(*WEIGHTS[:steps], *SQUARES[:steps]))


def _live(query: FigureQuery, choice: Choice, *, weighted: bool) -> Iterable[Cell]:
    organisation = scoped_organisation()
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

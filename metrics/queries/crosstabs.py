"""One question crossed with an axis, unit, channel, source, survey or period; gated like every figure."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from feedback.models import Question
from lib.periods import day_of
from lib.stats.scales import Scale
from metrics.queries.asking import Dimension, FigureError, FigureQuery, GroupBy
from metrics.queries.choosing import choose
from metrics.queries.figuring import figures
from metrics.queries.lookups import Lookups
from metrics.queries.naming import ReadableNames
from metrics.queries.results import SHOWN_BY_KIND
from metrics.queries.rows import Figure
from metrics.queries.summing import Sums, add_up
from organisations.tenancy import scoped_organisation


@dataclass(frozen=True, slots=True)
class CrossRow:
    """One part: its figure, and how often each value was given; no counts where the part is hidden."""

    name: str
    figure: Figure
    counts: tuple[int, ...] | None

    @property
    def shares(self) -> tuple[float, ...] | None:
        """Per cent of each value."""
        total = sum(self.counts or ())
        return tuple(100 * count / total for count in self.counts or ()) if total else None


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Rows are parts, columns the values of the scale."""

    question: str
    indicator: str
    scale: Scale | None
    rows: tuple[CrossRow, ...]

    @property
    def withheld(self) -> bool:
        """Whether so little may be seen that there is no table."""
        return bool(self.rows) and all(row.figure.suppressed for row in self.rows)


def crosstab(question: str, by: GroupBy, query: FigureQuery, *, viewer: Viewer, today: date | None = None) -> Crosstab:
    """The question divided by one dimension or part of time, from the answers that the filters of `query` leave.

    The figures are those of `figures`; the counts are given for exactly the rows it shows.

    :raises FigureError: unknown_value, question_unsuitable, scale_ambiguous, bad_group_by
    """
    if len(by.dimensions) + bool(by.grain) != 1:
        raise FigureError("bad_group_by", "by", _("Choose one thing to divide the answers by."))
    indicator = _indicator_of(question)
    asked = replace(query, indicator=indicator, questions=(question,), group_by=by, weighted=False)
    today = today or day_of(timezone.now(), scoped_organisation().time_zone)
    lookups = Lookups()
    rows = figures(asked, viewer=viewer, today=today, lookups=lookups)
    grouped = add_up(asked, choose(asked, viewer=viewer, lookups=lookups), lookups=lookups)
    counts = {_key(group.start, group.codes, scale): sums for (group, scale), sums in grouped.items()}
    widest = max((scale for _group, scale in grouped if scale), key=lambda scale: scale.steps, default=None)
    readable = ReadableNames()
    return Crosstab(
        question=question,
        indicator=indicator,
        scale=widest,
        rows=tuple(_row(row, by, counts, widest, readable) for row in rows),
    )


def _indicator_of(question: str) -> str:
    kinds = Question.objects.filter(code=question).values_list("kind", flat=True)
    for kind in kinds:
        if keys := SHOWN_BY_KIND.get(kind):
            return keys[0]
    if kinds:
        raise FigureError("question_unsuitable", "question", _("Only questions with a scale can be divided."))
    raise FigureError("unknown_value", "question", _("There is no question of this code."))


def _key(start: date | None, codes: tuple[str | None, ...], scale: Scale | None) -> tuple[object, ...]:
    return (start, codes, str(scale) if scale else None)


def _row(
    row: Figure, by: GroupBy, counts: dict[tuple[object, ...], Sums], scale: Scale | None, readable: ReadableNames
) -> CrossRow:
    codes = tuple(getattr(row, dimension) for dimension in by.dimensions)
    name = _name(row, by, readable)
    if row.suppressed or scale is None:
        return CrossRow(name, row, None)
    sums = counts.get(
        _key(row.period_start if by.grain else None, codes, Scale.parse(row.scale) if row.scale else None)
    )
    steps = Scale.parse(row.scale).steps if row.scale else 0
    return CrossRow(name, row, tuple(sums.counts[:steps]) if sums else None)


def _name(row: Figure, by: GroupBy, readable: ReadableNames) -> str:
    if by.grain and row.period_start and row.period_end:
        return f"{row.period_start} – {row.period_end}" if row.period_start != row.period_end else f"{row.period_start}"
    dimension: Dimension = by.dimensions[0]
    return readable.name(dimension, getattr(row, dimension))

"""Is the promise kept? One reading of a survey: pillar by pillar, at every touchpoint, by segment, over time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from accounts.viewer import Viewer
from brandpromise.models import Carrier, CarrierPillar, Pillar
from lib.periods import Grain
from lib.stats.servqual import Word
from metrics.queries.asking import Dimension, FigureQuery, GroupBy
from metrics.queries.direct import Direct, asked_directly
from metrics.queries.gaps import Gap, gaps, surveys_with_gaps, weakest_first
from metrics.queries.lookups import Lookups, SurveyKey
from metrics.queries.pairing import Promised, promised_questions
from touchpoints.models import Touchpoint


@dataclass(frozen=True, slots=True)
class PillarKept:
    """A pillar with its gap and what raised the expectation."""

    code: str
    name: str
    gap: Gap
    carriers: Sequence[Carrier]


@dataclass(frozen=True, slots=True)
class GridRow:
    """A touchpoint with one cell a pillar; None where the pillar was not asked about there."""

    touchpoint: Touchpoint
    cells: Sequence[Gap | None]


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """Everything one reader may see of the gaps of one survey."""

    survey: SurveyKey
    whole: Gap
    by_points: Gap | None
    pillars: Sequence[PillarKept]
    places: Sequence[Gap]
    grid: Sequence[GridRow]
    not_asked: Sequence[Touchpoint]
    segments: Sequence[Gap]
    over: Sequence[Gap]
    is_by_wave: bool
    direct: Sequence[Direct]

    @property
    def judged(self) -> Sequence[Gap]:
        """The pillars at touchpoints of which something can be said; the pillars alone where no touchpoint is asked."""
        rows = self.places or [one.gap for one in self.pillars]
        return [row for row in rows if not row.hidden and row.word is not Word.FEW]

    @property
    def short(self) -> Sequence[Gap]:
        """Where it falls short, the widest gap first."""
        return weakest_first([row for row in self.judged if row.word is Word.SHORT])

    @property
    def spread(self) -> tuple[int, int]:
        """At how many places it falls short, and how many can be judged: each touchpoint once, whatever its pillars."""
        short, judged = ({row.group.codes or row.pillar for row in rows} for rows in (self.short, self.judged))
        return len(short), len(judged)

    @property
    def at_ceiling(self) -> bool:
        """Whether any expectation leaves hardly any room above it."""
        return any(one.gap.at_ceiling for one in self.pillars)


@dataclass(frozen=True, slots=True)
class Asking:
    """What the pages of the promise gap share: the surveys that ask, the pairs, the names of pillars."""

    surveys: Sequence[SurveyKey]
    promised: Promised
    names: Mapping[str, str]
    lookups: Lookups

    def chosen(self, code: str) -> SurveyKey | None:
        """The survey of this code; else the newest, a sample only where there is nothing real."""
        named = [survey for survey in self.surveys if survey.code == code]
        real = [survey for survey in self.surveys if not survey.is_sample]
        return next(iter(named or (real or list(self.surveys))[-1:]), None)


def asking() -> Asking:
    """Which surveys of the open organisation ask about the promise."""
    lookups, promised = Lookups(), promised_questions()
    pillars = Pillar.objects.filter(pk__in=list(promised.pillars)).prefetch_related("texts")
    names = {pillar.code: pillar.name for pillar in pillars}
    return Asking(surveys_with_gaps(promised, lookups=lookups), promised, names, lookups)


def promise_kept(
    asked: Asking, survey: SurveyKey, query: FigureQuery, *, viewer: Viewer, today: date, axis: str = ""
) -> PromiseKept:
    """Read a survey's gaps, as far as the filters of `query` and the viewer's sight reach.

    :param axis: the segments by which the pillars are told apart
    :raises FigureError: a code of the query does not exist
    """

    def read(group_by: GroupBy, *, by_pillar: bool = True, by_points: bool = False, wave: bool = True) -> list[Gap]:
        surveys = (survey.code,) if wave else tuple(one.code for one in _alike(asked, survey))
        return gaps(
            replace(query, indicator="promise_gap", surveys=surveys, group_by=group_by), viewer=viewer, today=today,
            lookups=asked.lookups, promised=asked.promised, by_pillar=by_pillar, by_points=by_points,
        )  # fmt: skip

    by_wave = len(_alike(asked, survey)) > 1
    over = GroupBy((Dimension.SURVEY,)) if by_wave else GroupBy(grain=Grain.MONTH)
    touchpoints = list(Touchpoint.objects.filter(archived_at=None))
    places = [row for row in read(GroupBy((Dimension.TOUCHPOINT,))) if row.group.codes[0]]
    asks_points = bool(asked.promised.points([survey.instrument_id]))
    by_points = read(GroupBy(), by_pillar=False, by_points=True) if asks_points else []
    return PromiseKept(
        survey=survey,
        whole=_only(read(GroupBy(), by_pillar=False)),
        by_points=_only(by_points) if by_points else None,
        pillars=_pillars(read(GroupBy()), asked),
        places=weakest_first(places),
        grid=_grid(places, touchpoints, list(asked.names)),
        not_asked=_not_asked(places, touchpoints),
        segments=weakest_first(read(GroupBy((Dimension.SEGMENT,), axis))) if axis else [],
        over=read(over, by_pillar=False, wave=not by_wave),
        is_by_wave=by_wave,
        direct=asked_directly(
            survey, query, promised=asked.promised, viewer=viewer, today=today, lookups=asked.lookups
        ),
    )


def _alike(asked: Asking, survey: SurveyKey) -> list[SurveyKey]:
    """The surveys that stand beside this one in time: a sample never beside a real one."""
    return [one for one in asked.surveys if one.is_sample == survey.is_sample]


def _only(rows: Sequence[Gap]) -> Gap:
    """The row of a question that groups by nothing; where scales changed, the one with most answers."""
    return max(rows, key=lambda row: row.n or 0)


def _pillars(rows: Sequence[Gap], asked: Asking) -> list[PillarKept]:
    carried: dict[str, list[Carrier]] = defaultdict(list)
    links = CarrierPillar.objects.filter(carrier__archived_at=None, pillar__code__in=list(asked.names))
    for link in links.select_related("carrier", "pillar").order_by("carrier__code"):
        carried[link.pillar.code].append(link.carrier)
    found = [
        PillarKept(row.pillar, asked.names.get(row.pillar, row.pillar), row, carried[row.pillar])
        for row in rows
        if row.pillar
    ]
    return sorted(found, key=lambda one: (one.gap.value is None, one.gap.value or 0.0))


def _grid(rows: Sequence[Gap], touchpoints: Sequence[Touchpoint], pillars: Sequence[str]) -> list[GridRow]:
    cells = {(row.group.codes[0], row.pillar): row for row in rows}
    asked_at = {row.group.codes[0] for row in rows}
    return [
        GridRow(touchpoint, [cells.get((touchpoint.code, pillar)) for pillar in pillars])
        for touchpoint in touchpoints
        if touchpoint.code in asked_at
    ]


def _not_asked(rows: Sequence[Gap], touchpoints: Sequence[Touchpoint]) -> list[Touchpoint]:
    asked_at = {row.group.codes[0] for row in rows}
    return [touchpoint for touchpoint in touchpoints if touchpoint.code not in asked_at]

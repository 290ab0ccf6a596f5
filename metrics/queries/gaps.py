"""The promise gap by pillar, touchpoint, segment and time: with n, interval, q, and what the reader may see of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from accounts.viewer import Viewer
from feedback.models import Aspect
from lib.periods import Period, day_of
from lib.stats import servqual
from lib.stats.estimates import Estimate
from lib.stats.multiple import q_values
from lib.stats.scales import Scale
from metrics.counts.pairs import GapCell, Pair, PairCut, gap_cells
from metrics.counts.statements import UNKNOWN_DAY
from metrics.models import POINTS
from metrics.queries.asking import Dimension, FigureQuery
from metrics.queries.choosing import column_of, wanted_keys
from metrics.queries.gating import Part, hidden_parts
from metrics.queries.lookups import Lookups, SurveyKey, unknown
from metrics.queries.pairing import Promised, promised_questions
from metrics.queries.rows import filled, in_order
from metrics.queries.summing import Group, Sums


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap of a group of persons. Hidden: the reader may not see it, and nothing of it is here."""

    group: Group
    pillar: str | None
    scale: Scale | None
    n: int | None
    n_missing: int | None
    gap: Estimate | None = None
    experienced: float | None = None
    expected: float | None = None
    kept: servqual.Kept | None = None
    p: float | None = None
    wilcoxon: float | None = None
    q: float | None = None
    hidden: bool = False

    @property
    def value(self) -> float | None:
        return self.gap.value if self.gap else None

    @property
    def share_below(self) -> float | None:
        """Persons who got less than they expected, in per cent."""
        return self.kept.share(self.kept.below) if self.kept else None

    @property
    def share_met(self) -> float | None:
        """Persons who got just what they expected."""
        return self.kept.share(self.kept.met) if self.kept else None

    @property
    def share_above(self) -> float | None:
        """Persons who got more than they expected."""
        return self.kept.share(self.kept.above) if self.kept else None

    @property
    def word(self) -> servqual.Word:
        """What became of the promise."""
        return servqual.word(self.gap, q=self.q) if self.gap else servqual.Word.FEW

    @property
    def at_ceiling(self) -> bool:
        """Whether expectations leave hardly any room above them."""
        return self.scale is not None and servqual.near_ceiling(self.expected, self.scale)


@dataclass(slots=True)
class _Tally:
    """Persons by their gap: how many, sums of weights and of their squares; and the weighted sums of both sides."""

    gaps: dict[float, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0, 0.0, 0.0]))
    missing: int = 0
    experienced: float = 0.0
    expected: float = 0.0

    @property
    def n(self) -> int:
        return sum(int(sums[0]) for sums in self.gaps.values())

    def add(self, cell: GapCell) -> None:
        if cell.gap is None:
            self.missing += cell.n
            return
        sums = self.gaps[cell.gap]
        sums[0], sums[1], sums[2] = sums[0] + cell.n, sums[1] + cell.weight, sums[2] + cell.squares
        self.experienced += cell.experienced
        self.expected += cell.expected

    def distribution(self, *, weighted: bool) -> servqual.Gaps:
        ordered = sorted(self.gaps.items())
        counts = tuple(int(sums[0]) for _gap, sums in ordered)
        values = tuple(gap for gap, _sums in ordered)
        if not weighted:
            return servqual.Gaps(values, counts)
        return servqual.Gaps(
            values, counts, tuple(sums[1] for _gap, sums in ordered), tuple(sums[2] for _gap, sums in ordered)
        )  # fmt: skip


_Key = tuple[Group, Scale | None]


def gaps(
    query: FigureQuery,
    *,
    viewer: Viewer,
    by_pillar: bool = False,
    by_points: bool = False,
    today: date | None = None,
    lookups: Lookups | None = None,
    promised: Promised | None = None,
) -> list[Gap]:
    """The gaps that answer a query, in a stable order, hidden ones last; q corrects over the rows that show.

    :param by_pillar: each pillar apart, else the mean over the pillars
    :param by_points: pillars weigh as much as the points that each person gave them
    :raises FigureError: a code of the query does not exist
    """
    lookups = lookups or Lookups()
    today = today or day_of(timezone.now(), lookups.organisation().time_zone)
    promised = promised or promised_questions()
    cut = _cut(query, viewer=viewer, lookups=lookups, promised=promised, by_points=by_points)
    tallies = _tallied(gap_cells(cut, keys=_keys(query, by_pillar)), query, lookups, promised, by_pillar)
    parts = in_order(filled(_parts(tallies, query), query, beside=int(by_pillar)))
    hidden = hidden_parts(parts, query, viewer=viewer, lookups=lookups, today=today)
    rows = [
        _gap(part, tallies.get((part.group, part.scale), _Tally()), query, by_pillar, weighted=bool(cut.weighted))
        for place, part in enumerate(parts)
        if place not in hidden
    ]
    qs = q_values([row.p for row in rows])
    judged = [replace(row, q=q) for row, q in zip(rows, qs, strict=True)]
    return judged + [_hidden(parts[place], by_pillar) for place in sorted(hidden)]


def surveys_with_gaps(promised: Promised, *, lookups: Lookups) -> list[SurveyKey]:
    """The surveys that ask for both sides of a pillar, or directly, samples too, oldest first."""
    instruments = {survey.instrument_id for survey in lookups.surveys()}
    asking = {
        instrument
        for instrument in instruments
        if promised.pairs([instrument]) or promised.of_aspect(Aspect.COMPARED, [instrument])
    }
    return [survey for survey in lookups.surveys() if survey.instrument_id in asking]


def _cut(
    query: FigureQuery, *, viewer: Viewer, lookups: Lookups, promised: Promised, by_points: bool
) -> PairCut:  # fmt: skip
    surveys = _surveys(query, lookups)
    instruments = {survey.instrument_id for survey in surveys}
    weighted = [survey.pk for survey in surveys if survey.weighted] if query.weighted else []
    return PairCut(
        organisation_id=lookups.organisation().pk,
        survey_ids=[survey.pk for survey in surveys],
        pairs=_pairs(query, promised, instruments, lookups),
        wanted=wanted_keys(query, viewer=viewer, lookups=lookups),
        first=query.period.start if query.period else None,
        last=query.period.end if query.period else None,
        points=promised.points(instruments) if by_points else (),
        weighted=weighted,
        flagged=query.flagged,
    )


def _surveys(query: FigureQuery, lookups: Lookups) -> list[SurveyKey]:
    """Those named, else all but samples."""
    if not query.surveys:
        return [survey for survey in lookups.surveys() if not survey.is_sample]
    wanted = lookups.ids(Dimension.SURVEY, query.surveys)
    return [survey for survey in lookups.surveys() if survey.pk in wanted]


def _pairs(query: FigureQuery, promised: Promised, instruments: Iterable[int], lookups: Lookups) -> list[Pair]:
    """:raises FigureError: a pillar or question that does not exist"""
    found = promised.pairs(instruments)
    if query.pillars:
        named = {pk for pk, code in promised.pillars.items() if code in query.pillars}
        if missing := set(query.pillars) - set(promised.pillars.values()):
            raise unknown("pillar", min(missing))
        found = [pair for pair in found if pair.pillar_id in named]
    if query.questions:
        asked = lookups.ids(Dimension.QUESTION, query.questions)
        found = [pair for pair in found if pair.experienced_id in asked]
    return found


def _keys(query: FigureQuery, by_pillar: bool) -> list[str]:
    columns = [column_of(dimension) for dimension in query.group_by.dimensions]
    return [*columns, *(["day"] if query.group_by.grain else []), *(["pillar_id"] if by_pillar else [])]


def _tallied(
    cells: Iterable[GapCell], query: FigureQuery, lookups: Lookups, promised: Promised, by_pillar: bool
) -> dict[_Key, _Tally]:  # fmt: skip
    """Cells put into the groups of the query; the pillar's code stands behind the codes of the dimensions."""
    segments: Mapping[int, str] = {}
    if query.group_by.has(Dimension.SEGMENT):
        segments = lookups.segments_of_profiles(query.group_by.axis)
    found: dict[_Key, _Tally] = defaultdict(_Tally)
    for cell in cells:
        codes = [_code(dimension, cell, segments, lookups) for dimension in query.group_by.dimensions]
        if by_pillar:
            codes.append(promised.pillars[cell.keys["pillar_id"]])
        if query.group_by.grain and cell.keys["day"] == UNKNOWN_DAY:
            continue
        found[Group(_start(cell, query), tuple(codes)), lookups.scale(cell.scale_id)].add(cell)
    return _with_reasons(dict(found))


def _code(dimension: Dimension, cell: GapCell, segments: Mapping[int, str], lookups: Lookups) -> str | None:
    pk = cell.keys[column_of(dimension)]
    return segments.get(pk) if dimension is Dimension.SEGMENT else lookups.code(dimension, pk)


def _start(cell: GapCell, query: FigureQuery) -> date | None:
    grain = query.group_by.grain
    if grain is None:
        return None
    day: date = cell.keys["day"]
    return (query.period.bucket(day, grain) if query.period else Period.containing(day, grain)).start


def _with_reasons(tallies: dict[_Key, _Tally]) -> dict[_Key, _Tally]:
    """Persons without any value, who are on no scale, join those of their group on the scale used most."""
    scales: dict[Group, list[Scale]] = defaultdict(list)
    for group, scale in tallies:
        if scale is not None:
            scales[group].append(scale)
    for group, scale in [key for key in tallies if key[1] is None and key[0] in scales]:
        fullest = max(scales[group], key=lambda one: tallies[group, one].n)
        tallies[group, fullest].missing += tallies.pop((group, scale)).missing
    return tallies


def _parts(tallies: Mapping[_Key, _Tally], query: FigureQuery) -> list[Part]:
    if not tallies and not query.group_by.text:
        return [Part(Group(None, ()), query.scale, _sums(_Tally()))]
    return [Part(group, scale, _sums(tally)) for (group, scale), tally in tallies.items()]


def _sums(tally: _Tally) -> Sums:
    """As many as the gate needs to know."""
    return Sums([tally.n, *[0] * (POINTS - 1)], tally.missing)


def _split(group: Group, by_pillar: bool) -> tuple[Group, str | None]:
    if not by_pillar or not group.codes:
        return group, None
    return Group(group.start, group.codes[:-1]), group.codes[-1]


def _gap(part: Part, tally: _Tally, query: FigureQuery, by_pillar: bool, *, weighted: bool) -> Gap:
    group, pillar = _split(part.group, by_pillar)
    row = Gap(group, pillar, part.scale, part.sums.n, part.sums.missing)
    if not part.sums.n:
        return row
    distribution = tally.distribution(weighted=weighted)
    together = sum(sums[1] for sums in tally.gaps.values())
    return replace(
        row,
        gap=servqual.mean_gap(distribution, confidence=query.confidence),
        experienced=tally.experienced / together if together else None,
        expected=tally.expected / together if together else None,
        kept=servqual.kept(distribution),
        p=servqual.gap_p(distribution),
        wilcoxon=servqual.wilcoxon_p(distribution),
    )


def _hidden(part: Part, by_pillar: bool) -> Gap:
    group, pillar = _split(part.group, by_pillar)
    return Gap(group, pillar, part.scale, None, None, hidden=True)


def weakest_first(rows: Sequence[Gap]) -> list[Gap]:
    """The widest gap below the promise first; what cannot be said last."""
    return sorted(rows, key=lambda row: (row.value is None, row.value or 0.0))

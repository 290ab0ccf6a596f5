"""What staff know of the path: a closed round beside the map frozen with it, through the minimum-n gate.

Figures stand for closed rounds only (policy 1.3): while one is open nobody can watch single maps come in. A unit shows
when enough of its people have a distance; the gate hides another one with it where the hidden ones could be reckoned.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from accounts.roles import Can
from accounts.viewer import Viewer
from lib import privacy
from lib.local_text import LocalText
from organisations.models import Organisation, Unit
from touchpoints.mapping.document import of_json
from touchpoints.models import MappingName, MappingRound, MentalStep, NameVerdict, Touchpoint
from touchpoints.ordering import Knowledge, Recalled, Standing, knowledge_of, standings
from touchpoints.queries.mental.playing import invited


@dataclass(frozen=True, slots=True)
class UnitKnowledge:
    """A unit with its figures; without them where too few people would stand behind them."""

    unit: Unit
    knowledge: Knowledge | None


@dataclass(frozen=True, slots=True)
class PathRow:
    """A touchpoint of the real path as staff see it; a rating is shown only when enough people gave one."""

    name: LocalText
    standing: Standing

    @property
    def nobody(self) -> bool:
        return self.standing.named_by == 0


@dataclass(frozen=True, slots=True)
class LackingTouchpoint:
    """A touchpoint of ours that people named and that does not stand on this map, and by how many."""

    touchpoint: Touchpoint
    named_by: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """What people named and the map lacks: touchpoints of ours that stand elsewhere, and names that are none."""

    touchpoints: Sequence[LackingTouchpoint] = ()
    names: Sequence[MappingName] = ()


@dataclass(frozen=True, slots=True)
class RoundResult:
    """A round as it may be read.

    :param answered: per cent of the invited who sent their map, None for small groups
    :param total: figures of everybody; None while the round is open or when too few took part
    :param waiting: names not matched yet: until then they count as not on the map
    """

    round: MappingRound
    answered: int | None
    total: Knowledge | None = None
    units: Sequence[UnitKnowledge] = ()
    withheld: bool = False
    path: Sequence[PathRow] = ()
    lacking: Lacking = field(default_factory=Lacking)
    waiting: int = 0

    @property
    def nobody(self) -> list[PathRow]:
        """Touchpoints of the real path that nobody named."""
        return [row for row in self.path if row.nobody]


@dataclass(frozen=True, slots=True)
class _Person:
    unit_id: int
    recalled: Recalled


def round_result(held: MappingRound, *, viewer: Viewer, organisation: Organisation, day: date) -> RoundResult:
    """A round's participation, and once it is closed its figures; a manager reads of the units only their own."""
    people = _people(held)
    asked = invited(held, day=held.closed_at.date() if held.closed_at else day).count()
    answered = privacy.response_rate(min(len(people), asked), asked)
    if held.closed_at is None or not viewer.can(Can.READ_PROGRAMME):
        return RoundResult(held, answered)
    real, names = real_path(held)
    rule = privacy.Rule(privacy.Subject.EMPLOYEES, organisation.minimum_employees)
    everybody = [one.recalled for one in people]
    known = knowledge_of(everybody, real)
    total = privacy.gate_total(privacy.Cell("total", known.compared, known), rule=rule)
    if total.payload is None:
        return RoundResult(held, answered)
    units, withheld = _by_unit(people, real, rule, viewer)
    return RoundResult(
        round=held,
        answered=answered,
        total=total.payload,
        units=units,
        withheld=withheld,
        path=[PathRow(names[one.code], _gated(one, rule)) for one in standings(everybody, real)],
        lacking=_lacking(held, everybody, set(real)),
        waiting=held.names.filter(verdict=NameVerdict.WAITING).count(),
    )


def real_path(held: MappingRound) -> tuple[list[str], dict[str, LocalText]]:
    """The frozen map's touchpoints in order, each once, and what they are called; empty without a map."""
    if not held.frozen:
        return [], {}
    places = of_json(held.frozen["document"]).places
    names: dict[str, LocalText] = {}
    for place in places:
        names.setdefault(place.code, place.name)
    return list(names), names


def _people(held: MappingRound) -> list[_Person]:
    """Everybody who sent their map, each with what they named."""
    sent = held.mental_maps.exclude(finished_at=None).order_by("pk")
    units = dict(sent.values_list("pk", "unit_id"))
    steps: dict[int, list[MentalStep]] = defaultdict(list)
    found = MentalStep.objects.filter(mental_map__in=units).select_related("touchpoint", "name__touchpoint")
    for step in found.order_by("mental_map", "place", "pk"):
        steps[step.mental_map_id].append(step)
    return [_Person(unit_id, recalled(steps[pk])) for pk, unit_id in units.items()]


def recalled(steps: Sequence[MentalStep]) -> Recalled:
    """Somebody's steps as touchpoints by code; names that a person decided are no touchpoint do not count."""
    order: list[str] = []
    ratings: dict[str, int] = {}
    strangers = 0
    for step in steps:
        if step.name is not None and step.name.verdict == NameVerdict.NONE:
            continue
        touchpoint = step.touchpoint or (step.name.touchpoint if step.name else None)
        if touchpoint is None:
            strangers += 1
            continue
        order.append(touchpoint.code)
        if step.rating is not None:
            ratings.setdefault(touchpoint.code, step.rating)
    return Recalled(order, strangers, ratings)


def _by_unit(
    people: Sequence[_Person], real: Sequence[str], rule: privacy.Rule, viewer: Viewer
) -> tuple[list[UnitKnowledge], bool]:
    """One partition over all units, whoever reads it; of its rows a manager then reads their own units'."""
    groups: dict[int, list[Recalled]] = defaultdict(list)
    for one in people:
        groups[one.unit_id].append(one.recalled)
    units = {unit.code: unit for unit in Unit.objects.filter(pk__in=groups).order_by("position", "code")}
    cells = [_cell(code, groups[unit.pk], real) for code, unit in units.items()]
    breakdown = privacy.gate(cells, rule=rule, may_open_answers=False)
    rows = [UnitKnowledge(units[row.key], row.payload) for row in breakdown.rows]
    seen = [row for row in rows if viewer.unit_ids is None or row.unit.pk in viewer.unit_ids]
    return seen, breakdown.withheld


def _cell(code: str, people: Sequence[Recalled], real: Sequence[str]) -> privacy.Cell[Knowledge]:
    """The figures of a unit. What counts is the smallest group behind one of them: those who have a distance."""
    known = knowledge_of(people, real)
    return privacy.Cell(code, known.compared, known)


def _gated(standing: Standing, rule: privacy.Rule) -> Standing:
    """The same without its rating where too few people gave one."""
    row = privacy.gate_total(privacy.Cell(standing.code, standing.rated_by, standing.rating), rule=rule)
    return replace(standing, rated_by=row.n or 0, rating=row.payload)


def _lacking(held: MappingRound, people: Sequence[Recalled], real: set[str]) -> Lacking:
    """By the alphabet, so that no order tells who wrote when."""
    named = Counter(code for one in people for code in set(one.order) if code not in real)
    touchpoints: Mapping[str, Touchpoint] = {one.code: one for one in Touchpoint.objects.filter(code__in=named)}
    names = held.names.filter(verdict=NameVerdict.MISSING, touchpoint=None).select_related("idea")
    return Lacking(
        [LackingTouchpoint(touchpoints[code], n) for code, n in sorted(named.items()) if code in touchpoints],
        list(names),
    )

"""Who answers for what: journeys, touchpoints, processes and channels, and everybody with a part in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import Membership
from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import every_text, local
from lib.texts import matches
from organisations.models import Channel
from programs.queries import engagements_of
from touchpoints.answering.holes import Holder, Hole, Parts, Thing, holes_of
from touchpoints.answering.words import HolderKind, Part, ThingKind
from touchpoints.models import Journey, Placement, Process, Responsibility, Touchpoint
from touchpoints.queries.holders import holder_of, holder_of_person, people_of
from touchpoints.queries.journeys import current_maps
from touchpoints.queries.processes import processes_of
from touchpoints.queries.touchpoints import touchpoints_of

ThingRow = Journey | Touchpoint | Process | Channel


@dataclass(frozen=True, slots=True)
class Line:
    """A thing with everybody who has a part in it, and what is wrong."""

    thing: Thing
    parts: Parts
    holes: Sequence[Hole]

    def who(self, part: Part) -> list[Holder]:
        """Everybody with this part, by name."""
        return sorted((holder for holder, held in self.parts.items() if part in held), key=lambda one: one.name)

    @property
    def by_part(self) -> list[tuple[Part, list[Holder]]]:
        """Every part with those who have it."""
        return [(part, self.who(part)) for part in Part]

    @property
    def tone(self) -> str:
        """How urgent the worst of its holes is; nothing where all is well."""
        return next((tone for tone in ("late", "due") if any(hole.tone == tone for hole in self.holes)), "")


@dataclass(frozen=True, slots=True)
class Matrix:
    """The lines, and those who have a part in any of them: the columns."""

    lines: Sequence[Line]
    holders: Sequence[Holder]

    @property
    def rows(self) -> list[tuple[Line, list[tuple[Holder, Sequence[Part]]]]]:
        """Each line with its cells in the order of the columns."""
        return [(line, [(one, line.parts.get(one, ())) for one in self.holders]) for line in self.lines]

    @property
    def holes(self) -> list[tuple[Line, Hole]]:
        """Every hole with its line, what is late first."""
        found = [(line, hole) for line in self.lines for hole in line.holes]
        return sorted(found, key=lambda pair: pair[1].tone != "late")


def matrix(
    *, viewer: Viewer, today: date, kind: str = "", journey: str = "", words: str = "",
    unit_ids: frozenset[int] | None = None,
) -> Matrix:  # fmt: skip
    """The matrix as its page asks for it, in a fixed number of questions; empty for who may not read the programme.

    :param journey: public id of a journey: itself, what stands on its map, the processes behind, its channels
    :param unit_ids: only what people of these units, or the units, have a part in; and only them as columns
    """
    if not viewer.can(Can.READ_PROGRAMME):
        return Matrix([], [])
    rows = things_of(viewer=viewer, kind=kind)
    if journey:
        rows = _on_journey(rows, journey)
    lines = [line for line in _lines(rows, today=today) if matches(_told(line), words)]
    holders = {holder for line in lines for holder in line.parts if unit_ids is None or holder.unit_id in unit_ids}
    if unit_ids is not None:
        lines = [line for line in lines if any(holder in holders for holder in line.parts)]
    return Matrix(lines, sorted(holders, key=_column))


def _column(holder: Holder) -> tuple[int, str, str]:
    return list(HolderKind).index(holder.kind), holder.name, holder.key


def _told(line: Line) -> str:
    names = (holder.name for holder in line.parts)
    return " ".join([line.thing.code, every_text(line.thing.name), every_text(line.thing.place), *names])


def line_of(*, row: ThingRow, today: date) -> Line:
    """One thing with everybody who has a part in it."""
    return next(iter(_lines([row], today=today)))


def things_of(*, viewer: Viewer, kind: str = "") -> list[ThingRow]:
    """Everything somebody may answer for: journeys, touchpoints, processes, channels, each in their order."""
    found: dict[str, Iterable[ThingRow]] = {
        ThingKind.JOURNEY: Journey.objects.filter(engagement__in=engagements_of(viewer=viewer))
        .select_related("engagement").order_by("engagement", "position", "pk"),
        ThingKind.TOUCHPOINT: touchpoints_of(viewer=viewer),
        ThingKind.PROCESS: processes_of(viewer=viewer),
        ThingKind.CHANNEL: Channel.objects.filter(archived_at=None),
    }  # fmt: skip
    return [row for name, rows in found.items() if not kind or name == kind for row in rows]


def kind_of(row: ThingRow) -> ThingKind:
    """What sort of thing a row is."""
    return ThingKind(str(row._meta.model_name))


def thing_of(row: ThingRow) -> Thing:
    """A row as something somebody answers for."""
    kind = kind_of(row)
    if isinstance(row, Journey):
        return Thing(kind, str(row.public_id), row.code, row.pk, row.name, row.engagement.name)
    if isinstance(row, Process):
        return Thing(kind, row.code, row.code, row.pk, row.name, row.touchpoint.name, row.touchpoint_id)
    return Thing(kind, row.code, row.code, row.pk, row.name, {}, row.pk if isinstance(row, Touchpoint) else None)


def _on_journey(rows: Sequence[ThingRow], journey: str) -> list[ThingRow]:
    """Those of the rows that belong to a journey as it is drawn today."""
    drawn = current_maps().filter(journey__public_id=journey)
    placed = list(Placement.objects.filter(stage__map__in=drawn).values_list("touchpoint_id", "channel_id"))
    touchpoints, channels = {one for one, _other in placed}, {other for _one, other in placed}

    def belongs(row: ThingRow) -> bool:
        if isinstance(row, Journey):
            return str(row.public_id) == journey
        if isinstance(row, Channel):
            return row.pk in channels
        return (row.touchpoint_id if isinstance(row, Process) else row.pk) in touchpoints

    return [row for row in rows if belongs(row)]


def _lines(rows: Sequence[ThingRow], *, today: date) -> Iterator[Line]:
    """Each row with its parts: what is written, and at a touchpoint its owner."""
    written = _written(rows)
    owners = {row.pk: row.owner for row in rows if isinstance(row, Touchpoint) and row.owner}
    people = people_of(written, owners.values(), today=today)
    by_thing: dict[tuple[str, int], list[Responsibility]] = {}
    for one in written:
        by_thing.setdefault((one.kind, getattr(one, f"{one.kind}_id")), []).append(one)
    for row in rows:
        found: dict[Holder, list[Part]] = {}
        owner: Membership | None = owners.get(row.pk) if isinstance(row, Touchpoint) else None
        if owner:
            found[holder_of_person(people.of_member(owner))] = [Part.ACCOUNTABLE]
        for one in by_thing.get((kind_of(row), row.pk), ()):
            held = found.setdefault(holder_of(one, people), [])
            if one.part not in held:
                held.append(Part(one.part))
        thing = thing_of(row)
        yield Line(thing, _in_order(found), holes_of(thing, found, today=today))


def _in_order(found: Mapping[Holder, list[Part]]) -> Parts:
    places = list(Part)
    return {holder: sorted(held, key=places.index) for holder, held in found.items()}


def _written(rows: Sequence[ThingRow]) -> list[Responsibility]:
    """The parts of these rows; all of them are asked for, since most rows are shown together."""
    asked = Responsibility.objects.select_related(
        "membership__user", "membership__unit", "employee__unit", "unit", "job_role"
    )
    if len(rows) == 1:
        asked = asked.filter(**{kind_of(rows[0]).value: rows[0].pk})
    return list(asked)


def sorted_lines(lines: Sequence[Line], sort: str) -> list[Line]:
    """The lines as a list sorts them: by kind, name, who is accountable, or the number of holes."""
    keys: dict[str, Callable[[Line], Any]] = {
        "kind": lambda line: list(ThingKind).index(line.thing.kind),
        "name": lambda line: local(line.thing.name).casefold(),
        "accountable": lambda line: ", ".join(one.name for one in line.who(Part.ACCOUNTABLE)),
        "holes": lambda line: len(line.holes),
    }
    key = keys.get(sort.removeprefix("-"))
    return sorted(lines, key=key, reverse=sort.startswith("-")) if key else list(lines)

"""Where job roles stand on the customer's path: a person's own path, and the table of roles and touchpoints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from accounts.models import JobRole
from accounts.queries import active_employees, employee_of
from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import LocalText
from touchpoints.models import Design, Journey, RolePart, RolePlace, Script, Touchpoint, VersionState
from touchpoints.queries.journeys import current_maps
from touchpoints.queries.maps import document_of
from touchpoints.queries.touchpoints import touchpoints_of


def own_job_role(viewer: Viewer, *, day: date) -> JobRole | None:
    """The job role of the viewer's row of the roster."""
    employee = employee_of(viewer, day=day)
    return employee.job_role if employee else None


def own_place(viewer: Viewer, *, day: date) -> tuple[JobRole | None, int]:
    """The viewer's job role and at how many touchpoints it takes part."""
    role = own_job_role(viewer, day=day)
    return role, _places(role).count() if role else 0


@dataclass(frozen=True, slots=True)
class Stop:
    """A touchpoint on a path: mine, with what I do there, or only one that the customer passes.

    :param pillar: name of the promise's pillar that the approved design keeps there
    :param has_script: an approved script that the viewer may open
    """

    code: str
    name: LocalText
    place: RolePlace | None = None
    pillar: str = ""
    is_open: bool = False
    has_script: bool = False


@dataclass(frozen=True, slots=True)
class OwnStage:
    """A stage of the path with its touchpoints."""

    name: LocalText
    stops: Sequence[Stop]

    @property
    def is_mine(self) -> bool:
        return any(stop.place for stop in self.stops)


@dataclass(frozen=True, slots=True)
class OwnPath:
    """A journey as a job role sees it."""

    journey: Journey
    stages: Sequence[OwnStage]

    @property
    def mine(self) -> int:
        """How many different touchpoints are the role's."""
        return len({stop.code for stage in self.stages for stop in stage.stops if stop.place})


@dataclass(frozen=True, slots=True)
class RolePath:
    """Everything a job role meets: its journeys, and its touchpoints that stand on none of them."""

    paths: Sequence[OwnPath]
    elsewhere: Sequence[Stop]

    @property
    def is_empty(self) -> bool:
        return not self.elsewhere and not any(path.mine for path in self.paths)


def role_path(job_role: JobRole, *, viewer: Viewer) -> RolePath:
    """The journeys in use with the role's touchpoints; a journey on which it has none is left out."""
    places = {one.touchpoint.code: one for one in _places(job_role)}
    show = _Showing(places, viewer)
    paths, met = [], set()
    for drawn in current_maps().filter(journey__engagement__archived_at=None).select_related("journey__engagement"):
        document = document_of(drawn)
        met |= {place.code for place in document.places}
        stages = [
            OwnStage(stage.name, [show.stop(place.code, place.name) for place in stage.places])
            for stage in document.stages
        ]
        path = OwnPath(drawn.journey, [stage for stage in stages if stage.stops])
        if path.mine:
            paths.append(path)
    elsewhere = [show.stop(code, one.touchpoint.name) for code, one in places.items() if code not in met]
    return RolePath(sorted(paths, key=lambda path: -path.mine), elsewhere)


def _places(job_role: JobRole) -> QuerySet[RolePlace]:
    rows: QuerySet[RolePlace] = RolePlace.objects.filter(job_role=job_role, touchpoint__archived_at=None)
    return rows.select_related("touchpoint").order_by("touchpoint__position", "touchpoint__code")


class _Showing:
    """What stands beside a touchpoint, asked once for all of them."""

    def __init__(self, places: Mapping[str, RolePlace], viewer: Viewer) -> None:
        self.places = places
        approved = {"state": VersionState.APPROVED, "touchpoint__code__in": list(places)}
        designs = Design.objects.filter(**approved).select_related("touchpoint", "pillar")
        self.pillars = {
            one.touchpoint.code: one.pillar.name for one in designs.prefetch_related("pillar__texts") if one.pillar
        }
        self.scripted = set(Script.objects.filter(**approved).values_list("touchpoint__code", flat=True))
        self.readable = set(touchpoints_of(viewer=viewer).values_list("code", flat=True))

    def stop(self, code: str, name: LocalText) -> Stop:
        place = self.places.get(code)
        is_open = code in self.readable
        return Stop(code, name, place, self.pillars.get(code, ""), is_open, is_open and code in self.scripted)


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A job role with how many people have it and its places by the touchpoint's primary key."""

    job_role: JobRole
    people: int
    places: Mapping[int, RolePlace]


@dataclass(frozen=True, slots=True)
class RoleTable:
    """Job roles against touchpoints, and the holes: roles without a place, touchpoints nobody meets customers at."""

    roles: Sequence[RoleRow]
    touchpoints: Sequence[Touchpoint]

    @property
    def without_place(self) -> list[RoleRow]:
        return [row for row in self.roles if not row.places]

    @property
    def without_contact(self) -> list[Touchpoint]:
        met = {pk for row in self.roles for pk, place in row.places.items() if place.part == RolePart.CONTACT}
        return [one for one in self.touchpoints if one.pk not in met]


def role_table(*, viewer: Viewer, day: date) -> RoleTable:
    """The whole table, for who reads the programme."""
    if not viewer.can(Can.READ_PROGRAMME):
        return RoleTable([], [])
    everybody = active_employees(day=day, viewer=viewer).exclude(job_role=None).order_by()
    people = dict(everybody.values_list("job_role").annotate(n=Count("pk")))
    places: dict[int, dict[int, RolePlace]] = {}
    for place in RolePlace.objects.filter(touchpoint__archived_at=None):
        places.setdefault(place.job_role_id, {})[place.touchpoint_id] = place
    roles = [
        RoleRow(role, people.get(role.pk, 0), places.get(role.pk, {})) for role in JobRole.objects.order_by("code")
    ]
    return RoleTable(roles, list(Touchpoint.objects.filter(archived_at=None)))


def places_of(*, viewer: Viewer) -> QuerySet[RolePlace]:
    """Every place of every role, for programs."""
    rows: QuerySet[RolePlace] = RolePlace.objects.filter(touchpoint__archived_at=None)
    rows = rows.select_related("job_role", "touchpoint")
    return rows if viewer.can(Can.READ_PROGRAMME) else rows.none()

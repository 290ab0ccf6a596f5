"""Who has seen vision and values, by unit, through the minimum-n gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Employee
from accounts.queries import active_employees
from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Promise, PromiseReading
from lib import privacy
from organisations.models import Organisation, Unit


@dataclass(frozen=True, slots=True)
class Seen:
    """How many of a unit's people have read the version. Hidden: neither number is known to the reader."""

    unit: Unit | None
    people: int | None
    seen: int | None
    hidden: bool = False

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down, so that 100 means everybody."""
        return None if not self.people or self.seen is None else 100 * self.seen // self.people


@dataclass(frozen=True, slots=True)
class SeenByUnit:
    """The units a viewer sees, and all of them together."""

    rows: Sequence[Seen]
    total: Seen | None


def has_read(promise: Promise, *, viewer: Viewer) -> bool:
    """Whether the viewer has said that they read a version."""
    return PromiseReading.objects.filter(promise=promise, member=viewer.membership_id).exists()


def seen_by_unit(promise: Promise, *, viewer: Viewer, organisation: Organisation, day: date) -> SeenByUnit:
    """How many of the roster have read a version, in the units the viewer sees; a group too small is absent."""
    if not viewer.can(Can.READ_COVERAGE):
        return SeenByUnit((), None)
    readers = _readers(promise)
    units: dict[int, Unit] = {}
    people: dict[int, list[bool]] = {}
    for employee in active_employees(day=day, viewer=viewer):
        units[employee.unit_id] = employee.unit
        people.setdefault(employee.unit_id, []).append(employee.pk in readers[0] or employee.user_id in readers[1])
    rule = privacy.Rule(privacy.Subject.EMPLOYEES, organisation.minimum_employees)
    cells = [privacy.Cell(str(pk), len(read), sum(read)) for pk, read in people.items()]
    rows = [
        Seen(units[int(row.key)], row.n, row.payload, row.hidden)
        for row in privacy.gate(cells, rule=rule, may_open_answers=False).rows
    ]
    rows.sort(key=lambda row: (row.unit.position, row.unit.code) if row.unit else (0, ""))
    return SeenByUnit(rows, _total(cells, rule))


def _readers(promise: Promise) -> tuple[set[int], set[int | None]]:
    """Employees and users who have read it."""
    readings = PromiseReading.objects.filter(promise=promise)
    employees = set(readings.exclude(employee=None).values_list("employee_id", flat=True))
    users: set[int | None] = set(readings.exclude(member=None).values_list("member__user_id", flat=True))
    return employees, users - {None}


def _total(cells: Sequence[privacy.Cell[int]], rule: privacy.Rule) -> Seen | None:
    if not cells:
        return None
    together = privacy.Cell("total", sum(cell.n for cell in cells), sum(cell.payload for cell in cells))
    row = privacy.gate_total(together, rule=rule)
    return Seen(None, row.n, row.payload, row.hidden)


def team_to_read(promise: Promise, *, viewer: Viewer, day: date) -> list[Employee]:
    """People whose reading the viewer may note: of the own units, those who have not read it yet."""
    if not viewer.can(Can.RECORD_TRAINING):
        return []
    employees, users = _readers(promise)
    rows = active_employees(day=day, viewer=viewer).order_by("unit__position", "unit__code", "name")
    return [one for one in rows if one.pk not in employees and one.user_id not in users]

"""The employees' roster: read from a file with a difference first, edited by hand, leavers by date."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Employee, JobRole, User
from accounts.viewer import Viewer
from operations.services import record_trail
from organisations.models import Organisation, Unit

COLUMNS = ("number", "name", "unit", "job_role", "language", "manager", "email", "from", "until")
REQUIRED = ("number", "name", "unit")
DIFFERENCES = ("added", "changed", "leaving", "unchanged", "bad")
COLUMN_OF = {
    "name": "name",
    "unit_id": "unit",
    "job_role_id": "job_role",
    "language": "language",
    "user_id": "email",
    "from_day": "from",
    "until_day": "until",
}
FIELDS = tuple(COLUMN_OF)
Refuse = Callable[..., None]  # column, code, and what the reason names
LONGEST = {"number": 50, "name": 150}
REASONS = {
    "empty": _("This must not be empty."),
    "too_long": _("This is too long: at most %(most)s characters."),
    "number_twice": _("This number stands in the file twice."),
    "unit_unknown": _("There is no unit “%(code)s”."),
    "job_role_unknown": _("There is no job role “%(code)s”."),
    "language_unknown": _("The organisation does not use the language “%(code)s”."),
    "email_unknown": _("No member signs in with this address."),
    "manager_unknown": _("There is no employee “%(number)s”."),
    "day_invalid": _("Write the day as 2026-11-30."),
    "days_disordered": _("The last day lies before the first one."),
}


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be taken: its number in the file, the column, and one of `REASONS`."""

    line: int
    column: str
    code: str
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """Why, in the reader's language."""
        return str(REASONS[self.code]) % self.details


@dataclass(slots=True)
class RosterDifference:
    """What a file would change, or did: employee numbers by kind of change."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    leaving: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)


class RosterRefused(ValueError):
    """All or nothing was asked for, and some lines cannot be taken."""

    def __init__(self, bad: Sequence[BadLine]) -> None:
        super().__init__(f"{len(bad)} values cannot be taken")
        self.bad = bad


class WrongHeadings(ValueError):
    """The file lacks columns that a roster needs; the argument names them."""


def check_headings(headings: Sequence[str]) -> None:
    """:raises WrongHeadings: a needed column is not there"""
    lacking = [column for column in REQUIRED if column not in headings]
    if lacking:
        raise WrongHeadings(", ".join(lacking))


@transaction.atomic
def read_roster(
    *,
    organisation: Organisation,
    viewer: Viewer,
    lines: Iterable[tuple[int, Mapping[str, str]]],
    today: date,
    complete: bool = False,
    dry_run: bool = False,
    all_or_nothing: bool = False,
) -> RosterDifference:
    """Bring the roster to what a file says.

    :param lines: (number in the file, text by heading) of each line
    :param complete: the file is the whole roster, so today is the last day of whoever is not in it; lines that
        cannot be taken count as being in it
    :param dry_run: tell the difference and write nothing
    :raises RosterRefused: `all_or_nothing` is asked for, and a line cannot be taken; nothing is written then
    """
    if not dry_run:
        _wait_for_others(organisation)
    reader = _Reader(organisation)
    difference = RosterDifference()
    seen: dict[str, Employee] = {}
    for line, texts in lines:
        employee = reader.employee(line, texts, seen, difference)
        if employee is not None:
            seen[employee.number] = employee
    reader.check_managers(seen, difference)
    if all_or_nothing and difference.bad:
        raise RosterRefused(difference.bad)
    if complete:
        _let_leave(reader, difference, today)
    if not dry_run:
        _store(reader, seen, difference)
        record_trail(
            organisation=organisation, actor=viewer.actor, actor_name=viewer.name, action="roster.read",
            target=organisation,
            details={kind: len(getattr(difference, kind)) for kind in DIFFERENCES},
        )  # fmt: skip
    return difference


def _wait_for_others(organisation: Organisation) -> None:
    """Until the transaction ends nobody else changes the roster: what is looked up from now on stays true.

    The organisation's row stands for the roster, since rows that two senders add are not there to be locked.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


class _Reader:
    """The organisation's units, job roles, users and present roster, looked up once."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.units = {unit.code: unit for unit in Unit.objects.filter(archived_at=None)}
        self.job_roles = {role.code: role for role in JobRole.objects.all()}
        self.present = {employee.number: employee for employee in Employee.objects.all()}
        self.number_of = {employee.pk: employee.number for employee in self.present.values()}
        self.users = dict(User.objects.filter(memberships__organisation=organisation).values_list("email", "pk"))
        self.managers: dict[str, tuple[int, str]] = {}  # number → line and the manager's number
        self.named: set[str] = set()

    def employee(
        self, line: int, texts: Mapping[str, str], seen: Mapping[str, Employee], difference: RosterDifference
    ) -> Employee | None:
        """The employee as the line says, or nothing (with the reasons noted)."""
        before = len(difference.bad)

        def refuse(column: str, code: str, /, **details: object) -> None:
            difference.bad.append(BadLine(line, column, code, details))

        given = {column: (texts.get(column) or "").strip() for column in COLUMNS}
        self.named.add(given["number"])
        values = self._values(given, seen, refuse)
        if len(difference.bad) > before:
            return None
        number = values.pop("number")
        if "manager" in texts:
            self.managers[number] = (line, given["manager"])
        employee = self.present.get(number)
        if employee is None:
            difference.added.append(number)
            return Employee(organisation=self.organisation, number=number, **values)
        # A column that the file does not have leaves what is known as it is.
        told = [name for name in FIELDS if COLUMN_OF[name] in texts]
        same = all(getattr(employee, name) == values[name] for name in told) and self._same_manager(employee)
        (difference.unchanged if same else difference.changed).append(number)
        for name in told:
            setattr(employee, name, values[name])
        return employee

    def _same_manager(self, employee: Employee) -> bool:
        if employee.number not in self.managers:
            return True
        return self.number_of.get(employee.manager_id or 0, "") == self.managers[employee.number][1]

    def check_managers(self, seen: dict[str, Employee], difference: RosterDifference) -> None:
        """Refuse lines that name a manager who is neither on the roster nor in the file, or is the person."""
        for number, (line, manager) in list(self.managers.items()):
            if not manager or (manager != number and (manager in seen or manager in self.present)):
                continue
            difference.bad.append(BadLine(line, "manager", "manager_unknown", {"number": manager}))
            for kind in (difference.added, difference.changed, difference.unchanged):
                if number in kind:
                    kind.remove(number)
            del seen[number], self.managers[number]

    def _values(self, texts: dict[str, str], seen: Mapping[str, Employee], refuse: Refuse) -> dict[str, Any]:
        _check_texts(texts, seen, refuse)
        unit = self.units.get(texts["unit"].lower())
        if texts["unit"] and unit is None:
            refuse("unit", "unit_unknown", code=texts["unit"])
        role = self.job_roles.get(texts["job_role"].lower())
        if texts["job_role"] and role is None:
            refuse("job_role", "job_role_unknown", code=texts["job_role"])
        language = texts["language"].lower() or self.organisation.language_codes[0]
        if language not in self.organisation.language_codes:
            refuse("language", "language_unknown", code=language)
        if texts["email"] and texts["email"].lower() not in self.users:
            refuse("email", "email_unknown")
        from_day, until_day = _day(texts["from"], "from", refuse), _day(texts["until"], "until", refuse)
        if from_day and until_day and until_day < from_day:
            refuse("until", "days_disordered")
        return {
            "number": texts["number"],
            "name": texts["name"],
            "unit_id": unit.pk if unit else None,
            "job_role_id": role.pk if role else None,
            "language": language,
            "user_id": self.users.get(texts["email"].lower()),
            "from_day": from_day,
            "until_day": until_day,
        }


def _check_texts(texts: Mapping[str, str], seen: Mapping[str, Employee], refuse: Refuse) -> None:
    for column in REQUIRED:
        if not texts[column]:
            refuse(column, "empty")
    for column, most in LONGEST.items():
        if len(texts[column]) > most:
            refuse(column, "too_long", most=most)
    if texts["number"] in seen:
        refuse("number", "number_twice")


def _day(text: str, column: str, refuse: Refuse) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(column, "day_invalid")
        return None


def _let_leave(reader: _Reader, difference: RosterDifference, today: date) -> None:
    for number, employee in reader.present.items():
        if number not in reader.named and (employee.until_day is None or employee.until_day > today):
            employee.until_day = today
            difference.leaving.append(number)


def _store(reader: _Reader, seen: Mapping[str, Employee], difference: RosterDifference) -> None:
    Employee.objects.bulk_create([seen[number] for number in difference.added])
    left = [reader.present[number] for number in difference.leaving]
    Employee.objects.bulk_update([*(seen[n] for n in difference.changed), *left], [*FIELDS], batch_size=200)
    by_number = {employee.number: employee for employee in Employee.objects.filter(number__in=reader.managers)}
    everyone = dict(Employee.objects.values_list("number", "pk"))
    for number, (_line, manager) in reader.managers.items():
        by_number[number].manager_id = everyone[manager] if manager else None
    Employee.objects.bulk_update(by_number.values(), ["manager"], batch_size=200)


class EmployeeRefused(ValueError):
    """The change would break a rule; `code` says which: number_taken, own_manager, days."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def save_employee(*, employee: Employee, viewer: Viewer) -> Employee:
    """Add a row of the roster, or change it; with a last day the person leaves.

    :raises EmployeeRefused: the number is somebody else's, the person leads themselves, or the days are in disorder
    """
    _wait_for_others(employee.organisation)
    if Employee.objects.filter(number=employee.number).exclude(pk=employee.pk).exists():
        raise EmployeeRefused("number_taken")
    if employee.pk and employee.manager_id == employee.pk:
        raise EmployeeRefused("own_manager")
    if employee.from_day and employee.until_day and employee.until_day < employee.from_day:
        raise EmployeeRefused("days")
    action = "employee.changed" if employee.pk else "employee.added"
    employee.save()
    record_trail(
        organisation=employee.organisation, actor=viewer.actor, actor_name=viewer.name, action=action,
        target=employee, target_name=employee.number, details={"until": employee.until_day},
    )  # fmt: skip
    return employee

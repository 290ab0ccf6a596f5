"""The employees' roster: read from a file with a difference first, leavers by date."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import Employee, JobRole, User
from accounts.services.roster_changes import (
    COLUMN_OF,
    COLUMNS,
    DIFFERENCES,
    FIELDS,
    LONGEST,
    REQUIRED,
    BadLine,
    Change,
    RosterDifference,
    RosterRefused,
)
from accounts.services.sign_ins import SignIn, newly_shared
from accounts.viewer import Viewer
from operations.services import record_trail
from organisations.models import Organisation, Unit

Refuse = Callable[..., None]  # column, code, and what the reason names


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
        wait_for_others(organisation)
    reader = _Reader(organisation)
    difference = RosterDifference()
    seen: dict[str, Employee] = {}
    for line, texts in lines:
        employee = reader.employee(line, texts, seen, difference)
        if employee is not None:
            seen[employee.number] = employee
    if complete:
        _let_leave(reader, difference, today)
    reader.refuse_unfitting(seen, difference)
    if all_or_nothing and difference.bad:
        raise RosterRefused(difference.bad)
    if not dry_run:
        _store(reader, seen, difference)
        record_trail(
            organisation=organisation, actor=viewer.actor, actor_name=viewer.name, action="roster.read",
            target=organisation,
            details={kind: len(getattr(difference, kind)) for kind in DIFFERENCES},
        )  # fmt: skip
    return difference


def wait_for_others(organisation: Organisation) -> None:
    """Until the transaction ends nobody else changes the roster: what is looked up from now on stays true.

    The organisation's row stands for the roster, since rows that two senders add are not there to be locked.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


class _Reader:
    """The organisation's units, job roles, users and present roster, looked up once."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        units = Unit.objects.all()
        self.units = {unit.code: unit for unit in units if unit.archived_at is None}
        self.job_roles = {role.code: role for role in JobRole.objects.all()}
        self.present = {employee.number: employee for employee in Employee.objects.all()}
        self.number_of = {employee.pk: employee.number for employee in self.present.values()}
        self.users = dict(User.objects.filter(memberships__organisation=organisation).values_list("email", "pk"))
        self.written = {
            "unit_id": {unit.pk: unit.code for unit in units},
            "job_role_id": {role.pk: role.code for role in self.job_roles.values()},
            "user_id": {pk: email for email, pk in self.users.items()},
        }
        self.sign_ins = {number: SignIn.of(employee) for number, employee in self.present.items()}
        self.managers: dict[str, str] = {}  # an employee's number → the manager's
        self.line_of: dict[str, int] = {}
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
        self.line_of[number] = line
        difference.names[number] = given["name"]
        if "manager" in texts:
            self.managers[number] = given["manager"]
        employee = self.present.get(number)
        if employee is None:
            difference.added.append(number)
            return Employee(organisation=self.organisation, number=number, **values)
        # A column that the file does not have leaves what is known as it is.
        told = [name for name in FIELDS if COLUMN_OF[name] in texts]
        changes = [*self._changes(employee, values, told), *self._change_of_manager(employee)]
        (difference.changed if changes else difference.unchanged).append(number)
        difference.changes[number] = changes
        for name in told:
            setattr(employee, name, values[name])
        return employee

    def _changes(self, employee: Employee, values: Mapping[str, Any], told: Iterable[str]) -> list[Change]:
        return [
            Change(
                COLUMN_OF[name], self._as_written(name, getattr(employee, name)), self._as_written(name, values[name])
            )
            for name in told
            if getattr(employee, name) != values[name]
        ]

    def _change_of_manager(self, employee: Employee) -> list[Change]:
        before = self.number_of.get(employee.manager_id or 0, "")
        after = self.managers.get(employee.number, before)
        return [] if before == after else [Change("manager", before, after)]

    def _as_written(self, name: str, value: Any) -> str:
        """A value of a row as files write it."""
        if value is None:
            return ""
        return self.written[name].get(value, "") if name in self.written else str(value)

    def refuse_unfitting(self, seen: dict[str, Employee], difference: RosterDifference) -> None:
        """Refuse lines that do not fit the others, and those that do not fit once these are gone."""
        while refused := {**self._without_manager(seen), **self._sharing_sign_in(seen, difference.leaving)}:
            for number, bad in refused.items():
                difference.take_back(number, bad)
                del seen[number]
                self.managers.pop(number, None)

    def _without_manager(self, seen: Mapping[str, Employee]) -> dict[str, BadLine]:
        """Lines that name a manager who is neither on the roster nor in the file, or is the person."""
        return {
            number: BadLine(self.line_of[number], "manager", "manager_unknown", {"number": manager})
            for number, manager in self.managers.items()
            if manager and (manager == number or (manager not in seen and manager not in self.present))
        }

    def _sharing_sign_in(self, seen: Mapping[str, Employee], leaving: Iterable[str]) -> dict[str, BadLine]:
        """Lines that link a sign-in which is another employee's on the same days; links of before stay as they are."""
        left = {number: SignIn.of(self.present[number]) for number in leaving}
        now = self.sign_ins | left | {number: SignIn.of(employee) for number, employee in seen.items()}
        return {
            number: BadLine(self.line_of[number], "email", "email_taken", {"number": holder})
            for number, holder in newly_shared(self.sign_ins, now, self.line_of).items()
        }

    def _values(self, texts: dict[str, str], seen: Mapping[str, Employee], refuse: Refuse) -> dict[str, Any]:
        _check_texts(texts, seen, refuse)
        unit = self.units.get(texts["unit"].lower())
        if texts["unit"] and unit is None:
            refuse("unit", "unit_unknown", code=texts["unit"])
        role = self.job_roles.get(texts["job_role"].lower())
        if texts["job_role"] and role is None:
            refuse("job_role", "job_role_unknown", code=texts["job_role"])
        if role is not None and not self._may_have(texts["number"], role):
            refuse("job_role", "job_role_away", code=texts["job_role"])
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

    def _may_have(self, number: str, role: JobRole) -> bool:
        """A job role that was put away stays with those who have it."""
        present = self.present.get(number)
        return role.archived_at is None or (present is not None and present.job_role_id == role.pk)


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
            difference.names[number] = employee.name


def _store(reader: _Reader, seen: Mapping[str, Employee], difference: RosterDifference) -> None:
    Employee.objects.bulk_create([seen[number] for number in difference.added])
    left = [reader.present[number] for number in difference.leaving]
    Employee.objects.bulk_update([*(seen[n] for n in difference.changed), *left], [*FIELDS], batch_size=200)
    by_number = {employee.number: employee for employee in Employee.objects.filter(number__in=reader.managers)}
    everyone = dict(Employee.objects.values_list("number", "pk"))
    for number, manager in reader.managers.items():
        by_number[number].manager_id = everyone[manager] if manager else None
    Employee.objects.bulk_update(by_number.values(), ["manager"], batch_size=200)

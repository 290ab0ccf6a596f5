"""What a roster file says, as far as it can be taken: the columns, the lines that cannot, and what would change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.models import code_validator

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
LONGEST_CODE = 50
LONGEST = {"number": 50, "name": 150}
REASONS = {
    "empty": _("This must not be empty."),
    "too_long": _("This is too long: at most %(most)s characters."),
    "number_twice": _("This number stands in the file twice."),
    "unit_unknown": _("There is no unit “%(code)s”."),
    "job_role_unknown": _("There is no job role “%(code)s”."),
    "job_role_away": _("The job role “%(code)s” is put away."),
    "language_unknown": _("The organisation does not use the language “%(code)s”."),
    "email_unknown": _("No member signs in with this address."),
    "email_taken": _("Employee %(number)s signs in with this address on the same days."),
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


@dataclass(frozen=True, slots=True)
class Change:
    """One value of an employee's row that the file changes, before and after as files write it."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Person:
    """An employee in a difference: who, and which values change."""

    number: str
    name: str
    changes: Sequence[Change] = ()


@dataclass(slots=True)
class RosterDifference:
    """What a file would change, or did: employee numbers by kind of change."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    leaving: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    bad: list[BadLine] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    changes: dict[str, list[Change]] = field(default_factory=dict)

    @property
    def changes_anything(self) -> bool:
        """Whether taking the file would do anything at all."""
        return bool(self.added or self.changed or self.leaving)

    @property
    def added_rows(self) -> list[Person]:
        return self._people(self.added)

    @property
    def changed_rows(self) -> list[Person]:
        return self._people(self.changed)

    @property
    def leaving_rows(self) -> list[Person]:
        return self._people(self.leaving)

    def _people(self, numbers: Iterable[str]) -> list[Person]:
        return [Person(number, self.names.get(number, ""), self.changes.get(number, ())) for number in numbers]

    @property
    def missing_job_roles(self) -> list[str]:
        """Codes of job roles that lines name and nobody has made yet, as far as they can be codes."""
        named = {str(bad.details["code"]).lower() for bad in self.bad if bad.code == "job_role_unknown"}
        return sorted(code for code in named if _is_code(code))

    def take_back(self, number: str, bad: BadLine) -> None:
        """A line that could be taken by itself does not fit the others."""
        self.bad.append(bad)
        for kind in (self.added, self.changed, self.unchanged):
            if number in kind:
                kind.remove(number)


def _is_code(text: str) -> bool:
    try:
        code_validator(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_CODE


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


def unread_headings(headings: Sequence[str]) -> list[str]:
    """Columns of the file that no roster has: they are passed over, and whoever sends it is told."""
    return [heading for heading in headings if heading and heading not in COLUMNS]

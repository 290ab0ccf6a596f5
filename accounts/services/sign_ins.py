"""One sign-in belongs to one employee at a time; who shared one before that was a rule goes on sharing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Employee


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who signs in as an employee, and from which day until which the employee is there."""

    user_id: int | None
    from_day: date | None = None
    until_day: date | None = None

    @classmethod
    def of(cls, employee: Employee) -> "SignIn":
        """The sign-in of a row as it stands in memory."""
        return cls(employee.user_id, employee.from_day, employee.until_day)

    def clashes(self, other: "SignIn | None") -> bool:
        """Whether the same person would be two employees on one day."""
        if other is None or self.user_id is None or self.user_id != other.user_id:
            return False
        begins = max(self.from_day or date.min, other.from_day or date.min)
        return begins <= min(self.until_day or date.max, other.until_day or date.max)


def newly_shared(before: Mapping[str, SignIn], now: Mapping[str, SignIn], order: Mapping[str, int]) -> dict[str, str]:
    """Employees who would take a sign-in that is another's: number → the other's number.

    :param before: as the roster stands, by employees' numbers
    :param now: as it would stand
    :param order: who comes first, of those whose sign-in changes; all others come before them
    """
    holders: dict[int, list[str]] = {}
    taken: dict[str, str] = {}

    def clash(one: str, other: str) -> bool:
        shared = one in before and before[one].clashes(before.get(other))
        return now[one].clashes(now[other]) and not shared

    for number in sorted(now, key=lambda number: 0 if before.get(number) == now[number] else order.get(number, 0)):
        user = now[number].user_id
        if user is None:
            continue
        held = holders.setdefault(user, [])
        holder = next((other for other in held if clash(number, other)), None)
        if holder is None:
            held.append(number)
        else:
            taken[number] = holder
    return taken

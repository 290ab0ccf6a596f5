"""What a person holds and hands over when they leave: each kind is offered by who knows it.

    register_holding(Holding("initiative", _("Changes"), find_initiatives, hand_initiative))

An app above offers its own kind when it starts; the page of a hand-over asks all of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from lib.local_text import LocalText

if TYPE_CHECKING:
    from accounts.models import Employee, Membership
    from accounts.viewer import Viewer
    from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who holds things: a member, a person of the roster, or both at once."""

    key: str
    name: str
    membership: "Membership | None" = None
    employee: "Employee | None" = None
    last_day: date | None = None

    @property
    def kind(self) -> str:
        """What sort of row names them: the first part of the key."""
        return self.key.partition("-")[0]

    @property
    def public_id(self) -> str:
        """The public id of that row: the rest of the key."""
        return self.key.partition("-")[2]

    def has_left(self, today: date) -> bool:
        """Whether the last day is over."""
        return self.last_day is not None and self.last_day < today


@dataclass(frozen=True, slots=True)
class Held:
    """Something that a person holds, with the address where it stands.

    Where `waits` is true a successor is named already and something else, an approval, has to follow.
    """

    kind: str
    key: str
    person: Person
    name: LocalText
    address: str
    waits: bool = False

    @property
    def field(self) -> str:
        """Its name in forms."""
        return f"{self.kind}-{self.key}"


Find = Callable[["Organisation", Sequence[Person]], Iterable[Held]]
Hand = Callable[[Held, "Membership", "Viewer", datetime], None]


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of thing that people hold: how what some people hold is found, and handed to a member."""

    kind: str
    label: str | Promise
    find: Find
    hand: Hand


_kinds: dict[str, Holding] = {}


def register_holding(holding: Holding) -> None:
    """Offer a kind; offered again it replaces the former."""
    _kinds[holding.kind] = holding


def holding_kinds() -> list[Holding]:
    """Every kind, in the order in which they were offered."""
    return list(_kinds.values())


def held_by(organisation: "Organisation", people: Sequence[Person]) -> list[Held]:
    """Everything that these people hold, kind by kind."""
    return [held for holding in holding_kinds() for held in holding.find(organisation, people)] if people else []


def hand(held: Held, *, to: "Membership", by: "Viewer", at: datetime) -> None:
    """Have a thing handed over by the kind that knows it."""
    _kinds[held.kind].hand(held, to, by, at)

"""What only apps above can know, asked by name: they register functions when they start, programs calls the names.

evidence.register("training.coverage_reached", coverage_reached)     # a deliverable's proof
evidence.register_carry_over("audits.findings", carry_findings_over)  # work when the next cycle opens
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from lib.local_text import LocalText

if TYPE_CHECKING:
    from programs.models import Cycle


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether something is reached in a cycle, in words, with the figures and the address where they stand.

    The words are kept with a gate, so they are there in every language of the product (`in_every_language`).
    """

    reached: bool
    text: LocalText
    address: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The proof as it is frozen into a gate."""
        return {
            "reached": self.reached,
            "text": dict(self.text),
            "address": self.address,
            "figures": dict(self.figures),
        }


Evidence = Callable[["Cycle", date], Proof]
CarryOver = Callable[["Cycle", "Cycle", str], None]

_evidence: dict[str, Evidence] = {}
_carry_overs: dict[str, CarryOver] = {}


class UnknownEvidence(LookupError):
    """A deliverable names a function that no app has registered."""


def register(name: str, function: Evidence) -> None:
    """Offer a proof under a name, `<app>.<what>`; registering again replaces it."""
    _evidence[name] = function


def ask(name: str, cycle: "Cycle", day: date) -> Proof:
    """The proof of that name for a cycle, as things stand on a day.

    :raises UnknownEvidence: nobody offers it
    """
    if name not in _evidence:
        raise UnknownEvidence(name)
    return _evidence[name](cycle, day)


def names() -> list[str]:
    """Every proof on offer."""
    return sorted(_evidence)


def register_carry_over(name: str, function: CarryOver) -> None:
    """Have a function called as (closed cycle, new cycle, actor) whenever a next cycle opens, in its transaction."""
    _carry_overs[name] = function


def carry_over(closed: "Cycle", opened: "Cycle", actor: str) -> None:
    """Call everything registered for the opening of a next cycle."""
    for name in sorted(_carry_overs):
        _carry_overs[name](closed, opened, actor)

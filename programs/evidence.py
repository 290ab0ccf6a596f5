"""What only apps above can know, asked by name: they register functions when they start, programs calls the names.

evidence.register("training.coverage_reached", coverage_reached)     # a deliverable's proof
evidence.register_family("training.course", courses_on_offer, course_reached)  # one proof for each of many things
evidence.register_carry_over("audits.findings", carry_findings_over)  # work when the next cycle opens
evidence.register_requirement("launch", "touchpoints.launch", open_musts)  # what a stage's gate refuses without
evidence.register_passing("launch", "touchpoints.launch", freeze_checklist)  # work when a stage has passed
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from lib.local_text import LocalText

if TYPE_CHECKING:
    from programs.models import Cycle, Stage


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


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that a stage's gate needs and that is not there: a stable key, words, and where it stands."""

    key: str
    text: LocalText
    address: str = ""

    def as_json(self) -> dict[str, Any]:
        """The point as it is frozen into a decision."""
        return {"key": self.key, "text": dict(self.text), "address": self.address}


Evidence = Callable[["Cycle", date], Proof]
Family = Callable[[str, "Cycle", date], Proof]
Offer = Callable[[], Sequence[tuple[str, LocalText]]]
Requirement = Callable[["Stage", date], Sequence[OpenPoint]]
Passing = Callable[["Stage", date], None]
CarryOver = Callable[["Cycle", "Cycle", str], None]

_evidence: dict[str, Evidence] = {}
_families: dict[str, tuple[Offer, Family]] = {}
_requirements: dict[str, dict[str, Requirement]] = {}
_passings: dict[str, dict[str, Passing]] = {}
_carry_overs: dict[str, CarryOver] = {}


class UnknownEvidence(LookupError):
    """A deliverable names a function that no app has registered."""


def register(name: str, function: Evidence) -> None:
    """Offer a proof under a name, `<app>.<what>`; registering again replaces it."""
    _evidence[name] = function


def ask(name: str, cycle: "Cycle", day: date) -> Proof:
    """The proof of that name for a cycle, as things stand on a day.

    :param name: of a proof, or of one of a family: `training.course:promise`
    :raises UnknownEvidence: nobody offers it
    """
    family, _colon, key = name.partition(":")
    if key and family in _families:
        return _families[family][1](key, cycle, day)
    if name not in _evidence:
        raise UnknownEvidence(name)
    return _evidence[name](cycle, day)


def names() -> list[str]:
    """Every proof on offer."""
    return sorted(_evidence)


def register_family(name: str, offer: Offer, function: Family) -> None:
    """Offer a proof for each of many things; `offer` lists their keys and titles inside an organisation's scope."""
    _families[name] = (offer, function)


def offered() -> list[tuple[str, LocalText]]:
    """The full name and title of each proof of every family in the open organisation."""
    return [
        (f"{name}:{key}", title) for name, (offer, _function) in sorted(_families.items()) for key, title in offer()
    ]


def register_requirement(stage_kind: str, name: str, function: Requirement) -> None:
    """Have the gate of stages of a kind refuse while the function finds open points."""
    _requirements.setdefault(stage_kind, {})[name] = function


def open_points(stage: "Stage", day: date) -> list[OpenPoint]:
    """Everything that apps above find missing at a stage."""
    found = _requirements.get(stage.kind, {})
    return [point for name in sorted(found) for point in found[name](stage, day)]


def register_passing(stage_kind: str, name: str, function: Passing) -> None:
    """Have a function called as (stage, day) when a stage of a kind passes, in its transaction."""
    _passings.setdefault(stage_kind, {})[name] = function


def passed(stage: "Stage", day: date) -> None:
    """Call everything registered for the passing of such a stage."""
    found = _passings.get(stage.kind, {})
    for name in sorted(found):
        found[name](stage, day)


def register_carry_over(name: str, function: CarryOver) -> None:
    """Have a function called as (closed cycle, new cycle, actor) whenever a next cycle opens, in its transaction."""
    _carry_overs[name] = function


def carry_over(closed: "Cycle", opened: "Cycle", actor: str) -> None:
    """Call everything registered for the opening of a next cycle."""
    for name in sorted(_carry_overs):
        _carry_overs[name](closed, opened, actor)

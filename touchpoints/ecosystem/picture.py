"""What the picture of the ecosystem is made of, and where each actor stands in it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lib.local_text import LocalText, local
from touchpoints.ecosystem.words import ActorKind, Effect, Strength

# People and firms stand above the journey, rules and places below it.
ABOVE = (ActorKind.EMPLOYEES, ActorKind.PARTNER, ActorKind.SUPPLIER)
BELOW = (ActorKind.REGULATION, ActorKind.ENVIRONMENT)
SIGNS: dict[str, str] = {Effect.HELPS: "+", Effect.HINDERS: "−", Effect.BOTH: "±"}


@dataclass(frozen=True, slots=True)
class Chip:
    """An actor with the places of the stages on which it acts; none means that it acts everywhere."""

    name: LocalText
    does: LocalText
    kind: str
    effect: str
    strength: int
    stages: frozenset[int]
    href: str = ""
    review_on: date | None = None

    @property
    def told(self) -> str:
        """Its effect in a few words: sign, word, strength."""
        return f"{SIGNS[self.effect]} {Effect(self.effect).label} · {Strength(self.strength).label}"

    def span(self, stages: int) -> tuple[int, int]:
        """From which stage to which it reaches."""
        if not self.stages:
            return 0, max(stages - 1, 0)
        return min(self.stages), max(self.stages)

    def acts_on(self, place: int) -> bool:
        """Whether it acts on the stage at this place."""
        return not self.stages or place in self.stages


@dataclass(frozen=True, slots=True)
class EcosystemPicture:
    """A journey's stages in order, and every actor that acts on any of them."""

    journey: LocalText
    stages: Sequence[LocalText]
    chips: Sequence[Chip]

    def of_kind(self, kind: str) -> list[Chip]:
        """The actors of a kind, those that begin earlier first, the strong before the weak."""
        found = [chip for chip in self.chips if chip.kind == kind]
        return sorted(found, key=lambda chip: (chip.span(len(self.stages)), -chip.strength, local(chip.name)))


def rows_of(chips: Sequence[Chip], stages: int) -> list[list[Chip]]:
    """The chips in as few rows as their spans allow, none over another."""
    rows: list[list[Chip]] = []
    for chip in chips:
        first, _last = chip.span(stages)
        free = next((row for row in rows if row[-1].span(stages)[1] < first), None)
        if free is None:
            rows.append([chip])
        else:
            free.append(chip)
    return rows

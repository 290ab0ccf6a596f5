"""What the benchmarks of one database share: its organisation, and a store that grows on demand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from django.utils import timezone

from cem.benchmarks.answers import make_answers, tidy
from cem.benchmarks.measuring import ROUNDS, Measured
from cem.benchmarks.world import World, make_world
from metrics import counts
from organisations.tenancy import organisation_scope

Benchmark = Callable[["Ground"], Iterator[Measured]]


@dataclass(slots=True)
class Ground:
    """One installation while it is measured.

    :ivar rows: answers wanted in the store
    :ivar rounds: how often each pair is measured
    """

    rows: int
    say: Callable[[str], None]
    rounds: int = ROUNDS
    world: World = field(default_factory=make_world)
    stored: int = 0

    @property
    def is_small(self) -> bool:
        """Too small for a clock: only whether all is correct matters then."""
        return self.rows < 100_000

    def fill(self, rows: int | None = None) -> None:
        """Let the big survey hold so many answers (all that are wanted), and count them."""
        wanted = rows or self.rows
        if self.stored >= wanted:
            return
        self.say(f"making {wanted - self.stored:,} answers")
        make_answers(self.world, wanted - self.stored)
        self.stored = wanted
        self.count_anew()
        tidy()

    def count_anew(self) -> None:
        """Count every answer of the store."""
        organisation = self.world.organisation
        scope = partial(organisation_scope, organisation)
        counts.rebuild(organisation=organisation, now=timezone.now(), chunk=scope)

"""The parts of the chain: a pillar, a touchpoint that carries it, a course that teaches it."""

from collections.abc import Sequence
from dataclasses import dataclass

from brandpromise.models import Pillar, PillarText
from metrics.queries.gaps import Gap
from touchpoints.measured import Reading
from touchpoints.models import Design, Initiative, Script, Touchpoint
from touchpoints.queries.standards import StandardView
from training.models import Course
from training.queries import CoverageCell


@dataclass(frozen=True, slots=True)
class TrainedIn:
    """A course with the share of the people due who have been there; no cell where nobody is due."""

    course: Course
    cell: CoverageCell | None
    sees_everybody: bool = True

    @property
    def is_known_empty(self) -> bool:
        """Whether nobody at all has been there; a reader of some units cannot know."""
        return self.sees_everybody and (self.cell is None or self.cell.covered == 0)


@dataclass(frozen=True, slots=True)
class ChainTouchpoint:
    """A touchpoint with every link that hangs on it, for one pillar or for none."""

    touchpoint: Touchpoint
    design: Design | None
    standards: Sequence[StandardView]
    script: Script | None
    changes: Sequence[Initiative]
    courses: Sequence[TrainedIn]
    scores: Sequence[Reading]
    gap: Gap | None = None

    @property
    def lowest(self) -> Reading | None:
        """The weakest of what customers said of it."""
        return self.scores[0] if self.scores else None


@dataclass(frozen=True, slots=True)
class ChainPillar:
    """A pillar with the touchpoints that carry it."""

    pillar: Pillar
    text: PillarText
    touchpoints: Sequence[ChainTouchpoint]
    courses: Sequence[TrainedIn]
    gap: Gap | None
    is_sampled: bool = False  # sample surveys ask about it; made-up answers prove nothing

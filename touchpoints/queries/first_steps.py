"""The first steps of a journey's team, with their states as the journey stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.viewer import Viewer
from programs.models import Segment
from touchpoints import measured
from touchpoints.mapping.document import MapDocument
from touchpoints.models import Idea, Journey, MapKind, MappingRound, StartWay
from touchpoints.queries.maps import document_of
from touchpoints.starting.steps import Seen, facts_of, seen


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """The way a team starts and what it has done of it."""

    way: str
    steps: Sequence[Seen]

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(1 for one in self.steps if one.is_done)

    @property
    def next(self) -> Seen | None:
        """The first step that is not done."""
        return next((one for one in self.steps if not one.is_done), None)

    @property
    def label(self) -> str:
        """The way in words."""
        return str(StartWay(self.way).label) if self.way else ""


def first_steps(*, journey: Journey, viewer: Viewer, today: date) -> FirstSteps:
    """The steps of the way that the journey's team chose, read from its current map."""
    drawn = journey.current_map
    if not journey.start_way or drawn is None:
        return FirstSteps("", ())
    return steps_on(journey, document_of(drawn), set(measured.readings(viewer=viewer, today=today)))


def steps_on(journey: Journey, document: MapDocument, known: set[str]) -> FirstSteps:
    """The same for a map that is at hand, with the touchpoints that are measured."""
    if not journey.start_way:
        return FirstSteps("", ())
    facts = facts_of(
        document,
        known,
        segments=Segment.objects.filter(archived_at=None, axis__archived_at=None).count(),
        ideas=Idea.objects.count(),
        rounds=MappingRound.objects.filter(journey=journey).count(),
        wishes=journey.maps.filter(kind=MapKind.TO_BE).count(),
    )
    return FirstSteps(journey.start_way, seen(journey.start_way, facts))

"""Where a cycle stands: its phases, the wheel, what is late, and one line an engagement for the portfolio."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from lib.charts.wheel import Gate as WheelGate
from lib.charts.wheel import Segment, Wheel
from lib.local_text import local
from programs.models import Cycle, Deliverable, Engagement, Gate, GateOutcome, Stage, StageKind, StageState
from programs.queries.engagements import engagements_of

PHASE_NUMBERS = {
    StageKind.AUDIT: 1,
    StageKind.PROMISE: 2,
    StageKind.DESIGN: 3,
    StageKind.ENGAGEMENT: 4,
    StageKind.REAUDIT: 5,
}


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A stage as it is shown; the launch has no number, it is the gate between 4 and 5."""

    stage: Stage
    number: int | None
    state: str  # done, current, open, late
    deliverables: Sequence[Deliverable]
    gates: Sequence[Gate]

    @property
    def name(self) -> str:
        """The phase's name in the reader's language."""
        return str(StageKind(self.stage.kind).label)

    @property
    def done_count(self) -> int:
        """How many deliverables are done."""
        return sum(1 for deliverable in self.deliverables if deliverable.done_on)

    @property
    def missing(self) -> list[Deliverable]:
        """Deliverables the gate needs that are not done."""
        return [one for one in self.deliverables if one.required and not one.done_on]

    @property
    def open_gate(self) -> Gate | None:
        """The gate that waits for a decision."""
        return next((gate for gate in self.gates if gate.outcome == GateOutcome.OPEN), None)

    @property
    def last_gate(self) -> Gate | None:
        """The gate proposed last, whatever came of it."""
        return self.gates[0] if self.gates else None

    @property
    def can_start(self) -> bool:
        return bool(self.stage.state == StageState.PLANNED)

    @property
    def can_propose(self) -> bool:
        return bool(self.stage.state == StageState.OPEN)


@dataclass(frozen=True, slots=True)
class CycleView:
    """A cycle with its six stages in order."""

    cycle: Cycle
    phases: Sequence[PhaseView]

    @property
    def current(self) -> PhaseView | None:
        """The first stage that is under way."""
        return next((phase for phase in self.phases if phase.state in ("current", "late")), None)

    def phase(self, kind: str) -> PhaseView | None:
        """The stage of a kind; nothing in a cycle that leaves it out."""
        return next((phase for phase in self.phases if phase.stage.kind == kind), None)


def current_cycle(engagement: Engagement) -> Cycle | None:
    """The engagement's last cycle, closed or not."""
    return Cycle.objects.filter(engagement=engagement).order_by("-number").first()


def cycle_view(cycle: Cycle, *, today: date) -> CycleView:
    """The cycle's stages with their deliverables, owners and gates, in five queries."""
    stages = _stages().filter(cycle=cycle)
    return CycleView(cycle=cycle, phases=[_phase(stage, today) for stage in stages])


def _stages() -> QuerySet[Stage]:
    return Stage.objects.select_related("owner__user", "cycle__engagement").prefetch_related(
        "deliverables", Prefetch("gates", queryset=Gate.objects.select_related("proposed_by__user"))
    )


def _phase(stage: Stage, today: date) -> PhaseView:
    return PhaseView(
        stage=stage,
        number=PHASE_NUMBERS.get(StageKind(stage.kind)),
        state=stage_state(stage, today),
        deliverables=list(stage.deliverables.all()),
        gates=list(stage.gates.all()),
    )


def stage_state(stage: Stage, today: date) -> str:
    """One of done, current, open, late. Late: its last planned day is over and it has not been passed."""
    if stage.state == StageState.PASSED:
        return "done"
    if stage.planned_until and stage.planned_until < today:
        return "late"
    return "open" if stage.state == StageState.PLANNED else "current"


def wheel(cycle: Cycle, *, slug: str, today: date) -> Wheel:
    """The five phases with the launch as the gate between 4 and 5, each leading to its place on the cycle's page."""
    return wheel_of(cycle_view(cycle, today=today), slug=slug)


def wheel_of(view: CycleView, *, slug: str) -> Wheel:
    """The wheel of a cycle already read."""
    cycle = view.cycle
    page = reverse("programs:cycle", args=[slug, cycle.engagement.slug]) + f"?cycle={cycle.number}"
    segments = [
        Segment(number=phase.number, name=phase.name, state=phase.state, href=f"{page}#{phase.stage.kind}")
        for phase in view.phases
        if phase.number is not None
    ]
    launch = view.phase(StageKind.LAUNCH)
    current = view.current
    return Wheel(
        title=current.name if current else _finished(view),
        note=_("cycle %(number)d") % {"number": cycle.number},
        segments=segments,
        gate=WheelGate(name=launch.name, state=launch.state, href=f"{page}#{StageKind.LAUNCH}") if launch else None,
    )


def _finished(view: CycleView) -> str:
    return _("Closed") if view.cycle.closed_on else _("Between two phases")


@dataclass(frozen=True, slots=True)
class LateThing:
    """A stage that should have been passed, by how many days, and who answers for it."""

    stage: Stage
    days: int


def late_things(*, engagement: Engagement, today: date) -> list[LateThing]:
    """Stages past their last planned day, the latest first."""
    stages = _late_stages(today).filter(cycle__engagement=engagement)
    return [LateThing(stage, (today - stage.planned_until).days) for stage in stages if stage.planned_until]


def _late_stages(today: date) -> QuerySet[Stage]:
    return (
        Stage.objects.select_related("owner__user", "cycle__engagement")
        .filter(planned_until__lt=today, cycle__closed_on=None)
        .exclude(state=StageState.PASSED)
        .order_by("planned_until")
    )


@dataclass(frozen=True, slots=True)
class EngagementSummary:
    """One line of the portfolio: where an engagement stands and what is wrong or waiting."""

    engagement: Engagement
    cycle: CycleView | None
    waiting: int
    late: int

    @property
    def name(self) -> str:
        return local(self.engagement.name) or self.engagement.slug


def summary_rows(*, viewer: Viewer, today: date) -> list[EngagementSummary]:
    """The engagements the viewer may see, each with its last cycle; the same number of queries for any number."""
    engagements = list(engagements_of(viewer=viewer))
    stages = _stages().filter(cycle__engagement__in=engagements).order_by("cycle__number", "position")
    by_engagement: dict[int, dict[int, list[PhaseView]]] = {}
    for stage in stages:
        cycles = by_engagement.setdefault(stage.cycle.engagement_id, {})
        cycles.setdefault(stage.cycle.number, []).append(_phase(stage, today))
    return [_summary(engagement, by_engagement.get(engagement.pk, {})) for engagement in engagements]


def _summary(engagement: Engagement, cycles: dict[int, list[PhaseView]]) -> EngagementSummary:
    if not cycles:
        return EngagementSummary(engagement, None, 0, 0)
    phases = cycles[max(cycles)]
    return EngagementSummary(
        engagement=engagement,
        cycle=CycleView(cycle=phases[0].stage.cycle, phases=phases),
        waiting=sum(1 for phase in phases if phase.open_gate),
        late=sum(1 for phase in phases if phase.state == "late"),
    )

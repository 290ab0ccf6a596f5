"""A cycle's six stages as the wheel of five phases, the launch being the gate between the fourth and the fifth."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext, pgettext

from accounts.viewer import Viewer
from cem.navigation import address, may_open
from lib.charts.wheel import Gate, Segment, Wheel
from programs.models import Cycle, Stage, StageKind, StageState
from programs.queries.cycles import stage_state

PHASE_PAGES = {
    StageKind.AUDIT: "audits:audit",
    StageKind.PROMISE: "brandpromise:promise",
    StageKind.DESIGN: "touchpoints:touchpoints",
    StageKind.ENGAGEMENT: "training:people",
    StageKind.REAUDIT: "audits:reaudit",
}


def phase_notes(stages: Sequence[Stage]) -> dict[str, str]:
    """A word beside each phase in the navigation."""
    words = {
        StageState.PASSED: pgettext("phase in the menu", "closed"),
        StageState.OPEN: pgettext("phase in the menu", "open"),
        StageState.PROPOSED: pgettext("phase in the menu", "decide"),
    }
    return {stage.kind: words[StageState(stage.state)] for stage in stages if stage.state in words}


def current_stage(stages: Sequence[Stage]) -> Stage | None:
    """The stage under way; before the first opened, the first that is not passed; after the last, the last."""
    under_way = [s for s in stages if s.state in (StageState.OPEN, StageState.PROPOSED)]
    ahead = [s for s in stages if s.state == StageState.PLANNED]
    return next(iter(under_way or ahead or stages[-1:]), None)


def phase_wheel(
    cycle: Cycle, stages: Sequence[Stage], *, viewer: Viewer, slug: str, engagement: str, today: date
) -> Wheel:
    """The picture, with links to the phases that the viewer may open."""
    here = current_stage(stages)
    phases = [stage for stage in stages if stage.kind in PHASE_PAGES]
    segments = [
        Segment(
            number,
            str(StageKind(stage.kind).label),
            stage_state(stage, today),
            _link(PHASE_PAGES[StageKind(stage.kind)], viewer, slug, engagement),
        )
        for number, stage in enumerate(phases, 1)
    ]
    launch = next((stage for stage in stages if stage.kind == StageKind.LAUNCH), None)
    gate = (
        Gate(str(StageKind.LAUNCH.label), stage_state(launch, today), _link("programs:cycle", viewer, slug, engagement))
        if launch
        else None
    )
    return Wheel(
        str(StageKind(here.kind).label) if here else "",
        gettext("cycle %(number)d") % {"number": cycle.number},
        segments,
        gate,
    )


def _link(name: str, viewer: Viewer, slug: str, engagement: str) -> str:
    href = address(name, slug, engagement)
    return href if href and may_open(href, viewer.capabilities) else ""

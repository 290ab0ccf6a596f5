"""Questions about programmes: who decides, where a cycle stands, what is late, what waits for whom."""

from programs.queries.cycles import (
    CycleView,
    EngagementSummary,
    LateThing,
    PhaseView,
    current_cycle,
    cycle_view,
    late_things,
    summary_rows,
    wheel,
)
from programs.queries.deciding import (
    GateView,
    gate_question,
    gate_view,
    may_vote,
    question,
    waiting_decisions,
)
from programs.queries.engagements import engagement_of, engagements_of
from programs.queries.waivers import WaiverView, uncovered_points, waivers_of

__all__ = [
    "CycleView",
    "EngagementSummary",
    "GateView",
    "LateThing",
    "PhaseView",
    "WaiverView",
    "current_cycle",
    "cycle_view",
    "engagement_of",
    "engagements_of",
    "gate_question",
    "gate_view",
    "late_things",
    "may_vote",
    "question",
    "summary_rows",
    "uncovered_points",
    "waiting_decisions",
    "waivers_of",
    "wheel",
]

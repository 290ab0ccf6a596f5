"""Everything that writes programmes: engagements, cycles, stages, gates and the vocabulary of segments."""

from programs.services.cycles import CycleNotClosed, open_next_cycle
from programs.services.engagements import (
    SlugTaken,
    archive_engagement,
    edit_vision,
    list_member,
    open_engagement,
    unlist_member,
)
from programs.services.gates import NotReady, decide_gate, propose_gate
from programs.services.refused import AlreadyDecided, CannotBeDecided, MayNotDecide, MayNotPropose, ReasonMissing
from programs.services.segments import archive_segment, save_axis, save_segment
from programs.services.stages import (
    DatesCrossed,
    OutOfOrder,
    StageClosed,
    deliver,
    mark_done,
    mark_undone,
    plan_stage,
    start_stage,
)
from programs.services.voting import checked_vote
from programs.services.waivers import (
    NothingOpen,
    StillOpen,
    decide_waiver,
    propose_waiver,
)

__all__ = [
    "AlreadyDecided",
    "CannotBeDecided",
    "CycleNotClosed",
    "DatesCrossed",
    "MayNotDecide",
    "MayNotPropose",
    "NotReady",
    "NothingOpen",
    "OutOfOrder",
    "ReasonMissing",
    "SlugTaken",
    "StageClosed",
    "StillOpen",
    "archive_engagement",
    "archive_segment",
    "checked_vote",
    "decide_gate",
    "decide_waiver",
    "deliver",
    "edit_vision",
    "list_member",
    "mark_done",
    "mark_undone",
    "open_engagement",
    "open_next_cycle",
    "plan_stage",
    "propose_gate",
    "propose_waiver",
    "save_axis",
    "save_segment",
    "start_stage",
    "unlist_member",
]

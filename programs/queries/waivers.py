"""What a stage's gate still waits for, and the decisions that let it pass nevertheless."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.viewer import Viewer
from programs import evidence
from programs.decisions import Ruling, rule
from programs.evidence import OpenPoint
from programs.models import GateOutcome, GateWaiver, GateWaiverVote, Stage
from programs.queries.deciding import gate_question, may_vote, votes_of


def uncovered_points(stage: Stage, day: date) -> list[OpenPoint]:
    """What the stage must have, has not, and was not let pass with."""
    points = evidence.open_points(stage, day)
    if not points:
        return []
    approved = GateWaiver.objects.filter(stage=stage, outcome=GateOutcome.APPROVED)
    covered = {point["key"] for waiver in approved for point in waiver.points}
    return [point for point in points if point.key not in covered]


@dataclass(frozen=True, slots=True)
class WaiverView:
    """A decision to pass nevertheless as a viewer meets it."""

    waiver: GateWaiver
    votes: Sequence[GateWaiverVote]
    ruling: Ruling
    may_decide: bool


def waivers_of(*, stage: Stage, viewer: Viewer, today: date) -> list[WaiverView]:
    """Every such decision about a stage, the newest first; they are shown for ever."""
    waivers = GateWaiver.objects.filter(stage=stage).select_related("proposed_by__user")
    return [_view(one, stage, viewer, today) for one in waivers.prefetch_related("votes__member__user")]


def _view(waiver: GateWaiver, stage: Stage, viewer: Viewer, today: date) -> WaiverView:
    asked = gate_question(stage=stage, proposer=waiver.proposed_by_id, today=today)
    votes = list(waiver.votes.all())
    return WaiverView(
        waiver=waiver,
        votes=votes,
        ruling=rule(asked, votes_of(votes)),
        may_decide=waiver.outcome == GateOutcome.OPEN and may_vote(asked, viewer),
    )

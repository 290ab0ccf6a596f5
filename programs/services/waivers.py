"""Passing a stage although something it must have is open: a decision of two persons with a reason, kept for ever."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from programs import evidence
from programs.evidence import OpenPoint
from programs.models import GateOutcome, GateWaiver, Stage, StageState
from programs.queries.deciding import gate_question
from programs.queries.waivers import uncovered_points
from programs.services.refused import AlreadyDecided, CannotBeDecided, MayNotPropose, ReasonMissing
from programs.services.voting import cast_vote, enter_proposal


class StillOpen(ValueError):
    """Something that the stage must have is open, and nobody decided that it may pass nevertheless."""

    def __init__(self, points: Sequence[OpenPoint]) -> None:
        super().__init__(", ".join(point.key for point in points))
        self.points = points


class NothingOpen(ValueError):
    """The stage has everything it must have: there is nothing to decide."""


def refuse_open_points(stage: Stage, day: date) -> None:
    """Nothing, for a stage that has all it must have, or that was let pass with what is open.

    :raises StillOpen: something is open that no decision covers
    """
    points = uncovered_points(stage, day)
    if points:
        raise StillOpen(points)


@transaction.atomic
def propose_waiver(*, stage: Stage, by: Viewer, reason: str, at: datetime) -> GateWaiver:
    """Propose that the stage may pass with what is open today, which is frozen into the proposal.

    :raises MayNotPropose: the person is neither of the committee nor a consultant
    :raises AlreadyDecided: the stage has passed, or such a proposal waits already
    :raises ReasonMissing: no reason is given
    :raises NothingOpen: nothing is missing
    :raises CannotBeDecided: nobody but the proposer could decide for the sponsor
    """
    if not by.can(Can.PROPOSE_GATE) or by.membership_id is None:
        raise MayNotPropose
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    if stage.state == StageState.PASSED or stage.waivers.filter(outcome=GateOutcome.OPEN).exists():
        raise AlreadyDecided
    if not reason.strip():
        raise ReasonMissing
    points = evidence.open_points(stage, at.date())
    if not points:
        raise NothingOpen
    if not gate_question(stage=stage, proposer=by.membership_id, today=at.date()).can_be_approved:
        raise CannotBeDecided
    waiver = GateWaiver.objects.create(
        organisation=stage.organisation,
        stage=stage,
        reason=reason.strip(),
        points=[point.as_json() for point in points],
        proposed_by_id=by.membership_id,
        proposed_at=at,
    )
    enter_proposal(waiver, by, "proposed", reason=waiver.reason, points=len(points))
    return waiver


@transaction.atomic
def decide_waiver(*, waiver: GateWaiver, by: Viewer, approves: bool, at: datetime, reason: str = "") -> GateWaiver:
    """Cast one person's decision, as at the stage's gate; a person may change it until it is decided.

    :raises AlreadyDecided: it does not wait any more
    :raises MayNotDecide: the person may not decide it
    :raises ReasonMissing: a return without reasons
    """
    waiver = GateWaiver.objects.select_for_update(of=("self",)).select_related("stage").get(pk=waiver.pk)
    if cast_vote(waiver, by=by, approves=approves, reason=reason, at=at).is_final:
        enter_proposal(waiver, by, waiver.outcome, alone=waiver.decided_alone, reason=waiver.reason)
    return waiver

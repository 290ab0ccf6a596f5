"""Passing a stage although something it must have is open: a decision of two persons with a reason, kept for ever."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.roles import Can, Role
from accounts.viewer import Viewer
from operations.services import record_trail
from programs import decisions, evidence
from programs.evidence import OpenPoint
from programs.models import GateOutcome, GateWaiver, GateWaiverVote, Stage, StageState
from programs.queries.deciding import gate_question
from programs.queries.waivers import uncovered_points, waiver_votes
from programs.services.refused import AlreadyDecided, CannotBeDecided, MayNotDecide, MayNotPropose, ReasonMissing


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
    _trail(waiver, by, "waiver.proposed", {"reason": waiver.reason, "points": len(points)})
    return waiver


@transaction.atomic
def decide_waiver(*, waiver: GateWaiver, by: Viewer, approves: bool, at: datetime, reason: str = "") -> GateWaiver:
    """Cast one person's decision, as at the stage's gate; a person may change it until it is decided.

    :raises AlreadyDecided: it does not wait any more
    :raises MayNotDecide: the person may not decide it
    :raises ReasonMissing: a return without reasons
    """
    waiver = GateWaiver.objects.select_for_update(of=("self",)).select_related("stage").get(pk=waiver.pk)
    if waiver.outcome != GateOutcome.OPEN:
        raise AlreadyDecided
    question = gate_question(stage=waiver.stage, proposer=waiver.proposed_by_id, today=at.date())
    if not by.can(Can.DECIDE_GATE) or by.membership_id not in question.voters:
        raise MayNotDecide
    if not approves and not reason.strip():
        raise ReasonMissing
    vote = {"approves": approves, "reason": reason.strip(), "at": at, "as_sponsor": Role.SPONSOR in by.roles}
    GateWaiverVote.objects.update_or_create(
        waiver=waiver,
        member_id=by.membership_id,
        defaults=vote,
        create_defaults={"organisation": waiver.organisation, **vote},
    )
    _trail(waiver, by, "waiver.voted", {"approves": approves, "reason": reason.strip()})
    ruling = decisions.rule(question, waiver_votes(waiver))
    if ruling.outcome is not decisions.Outcome.OPEN:
        waiver.outcome = GateOutcome(ruling.outcome.value)
        waiver.decided_at, waiver.decided_alone = at, ruling.alone
        waiver.save(update_fields=["outcome", "decided_at", "decided_alone"])
        _trail(waiver, by, f"waiver.{waiver.outcome}", {"alone": waiver.decided_alone, "reason": waiver.reason})
    return waiver


def _trail(waiver: GateWaiver, by: Viewer, action: str, details: dict[str, Any]) -> None:
    record_trail(
        organisation=waiver.organisation,
        actor=by.actor,
        actor_name=by.name,
        action=action,
        target=waiver.stage,
        details={"stage": waiver.stage.kind, **details},
    )

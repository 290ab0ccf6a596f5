"""How votes are taken on what two persons decide (policy 1.4): on gates, on passing nevertheless, on the promise."""

from datetime import datetime
from typing import Any

from accounts.roles import Role
from accounts.services.trail import enter
from accounts.viewer import Viewer
from programs.decisions import Question, Ruling, Vote, rule
from programs.models import Gate, GateOutcome, GateWaiver
from programs.queries.deciding import gate_question, may_vote, votes_of
from programs.services.refused import AlreadyDecided, MayNotDecide, ReasonMissing

TRAIL_NAMES = {Gate: "gate", GateWaiver: "waiver"}


def checked_vote(question: Question, *, by: Viewer, approves: bool, reason: str) -> Vote:
    """One person's vote as it counts, if they may give it.

    :raises MayNotDecide: the person may not decide the question
    :raises ReasonMissing: a return without reasons
    """
    if by.membership_id is None or not may_vote(question, by):
        raise MayNotDecide
    if not approves and not reason.strip():
        raise ReasonMissing
    return Vote(by.membership_id, approves, as_sponsor=Role.SPONSOR in by.roles)


def cast_vote(proposal: Gate | GateWaiver, *, by: Viewer, approves: bool, reason: str, at: datetime) -> Ruling:
    """Keep one person's vote in place of an earlier one of theirs; returns what the votes come to now.

    The outcome is written as soon as they suffice; what follows from it is the caller's.

    :raises AlreadyDecided: the proposal is no longer open
    :raises MayNotDecide: the person may not decide it
    :raises ReasonMissing: a return without reasons
    """
    if proposal.outcome != GateOutcome.OPEN:
        raise AlreadyDecided
    question = gate_question(stage=proposal.stage, proposer=proposal.proposed_by_id, today=at.date())
    vote = checked_vote(question, by=by, approves=approves, reason=reason)
    kept = {"approves": vote.approves, "reason": reason.strip(), "at": at, "as_sponsor": vote.as_sponsor}
    proposal.votes.update_or_create(
        member_id=vote.member, defaults=kept, create_defaults={"organisation": proposal.organisation, **kept}
    )
    enter_proposal(proposal, by, "voted", approves=approves, reason=reason.strip())
    ruling = rule(question, votes_of(proposal.votes.all()))
    if ruling.is_final:
        proposal.outcome = GateOutcome(ruling.outcome.value)
        proposal.decided_at, proposal.decided_alone = at, ruling.alone
        proposal.save(update_fields=["outcome", "decided_at", "decided_alone"])
    return ruling


def enter_proposal(proposal: Gate | GateWaiver, by: Viewer, happened: str, **details: Any) -> None:
    """Enter in the trail of the stage what happened to a proposal about it."""
    action = f"{TRAIL_NAMES[type(proposal)]}.{happened}"
    enter(proposal.stage, by, action, stage=proposal.stage.kind, **details)

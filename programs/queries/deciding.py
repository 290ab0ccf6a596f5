"""Who may decide what is proposed, and what waits for a decision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts import doors
from accounts.roles import Can, Role
from accounts.viewer import Viewer, is_current
from organisations.models import Organisation
from programs.decisions import Question, Ruling, Vote, rule
from programs.models import Gate, GateOutcome, GateVote, GateWaiverVote, Stage
from programs.queries.engagements import engagements_of
from programs.standard import SPONSOR_STAGES

DECIDING_ROLES = frozenset({Role.COMMITTEE, Role.SPONSOR})


def question(*, organisation: Organisation, proposer: int, needs_sponsor: bool, today: date) -> Question:
    """The question as it stands today: the members who hold the committee's or the sponsor's role decide it."""
    deciders = {
        member.pk: Role.SPONSOR in member.roles
        for member in doors.members_of(organisation=organisation)
        if DECIDING_ROLES & set(member.roles) and is_current(member, today) and member.user.is_active
    }
    return Question(proposer=proposer, deciders=deciders, needs_sponsor=needs_sponsor)


def gate_question(*, stage: Stage, proposer: int, today: date) -> Question:
    """The question a gate puts."""
    return question(
        organisation=stage.organisation,
        proposer=proposer,
        needs_sponsor=stage.kind in SPONSOR_STAGES,
        today=today,
    )


def votes_of(cast: Iterable[GateVote | GateWaiverVote]) -> list[Vote]:
    """Votes as they were cast, as the ruling counts them."""
    return [Vote(vote.member_id, vote.approves, vote.as_sponsor) for vote in cast]


def may_vote(asked: Question, viewer: Viewer) -> bool:
    """Whether the viewer is one of those who decide the question."""
    return viewer.can(Can.DECIDE_GATE) and viewer.membership_id in asked.voters


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate as a viewer meets it: its votes, what it waits for, and whether this viewer may decide."""

    gate: Gate
    votes: Sequence[GateVote]
    ruling: Ruling
    needs_sponsor: bool
    may_decide: bool
    has_voted: bool
    missing_required: Sequence[str]

    @property
    def evidence(self) -> list[dict[str, Any]]:
        """What was frozen with the gate, with days instead of their words."""
        return [
            {**one, "done_on": date.fromisoformat(one["done_on"]) if one.get("done_on") else None}
            for one in self.gate.evidence
        ]


def gate_view(*, gate: Gate, viewer: Viewer, today: date) -> GateView:
    """The gate with what the viewer may do at it."""
    asked = gate_question(stage=gate.stage, proposer=gate.proposed_by_id, today=today)
    return _gate_view(gate, asked, viewer)


def waiting_decisions(*, viewer: Viewer, organisation: Organisation, today: date) -> list[GateView]:
    """Gates that are open in the engagements the viewer sees, those this viewer can decide first."""
    gates = list(
        Gate.objects.filter(outcome=GateOutcome.OPEN, stage__cycle__engagement__in=engagements_of(viewer=viewer))
        .select_related("stage__cycle__engagement", "proposed_by__user")
        .prefetch_related("votes__member__user")
        .order_by("proposed_at")
    )
    if not gates:
        return []
    everybody = question(organisation=organisation, proposer=0, needs_sponsor=False, today=today).deciders
    views = [
        _gate_view(gate, Question(gate.proposed_by_id, everybody, gate.stage.kind in SPONSOR_STAGES), viewer)
        for gate in gates
    ]
    return sorted(views, key=lambda view: (not view.may_decide or view.has_voted, view.gate.proposed_at))


def _gate_view(gate: Gate, asked: Question, viewer: Viewer) -> GateView:
    votes = list(gate.votes.all())
    is_open = gate.outcome == GateOutcome.OPEN
    return GateView(
        gate=gate,
        votes=votes,
        ruling=rule(asked, votes_of(votes)),
        needs_sponsor=asked.needs_sponsor,
        may_decide=is_open and may_vote(asked, viewer),
        has_voted=any(vote.member_id == viewer.membership_id for vote in votes),
        missing_required=[
            entry["code"] for entry in gate.evidence if entry.get("required") and not entry.get("done_on")
        ],
    )

"""Gates: a stage is proposed for passing, and two persons decide (policy 1.4)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import LocalText
from programs import evidence
from programs.models import Deliverable, Gate, GateOutcome, Stage, StageKind, StageState
from programs.queries import gate_question
from programs.services.refused import AlreadyDecided, CannotBeDecided, MayNotPropose
from programs.services.telling import tell_deciders, tell_outcome, tell_return
from programs.services.voting import cast_vote, enter_proposal
from programs.services.waivers import refuse_open_points


class NotReady(ValueError):
    """Something the gate needs is not done, and no reason is given why the stage should pass nevertheless."""

    def __init__(self, missing: list[Deliverable]) -> None:
        super().__init__(", ".join(deliverable.code for deliverable in missing))
        self.missing = missing


@transaction.atomic
def propose_gate(*, stage: Stage, by: Viewer, at: datetime, note: str = "", tell: bool = True) -> Gate:
    """Propose that the stage be passed; what it brought is frozen into the gate as it stands.

    :param note: a word to the committee; needed as reason when a required deliverable is not done
    :param tell: whether the deciders get a notice; false where the past is written down
    :raises MayNotPropose: the person is neither of the committee nor a consultant
    :raises AlreadyDecided: the stage is not open
    :raises NotReady: something required is missing and there is no reason
    :raises StillOpen: something the stage must have is open and no decision lets it pass
    :raises CannotBeDecided: nobody but the proposer could decide for the sponsor
    """
    if not by.can(Can.PROPOSE_GATE) or by.membership_id is None:
        raise MayNotPropose
    stage = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    if stage.state != StageState.OPEN:
        raise AlreadyDecided
    _refuse_unready(stage, note)
    refuse_open_points(stage, at.date())
    question = gate_question(stage=stage, proposer=by.membership_id, today=at.date())
    if not question.can_be_approved:
        raise CannotBeDecided
    gate = Gate.objects.create(
        organisation=stage.organisation,
        stage=stage,
        proposed_by_id=by.membership_id,
        proposed_at=at,
        note=note.strip(),
        evidence=[_frozen(deliverable, stage, at.date()) for deliverable in stage.deliverables.all()],
    )
    stage.state = StageState.PROPOSED
    stage.save(update_fields=["state"])
    enter_proposal(gate, by, "proposed", note=gate.note)
    if tell:
        tell_deciders(gate, voters=question.voters, by=by)
    return gate


@transaction.atomic
def decide_gate(*, gate: Gate, by: Viewer, approves: bool, at: datetime, reason: str = "", tell: bool = True) -> Gate:
    """Cast one person's decision; a person may change it until the gate is decided.

    The stage passes, or opens again, once the votes suffice (`programs.decisions.rule`). Passing a stage opens the
    next one; passing the re-audit closes the cycle.

    :param tell: whether proposer and owner hear of a return and of the outcome; false where the past is written down
    :raises AlreadyDecided: the gate is no longer open
    :raises MayNotDecide: the person may not decide this gate
    :raises ReasonMissing: a return without reasons
    :raises StillOpen: it would pass although something opened since the proposal and no decision lets it pass
    """
    gate = Gate.objects.select_for_update(of=("self",)).select_related("stage__cycle").get(pk=gate.pk)
    is_final = cast_vote(gate, by=by, approves=approves, reason=reason, at=at).is_final
    if is_final:
        _carry_out(gate, by, at)
    if tell and is_final:
        tell_outcome(gate, by=by)
    elif tell and not approves:
        tell_return(gate, reason=reason.strip(), by=by)
    return gate


def _refuse_unready(stage: Stage, note: str) -> None:
    missing = list(stage.deliverables.filter(required=True, done_on=None))
    if missing and not note.strip():
        raise NotReady(missing)


def _frozen(deliverable: Deliverable, stage: Stage, day: date) -> dict[str, Any]:
    """The deliverable as it stands, with what the app above proves about it at this moment."""
    title: LocalText = deliverable.title
    frozen: dict[str, Any] = {
        "code": deliverable.code,
        "title": dict(title),
        "required": deliverable.required,
        "done_on": deliverable.done_on.isoformat() if deliverable.done_on else None,
        "evidence": deliverable.evidence,
        "note": deliverable.note,
    }
    if deliverable.evidence_name in evidence.names():
        frozen["proof"] = evidence.ask(deliverable.evidence_name, stage.cycle, day).as_json()
    return frozen


def _carry_out(gate: Gate, by: Viewer, at: datetime) -> None:
    if gate.outcome == GateOutcome.APPROVED:
        refuse_open_points(gate.stage, at.date())
        _pass(gate.stage, at)
    else:
        gate.stage.state = StageState.OPEN
        gate.stage.save(update_fields=["state"])
    enter_proposal(gate, by, gate.outcome, alone=gate.decided_alone)


def _pass(stage: Stage, at: datetime) -> None:
    stage.state, stage.ended_on = StageState.PASSED, at.date()
    stage.save(update_fields=["state", "ended_on"])
    if stage.kind == StageKind.REAUDIT:
        stage.cycle.closed_on = at.date()
        stage.cycle.save(update_fields=["closed_on"])
    waiting = Stage.objects.filter(cycle=stage.cycle).exclude(state=StageState.PASSED)
    following = waiting.order_by("position").first()
    if following is not None and following.state == StageState.PLANNED:
        following.state, following.started_on = StageState.OPEN, at.date()
        following.save(update_fields=["state", "started_on"])
    evidence.passed(stage, at.date())

"""A version is proposed, decided by two, and then unchangeable with everything in it."""

from datetime import datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Consultation, Promise, PromiseState, PromiseVote
from brandpromise.queries import carriers_as_json, claims_as_json, promise_question, promise_votes, readiness_of
from brandpromise.services.common import NotADraft, enter, locked_draft
from brandpromise.services.consultation import close_consultation
from brandpromise.services.telling import tell_deciders, tell_outcome, tell_return, tell_withdrawal
from programs.decisions import Outcome, Ruling, rule
from programs.models import StageKind
from programs.services import CannotBeDecided, MayNotPropose, checked_vote, deliver


class PromiseIncomplete(ValueError):
    """A promise is proposed with its text and at least one pillar."""


class NotReady(ValueError):
    """Our own people were not heard, or units not asked or unable: proposing all the same needs a reason kept."""


class NotProposed(ValueError):
    """The version does not wait for a decision, so nothing can be withdrawn."""


@transaction.atomic
def propose_promise(*, promise: Promise, by: Viewer, at: datetime, despite: str = "", tell: bool = True) -> None:
    """Put a draft to the vote; a round of consultation that is still open ends.

    :param despite: why it is proposed although people were not heard or units cannot deliver; kept with the proposal
    :param tell: whether who may decide hears of it
    :raises MayNotPropose: the person is neither of the committee nor a consultant
    :raises NotADraft: it is no longer a draft
    :raises PromiseIncomplete: text or pillars are missing
    :raises NotReady: people were not heard, or units not asked or unable, and no reason is given
    :raises CannotBeDecided: nobody but the proposer could decide for the sponsor
    """
    if not by.can(Can.PROPOSE_GATE) or by.membership_id is None:
        raise MayNotPropose
    promise = locked_draft(promise)
    if not any(promise.text.values()) or not promise.pillars.exists():
        raise PromiseIncomplete
    is_ready = readiness_of(promise).is_complete
    if not is_ready and not despite.strip():
        raise NotReady
    question = promise_question(promise, proposer=by.membership_id, today=at.date())
    if not question.can_be_approved:
        raise CannotBeDecided
    _end_consultation(promise, by, at)
    reason = "" if is_ready else despite.strip()
    PromiseVote.objects.create(
        organisation=promise.organisation, promise=promise, member_id=by.membership_id, proposed=True, at=at,
        reason=reason,
    )  # fmt: skip
    promise.state = PromiseState.PROPOSED
    promise.save(update_fields=["state"])
    enter(promise, by.actor, "promise.proposed", reason=reason)
    if tell:
        tell_deciders(promise, voters=question.voters, by=by)


def _end_consultation(promise: Promise, by: Viewer, at: datetime) -> None:
    for consultation in Consultation.objects.filter(promise=promise, closed_at=None):
        close_consultation(consultation=consultation, by=by, at=at)


@transaction.atomic
def withdraw_promise(*, promise: Promise, by: Viewer, tell: bool = True) -> Promise:
    """Take a version back from the vote to mend it; what was voted stays readable and counts no more.

    :param tell: whether who may decide hears of it
    :raises MayNotPropose: the person is neither of the committee nor a consultant
    :raises NotProposed: it does not wait for a decision
    """
    if not by.can(Can.PROPOSE_GATE) or by.membership_id is None:
        raise MayNotPropose
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if promise.state != PromiseState.PROPOSED:
        raise NotProposed
    proposed = promise.votes.filter(proposed=True).last()
    deciders = (
        promise_question(promise, proposer=proposed.member_id, today=proposed.at.date()).voters if proposed else ()
    )
    promise.state = PromiseState.DRAFT
    promise.save(update_fields=["state"])
    enter(promise, by.actor, "promise.withdrawn")
    if tell:
        tell_withdrawal(promise, voters=deciders, by=by)
    return promise


@transaction.atomic
def decide_promise(
    *, promise: Promise, by: Viewer, approves: bool, at: datetime, reason: str = "", tell: bool = True
) -> Promise:
    """Cast one person's decision (policy 1.4: two persons, the sponsor among those who approve, not the proposer).

    :param tell: whether the proposer hears of a return and of the outcome
    :raises NotADraft: the version does not wait for a decision
    :raises MayNotDecide: the person may not decide it
    :raises ReasonMissing: a return without reasons
    """
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if promise.state != PromiseState.PROPOSED:
        raise NotADraft
    proposer, votes = promise_votes(promise)
    question = promise_question(promise, proposer=proposer, today=at.date())
    vote = checked_vote(question, by=by, approves=approves, reason=reason)
    PromiseVote.objects.create(
        organisation=promise.organisation, promise=promise, member_id=vote.member, as_sponsor=vote.as_sponsor,
        approves=approves, reason=reason.strip(), at=at,
    )  # fmt: skip
    enter(promise, by.actor, "promise.voted", approves=approves, reason=reason.strip())
    kept = [earlier for earlier in votes if earlier.member != vote.member]
    _apply(promise, rule(question, [*kept, vote]), by, at)
    if tell and promise.state != PromiseState.PROPOSED:
        tell_outcome(promise, proposer=proposer, reasons=_reasons_of_return(promise), by=by)
    elif tell and not approves:
        tell_return(promise, proposer=proposer, reason=reason.strip(), by=by)
    return promise


def _reasons_of_return(promise: Promise) -> list[str]:
    """What was said by those who return it, since it was proposed last."""
    proposed = promise.votes.filter(proposed=True).last()
    votes = promise.votes.filter(approves=False, proposed=False, pk__gt=proposed.pk if proposed else 0)
    return list(votes.values_list("reason", flat=True))


def _apply(promise: Promise, ruling: Ruling, by: Viewer, at: datetime) -> None:
    if not ruling.is_final:
        return
    promise.decided_alone = ruling.alone
    if ruling.outcome is Outcome.RETURNED:
        promise.state = PromiseState.DRAFT
        promise.save(update_fields=["state", "decided_alone"])
        enter(promise, by.actor, "promise.returned", alone=ruling.alone)
        return
    _approve(promise, ruling, by, at)


def _approve(promise: Promise, ruling: Ruling, by: Viewer, at: datetime) -> None:
    """Freeze the version with the carriers and claims of the day; the one before is retired and stays readable."""
    Promise.objects.filter(state=PromiseState.APPROVED).update(state=PromiseState.RETIRED)
    promise.state, promise.approved_at = PromiseState.APPROVED, at
    promise.frozen = {"carriers": carriers_as_json(), "claims": claims_as_json()}
    promise.save(update_fields=["state", "approved_at", "decided_alone", "frozen"])
    enter(promise, by.actor, "promise.approved", alone=ruling.alone)
    deliver(
        organisation=promise.organisation,
        stage_kind=StageKind.PROMISE,
        code="brand-promise",
        evidence={"version": promise.number, "text": promise.text, "decided_alone": ruling.alone,
                  "address": f"/o/{promise.organisation.slug}/promise/{promise.number}/"},
        actor=by.actor,
        day=at.date(),
    )  # fmt: skip

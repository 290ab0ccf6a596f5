"""Versions of the promise: drafted from the last, proposed, decided by two, then unchangeable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.roles import Can, Role
from accounts.viewer import Viewer
from brandpromise.models import Pillar, PillarText, Promise, PromiseState, PromiseVote
from brandpromise.queries import promise_question, promise_votes
from lib.local_text import LocalText
from operations.services import record_trail
from organisations.models import Organisation
from programs import decisions
from programs.models import StageKind
from programs.services import deliver


class NotADraft(ValueError):
    """The version waits for approval, is approved or replaced: it no longer changes."""


class PromiseIncomplete(ValueError):
    """A promise is proposed with its text and at least one pillar."""


class MayNotDecidePromise(PermissionError):
    """The person may neither propose nor decide this version."""


class PromiseCannotBeDecided(ValueError):
    """With this proposer nobody could approve: there is no other sponsor."""


class ReturnNeedsReason(ValueError):
    """A return needs its reasons."""


@dataclass(frozen=True, slots=True)
class PillarDraft:
    """A pillar as it is written in a version; a new code makes a new pillar."""

    code: str
    name: LocalText
    meaning: LocalText


@transaction.atomic
def draft_promise(*, organisation: Organisation, actor: str) -> Promise:
    """The version in the making: the one there is, else a new one begun from the last with all its words."""
    unfinished = Promise.objects.filter(state__in=[PromiseState.DRAFT, PromiseState.PROPOSED]).first()
    if unfinished is not None:
        return unfinished
    last = Promise.objects.prefetch_related("pillars").first()
    promise = Promise.objects.create(
        organisation=organisation,
        number=last.number + 1 if last else 1,
        text=last.text if last else {},
        audience=last.audience if last else {},
        proof=last.proof if last else {},
    )
    for text in last.pillars.all() if last else ():
        PillarText.objects.create(
            organisation=organisation,
            promise=promise,
            pillar=text.pillar,
            name=text.name,
            meaning=text.meaning,
            position=text.position,
        )
    _trail(promise, actor, "promise.drafted")
    return promise


@transaction.atomic
def edit_promise(
    *,
    promise: Promise,
    text: LocalText,
    audience: LocalText,
    proof: LocalText,
    what_changed: LocalText,
    pillars: Sequence[PillarDraft],
    actor: str,
) -> None:
    """Rewrite a draft with its pillars, in the order given.

    :raises NotADraft: it is no longer a draft
    """
    if promise.state != PromiseState.DRAFT:
        raise NotADraft
    promise.text, promise.audience, promise.proof = dict(text), dict(audience), dict(proof)
    promise.what_changed = dict(what_changed)
    promise.save(update_fields=["text", "audience", "proof", "what_changed"])
    promise.pillars.all().delete()
    for position, draft in enumerate(pillars, start=1):
        pillar, _is_new = Pillar.objects.get_or_create(
            organisation=promise.organisation, code=draft.code, defaults={"position": position}
        )
        PillarText.objects.create(
            organisation=promise.organisation,
            promise=promise,
            pillar=pillar,
            name=dict(draft.name),
            meaning=dict(draft.meaning),
            position=position,
        )
    _trail(promise, actor, "promise.edited")


@transaction.atomic
def propose_promise(*, promise: Promise, by: Viewer, at: datetime) -> None:
    """Put a draft to the vote.

    :raises MayNotDecidePromise: the person is neither of the committee nor a consultant
    :raises NotADraft: it is no longer a draft
    :raises PromiseIncomplete: text or pillars are missing
    :raises PromiseCannotBeDecided: nobody but the proposer could decide for the sponsor
    """
    if not by.can(Can.PROPOSE_GATE) or by.membership_id is None:
        raise MayNotDecidePromise
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if promise.state != PromiseState.DRAFT:
        raise NotADraft
    if not any(promise.text.values()) or not promise.pillars.exists():
        raise PromiseIncomplete
    if not promise_question(promise, proposer=by.membership_id, today=at.date()).can_be_approved:
        raise PromiseCannotBeDecided
    PromiseVote.objects.create(
        organisation=promise.organisation, promise=promise, member_id=by.membership_id, proposed=True, at=at
    )
    promise.state = PromiseState.PROPOSED
    promise.save(update_fields=["state"])
    _trail(promise, by.actor, "promise.proposed")


@transaction.atomic
def decide_promise(*, promise: Promise, by: Viewer, approves: bool, at: datetime, reason: str = "") -> Promise:
    """Cast one person's decision (policy 1.4: two persons, the sponsor among those who approve, not the proposer).

    :raises NotADraft: the version does not wait for a decision
    :raises MayNotDecidePromise: the person may not decide it
    :raises ReturnNeedsReason: a return without reasons
    """
    promise = Promise.objects.select_for_update(of=("self",)).get(pk=promise.pk)
    if promise.state != PromiseState.PROPOSED:
        raise NotADraft
    proposer, votes = promise_votes(promise)
    question = promise_question(promise, proposer=proposer, today=at.date())
    if not by.can(Can.DECIDE_GATE) or by.membership_id is None or by.membership_id not in question.voters:
        raise MayNotDecidePromise
    if not approves and not reason.strip():
        raise ReturnNeedsReason
    as_sponsor = Role.SPONSOR in by.roles
    PromiseVote.objects.create(
        organisation=promise.organisation,
        promise=promise,
        member_id=by.membership_id,
        as_sponsor=as_sponsor,
        approves=approves,
        reason=reason.strip(),
        at=at,
    )
    _trail(promise, by.actor, "promise.voted", approves=approves, reason=reason.strip())
    vote = decisions.Vote(by.membership_id, approves, as_sponsor)
    kept = [earlier for earlier in votes if earlier.member != by.membership_id]
    _apply(promise, decisions.rule(question, [*kept, vote]), by, at)
    return promise


def _apply(promise: Promise, ruling: decisions.Ruling, by: Viewer, at: datetime) -> None:
    if ruling.outcome is decisions.Outcome.OPEN:
        return
    promise.decided_alone = ruling.alone
    if ruling.outcome is decisions.Outcome.RETURNED:
        promise.state = PromiseState.DRAFT
        promise.save(update_fields=["state", "decided_alone"])
        _trail(promise, by.actor, "promise.returned", alone=ruling.alone)
        return
    Promise.objects.filter(state=PromiseState.APPROVED).update(state=PromiseState.RETIRED)
    promise.state, promise.approved_at = PromiseState.APPROVED, at
    promise.save(update_fields=["state", "approved_at", "decided_alone"])
    _trail(promise, by.actor, "promise.approved", alone=ruling.alone)
    deliver(
        organisation=promise.organisation,
        stage_kind=StageKind.PROMISE,
        code="brand-promise",
        evidence={"version": promise.number, "text": promise.text, "decided_alone": ruling.alone,
                  "address": f"/o/{promise.organisation.slug}/promise/{promise.number}/"},
        actor=by.actor,
        day=at.date(),
    )  # fmt: skip


def _trail(promise: Promise, actor: str, action: str, **details: Any) -> None:
    record_trail(organisation=promise.organisation, actor=actor, action=action, target=promise,
                 details={"version": promise.number, **details})  # fmt: skip

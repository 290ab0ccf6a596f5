"""Questions about the promise: which version holds, who decides about one, and how two versions differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from django.db.models import QuerySet

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import PillarText, Promise, PromiseState, PromiseVote
from lib.local_text import local
from programs.decisions import Question, Ruling, Vote, rule
from programs.queries import question


def approved_promise() -> Promise | None:
    """The version that holds, with its pillars."""
    return _with_pillars().filter(state=PromiseState.APPROVED).first()


def promise_versions() -> list[Promise]:
    """Every version, the newest first, with pillars and votes."""
    return list(_with_pillars().prefetch_related("votes__member__user"))


def promise_version(number: int) -> Promise | None:
    """One version by its number."""
    return _with_pillars().prefetch_related("votes__member__user").filter(number=number).first()


def _with_pillars() -> QuerySet[Promise]:
    return Promise.objects.prefetch_related("pillars__pillar")


def promise_question(promise: Promise, *, proposer: int, today: date) -> Question:
    """Who decides about a version: the sponsor must be among those who approve."""
    return question(organisation=promise.organisation, proposer=proposer, needs_sponsor=True, today=today)


def promise_votes(promise: Promise) -> tuple[int, list[Vote]]:
    """Who proposed the version last, and each person's last vote since then."""
    proposer = 0
    latest: dict[int, Vote] = {}
    for vote in promise.votes.all():
        if vote.proposed:
            proposer, latest = vote.member_id, {}
        else:
            latest[vote.member_id] = Vote(vote.member_id, vote.approves, vote.as_sponsor)
    return proposer, list(latest.values())


@dataclass(frozen=True, slots=True)
class PromiseView:
    """A version as a viewer meets it."""

    promise: Promise
    pillars: Sequence[PillarText]
    votes: Sequence[PromiseVote]
    ruling: Ruling | None
    may_decide: bool
    has_voted: bool

    @property
    def return_reasons(self) -> list[str]:
        """Why a draft came back from the last vote."""
        reasons: list[str] = []
        for vote in self.votes:
            reasons = [] if vote.proposed else reasons + ([vote.reason] if not vote.approves else [])
        return reasons if self.promise.state == PromiseState.DRAFT else []


def promise_view(promise: Promise, *, viewer: Viewer, today: date) -> PromiseView:
    """A version with its votes and what the viewer may do."""
    waits = promise.state == PromiseState.PROPOSED
    proposer, votes = promise_votes(promise)
    asked = promise_question(promise, proposer=proposer, today=today) if waits else None
    return PromiseView(
        promise=promise,
        pillars=list(promise.pillars.all()),
        votes=list(promise.votes.all()),
        ruling=rule(asked, votes) if asked else None,
        may_decide=bool(asked and viewer.can(Can.DECIDE_GATE) and viewer.membership_id in asked.voters),
        has_voted=any(vote.member == viewer.membership_id for vote in votes),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: "same", "gone" from the earlier version, or "new" in the later one."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of the promise in two versions, as runs of words."""

    label: str
    before: Sequence[Piece]
    after: Sequence[Piece]

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for piece in (*self.before, *self.after))


def compare(before: Promise, after: Promise, *, labels: Sequence[str]) -> list[Difference]:
    """Two versions part by part: text, audience, proof (named by `labels`), then every pillar of either."""
    parts = [
        (label, local(getattr(before, field)), local(getattr(after, field)))
        for label, field in zip(labels, ("text", "audience", "proof"), strict=True)
    ]
    old, new = _pillar_words(before), _pillar_words(after)
    for code in [*new, *(code for code in old if code not in new)]:
        name = new.get(code, old.get(code, ("", "")))[0]
        parts.append((name, " — ".join(old.get(code, ())), " — ".join(new.get(code, ()))))
    return [_difference(label, first, second) for label, first, second in parts]


def _pillar_words(promise: Promise) -> dict[str, tuple[str, str]]:
    return {text.pillar.code: (local(text.name), local(text.meaning)) for text in promise.pillars.all()}


def _difference(label: str, before: str, after: str) -> Difference:
    first, second = before.split(), after.split()
    old: list[Piece] = []
    new: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        kinds = ("same", "same") if tag == "equal" else ("gone", "new")
        if i2 > i1:
            old.append(Piece(kinds[0], " ".join(first[i1:i2])))
        if j2 > j1:
            new.append(Piece(kinds[1], " ".join(second[j1:j2])))
    return Difference(label, old, new)

"""Which version holds, which is being made, and who decides about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Pillar, PillarText, Promise, PromiseState, PromiseVote, ValueDriver
from programs.decisions import Question, Ruling, Vote, rule
from programs.queries import may_vote, question


def approved_promise() -> Promise | None:
    """The version that holds, with its pillars."""
    return _with_pillars().filter(state=PromiseState.APPROVED).first()


def promise_versions() -> list[Promise]:
    """Every version, the newest first, with pillars and votes."""
    return list(_with_pillars().prefetch_related("votes__member__user"))


def offered_pillars() -> QuerySet[Pillar]:
    """The pillars work may serve: of versions that hold or held; before the first approval those being written."""
    decided = PillarText.objects.filter(promise__state__in=[PromiseState.APPROVED, PromiseState.RETIRED])
    pillars: QuerySet[Pillar] = Pillar.objects.prefetch_related("texts")
    return pillars.filter(pk__in=decided.values("pillar")) if decided.exists() else pillars


def open_version() -> Promise | None:
    """The version in the making or waiting for its decision."""
    return _with_pillars().filter(state__in=[PromiseState.DRAFT, PromiseState.PROPOSED]).first()


def promise_version(number: int) -> Promise | None:
    """One version by its number."""
    return _with_pillars().prefetch_related("votes__member__user").filter(number=number).first()


def _with_pillars() -> QuerySet[Promise]:
    versions: QuerySet[Promise] = Promise.objects.prefetch_related("pillars__pillar", "drivers__pillar__texts")
    return versions


def may_see(promise: Promise, viewer: Viewer) -> bool:
    """Versions in the making are for those who take part in the programme; what holds or held, for everybody."""
    return not promise.is_open or viewer.can(Can.READ_PROGRAMME)


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
    drivers: Sequence[ValueDriver]
    votes: Sequence[PromiseVote]
    ruling: Ruling | None
    may_decide: bool
    own_vote: PromiseVote | None

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
        drivers=list(promise.drivers.all()),
        votes=list(promise.votes.all()),
        ruling=rule(asked, votes) if asked else None,
        may_decide=bool(asked and may_vote(asked, viewer)),
        own_vote=_own_vote(promise, viewer),
    )


def _own_vote(promise: Promise, viewer: Viewer) -> PromiseVote | None:
    """How the viewer decided last, since it was proposed last."""
    own: PromiseVote | None = None
    for vote in promise.votes.all():
        own = None if vote.proposed else vote if vote.member_id == viewer.membership_id else own
    return own

"""Who decides, and when a decision stands (policy 1.4). Pure: memberships are numbers, votes are given in order.

Two different persons holding the committee's or the sponsor's role decide, not the proposer. The approval of the
promise, the launch and the closing of a cycle need the sponsor among those who approve. With fewer than three such
persons in the organisation one may decide, which is kept and shown as "decided alone".

No approvals outweigh a return: while it stands nothing is passed. Whoever gave it may approve after all; a second one
sends the question back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

PERSONS_FOR_TWO = 3  # with fewer deciders than this, one person may decide


class Outcome(StrEnum):
    """What came of the votes so far."""

    OPEN = "open"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's decision; `as_sponsor` as the person stood when voting."""

    member: int
    approves: bool
    as_sponsor: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """The outcome, whether one person decided alone, and what an open question waits for or is held up by."""

    outcome: Outcome
    alone: bool = False
    votes_missing: int = 0
    sponsor_missing: bool = False
    held: bool = False

    @property
    def is_final(self) -> bool:
        """Whether the votes suffice, one way or the other."""
        return self.outcome is not Outcome.OPEN


@dataclass(frozen=True, slots=True)
class Question:
    """Something proposed: by whom, who decides in the organisation (member → is sponsor), whether a sponsor must."""

    proposer: int
    deciders: Mapping[int, bool]
    needs_sponsor: bool

    @property
    def votes_needed(self) -> int:
        """Two, or one where fewer than three persons could decide."""
        return 1 if len(self.deciders) < PERSONS_FOR_TWO else 2

    @property
    def voters(self) -> dict[int, bool]:
        """Who may vote. The proposer may only where no one else could bring the question to an approval."""
        others = {member: sponsor for member, sponsor in self.deciders.items() if member != self.proposer}
        lacks_sponsor = self.needs_sponsor and not any(others.values())
        alone = self.votes_needed == 1 and self.deciders.get(self.proposer) is not None
        return dict(self.deciders) if alone and (not others or lacks_sponsor) else others

    @property
    def can_be_approved(self) -> bool:
        """Whether the persons there are today could approve it at all."""
        voters = self.voters
        return len(voters) >= self.votes_needed and (not self.needs_sponsor or any(voters.values()))


def rule(question: Question, votes: Sequence[Vote]) -> Ruling:
    """The ruling on a question after these votes, at most one a person.

    It is returned as soon as as many persons as decide return it, or an approval can no longer be reached. One return
    holds it up, as long as who gave it may vote.
    """
    approvals = [vote for vote in votes if vote.approves]
    returns = len(votes) - len(approvals)
    held = any(not vote.approves and vote.member in question.voters for vote in votes)
    sponsor_missing = question.needs_sponsor and not any(vote.as_sponsor for vote in approvals)
    alone = len(votes) == 1 and question.votes_needed == 1  # one sponsor's return is no lone decision
    if len(approvals) >= question.votes_needed and not sponsor_missing and not held:
        return Ruling(Outcome.APPROVED, alone=alone)
    waiting = _waiting(question, votes)
    reachable = len(approvals) + len(waiting) >= question.votes_needed and not (
        sponsor_missing and not any(waiting.values())
    )
    if returns and (returns >= question.votes_needed or not reachable):
        return Ruling(Outcome.RETURNED, alone=alone)
    missing = max(question.votes_needed - len(approvals), int(sponsor_missing))
    return Ruling(Outcome.OPEN, votes_missing=missing, sponsor_missing=sponsor_missing, held=held)


def _waiting(question: Question, votes: Sequence[Vote]) -> dict[int, bool]:
    voted = {vote.member for vote in votes}
    return {member: sponsor for member, sponsor in question.voters.items() if member not in voted}

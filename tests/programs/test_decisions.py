"""Rule 1.4 with every combination of people. Persons: 1 proposes; 2, 3, 4 sit in the committee; 9 is the sponsor."""

import pytest

from programs.decisions import Outcome, Question, Vote, rule

COMMITTEE = {2: False, 3: False, 4: False}
WITH_SPONSOR = COMMITTEE | {9: True}


def yes(member, sponsor=False):
    return Vote(member, True, sponsor)


def no(member, sponsor=False):
    return Vote(member, False, sponsor)


def question(deciders=WITH_SPONSOR, *, proposer=1, needs_sponsor=False):
    return Question(proposer, deciders, needs_sponsor)


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ([], Outcome.OPEN),
        ([yes(2)], Outcome.OPEN),
        ([yes(2), yes(3)], Outcome.APPROVED),
        ([yes(2), no(3)], Outcome.OPEN),
        ([yes(2), no(3), yes(4)], Outcome.OPEN),
        ([yes(2), no(3), yes(4), no(9, sponsor=True)], Outcome.RETURNED),
        ([no(2)], Outcome.OPEN),
        ([no(2), no(3)], Outcome.RETURNED),
        ([yes(9, sponsor=True)], Outcome.OPEN),
    ],
)
def test_two_persons_of_one_mind_decide(votes, outcome):
    assert rule(question(), votes).outcome == outcome


@pytest.mark.parametrize(
    ("votes", "outcome"),
    [
        ([yes(2), yes(3)], Outcome.OPEN),
        ([yes(2), yes(3), yes(9, sponsor=True)], Outcome.APPROVED),
        ([yes(9, sponsor=True), yes(2)], Outcome.APPROVED),
        ([yes(9, sponsor=True)], Outcome.OPEN),
        ([no(9, sponsor=True)], Outcome.RETURNED),
        ([yes(2), no(9, sponsor=True)], Outcome.RETURNED),
    ],
)
def test_promise_launch_and_closing_need_the_sponsor(votes, outcome):
    assert rule(question(needs_sponsor=True), votes).outcome == outcome


def test_two_approvals_without_the_sponsor_say_what_is_missing():
    ruling = rule(question(needs_sponsor=True), [yes(2), yes(3)])

    assert (ruling.votes_missing, ruling.sponsor_missing) == (1, True)


def test_a_return_holds_up_what_approvals_would_pass_while_who_gave_it_may_vote():
    votes = [yes(2), no(3), yes(4)]

    ruling = rule(question(), votes)

    assert (ruling.held, ruling.votes_missing) == (True, 0)
    assert rule(question({2: False, 4: False, 9: True}), votes).outcome == Outcome.APPROVED


def test_a_decision_of_two_is_never_alone():
    assert rule(question(), [yes(2), yes(3)]).alone is False


def test_a_return_by_the_only_sponsor_among_several_is_not_called_alone():
    ruling = rule(question(needs_sponsor=True), [no(9, sponsor=True)])

    assert (ruling.outcome, ruling.alone) == (Outcome.RETURNED, False)


def test_the_proposer_has_no_vote():
    assert question(proposer=2).voters == {3: False, 4: False, 9: True}


def test_a_split_with_nobody_left_is_returned():
    three = {2: False, 3: False, 4: False}

    assert rule(question(three, proposer=2), [yes(3), no(4)]).outcome == Outcome.RETURNED


@pytest.mark.parametrize(
    ("deciders", "proposer", "needs_sponsor", "voters"),
    [
        ({2: False, 9: True}, 1, False, {2: False, 9: True}),
        ({2: False, 9: True}, 2, False, {9: True}),
        ({2: False, 9: True}, 9, True, {2: False, 9: True}),
        ({9: True}, 9, True, {9: True}),
        ({9: True}, 1, True, {9: True}),
        ({2: False}, 2, False, {2: False}),
        ({2: False}, 2, True, {2: False}),
    ],
)
def test_with_fewer_than_three_persons_one_may_decide(deciders, proposer, needs_sponsor, voters):
    asked = question(deciders, proposer=proposer, needs_sponsor=needs_sponsor)

    assert asked.votes_needed == 1
    assert asked.voters == voters


def test_one_of_two_decides_alone():
    ruling = rule(question({2: False, 9: True}), [yes(2)])

    assert (ruling.outcome, ruling.alone) == (Outcome.APPROVED, True)


def test_one_of_two_without_the_sponsors_role_waits_for_the_sponsor():
    asked = question({2: False, 9: True}, needs_sponsor=True)

    assert rule(asked, [yes(2)]).outcome == Outcome.OPEN
    assert rule(asked, [yes(2), yes(9, sponsor=True)]).outcome == Outcome.APPROVED
    assert rule(asked, [yes(9, sponsor=True)]).alone is True


@pytest.mark.parametrize(
    ("deciders", "proposer", "possible"),
    [
        (WITH_SPONSOR, 1, True),
        (WITH_SPONSOR, 9, False),
        (COMMITTEE, 1, False),
        ({9: True}, 9, True),
        ({2: False}, 2, False),
        ({}, 1, False),
    ],
)
def test_a_question_for_the_sponsor_needs_one_who_may_vote(deciders, proposer, possible):
    assert question(deciders, proposer=proposer, needs_sponsor=True).can_be_approved is possible

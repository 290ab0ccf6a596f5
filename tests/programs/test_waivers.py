"""Passing a stage although something is open: refused by the gate, decided by two persons, kept for ever."""

import pytest

from operations.models import TrailEntry
from programs import evidence
from programs.evidence import OpenPoint
from programs.models import GateOutcome, StageState
from programs.queries import uncovered_points, waivers_of
from programs.services import (
    AlreadyDecided,
    MayNotDecide,
    MayNotPropose,
    NothingOpen,
    ReasonMissing,
    StillOpen,
    decide_gate,
    decide_waiver,
    propose_gate,
    propose_waiver,
)
from tests.programs.conftest import DAY, NOON

SIGNS = OpenPoint("signs", {"en": "The signs stand", "pl": "Znaki stoją"}, "/o/acme/")
CREWS = OpenPoint("crews", {"en": "The crews are trained", "pl": "Ekipy są przeszkolone"})


@pytest.fixture
def open_things(monkeypatch):
    """What the audit's gate waits for; tests take things off."""
    things = [SIGNS]
    monkeypatch.setitem(evidence._requirements, "audit", {"test": lambda stage, day: list(things)})
    return things


@pytest.fixture
def stage(cycle, open_things):
    stage = cycle.stages.get(kind="audit")
    stage.deliverables.update(done_on=DAY)
    return stage


def let_pass(stage, proposer, deciders):
    waiver = propose_waiver(stage=stage, by=proposer, reason="Summer begins.", at=NOON)
    for person in deciders:
        waiver = decide_waiver(waiver=waiver, by=person, approves=True, at=NOON)
    return waiver


def test_gate_refuses_what_is_open_whatever_the_note_says(stage, kasia, as_viewer):
    with pytest.raises(StillOpen) as refused:
        propose_gate(stage=stage, by=as_viewer(kasia), at=NOON, note="Let us pass it all the same.")

    assert [point.key for point in refused.value.points] == ["signs"]
    assert stage.gates.count() == 0


def test_two_persons_let_it_pass_with_what_was_open(stage, kasia, committee, as_viewer):
    ada, cezary, _boss = committee
    waiver = let_pass(stage, as_viewer(kasia), [as_viewer(ada), as_viewer(cezary)])

    gate = propose_gate(stage=stage, by=as_viewer(kasia), at=NOON)

    assert waiver.outcome == GateOutcome.APPROVED
    assert waiver.points == [SIGNS.as_json()]
    assert gate.outcome == GateOutcome.OPEN
    actions = list(
        TrailEntry.objects.filter(action__startswith="waiver").order_by("pk").values_list("action", flat=True)
    )
    assert actions == ["waiver.proposed", "waiver.voted", "waiver.voted", "waiver.approved"]


def test_what_opens_later_is_not_covered(stage, open_things, kasia, committee, as_viewer):
    ada, cezary, _boss = committee
    let_pass(stage, as_viewer(kasia), [as_viewer(ada), as_viewer(cezary)])
    gate = propose_gate(stage=stage, by=as_viewer(kasia), at=NOON)
    open_things.append(CREWS)

    decide_gate(gate=gate, by=as_viewer(ada), approves=True, at=NOON)
    with pytest.raises(StillOpen):
        decide_gate(gate=gate, by=as_viewer(cezary), approves=True, at=NOON)

    assert uncovered_points(stage, DAY) == [CREWS]
    stage.refresh_from_db()
    assert stage.state == StageState.PROPOSED


def test_refused_decision_lets_nothing_pass(stage, kasia, committee, as_viewer):
    ada, cezary, _boss = committee
    waiver = propose_waiver(stage=stage, by=as_viewer(kasia), reason="Summer begins.", at=NOON)
    for person in (ada, cezary):
        waiver = decide_waiver(waiver=waiver, by=as_viewer(person), approves=False, at=NOON, reason="Not safe.")

    assert waiver.outcome == GateOutcome.RETURNED
    assert uncovered_points(stage, DAY) == [SIGNS]
    with pytest.raises(AlreadyDecided):
        decide_waiver(waiver=waiver, by=as_viewer(ada), approves=True, at=NOON)


def test_it_needs_a_reason_and_something_open_and_a_proposer(stage, open_things, kasia, fred, committee, as_viewer):
    with pytest.raises(ReasonMissing):
        propose_waiver(stage=stage, by=as_viewer(kasia), reason=" ", at=NOON)
    with pytest.raises(MayNotPropose):
        propose_waiver(stage=stage, by=as_viewer(fred), reason="Why not.", at=NOON)
    open_things.clear()
    with pytest.raises(NothingOpen):
        propose_waiver(stage=stage, by=as_viewer(kasia), reason="Summer begins.", at=NOON)


def test_proposer_does_not_decide_and_one_waits_at_a_time(stage, committee, as_viewer):
    ada, _cezary, _boss = committee
    waiver = propose_waiver(stage=stage, by=as_viewer(ada), reason="Summer begins.", at=NOON)

    with pytest.raises(MayNotDecide):
        decide_waiver(waiver=waiver, by=as_viewer(ada), approves=True, at=NOON)
    with pytest.raises(AlreadyDecided):
        propose_waiver(stage=stage, by=as_viewer(ada), reason="Once more.", at=NOON)


def test_pages_propose_and_decide(stage, kasia, committee, signed_in, as_viewer):
    ada, _cezary, boss = committee
    base = "/o/acme/p/service"
    client = signed_in(kasia)
    propose = client.post(f"{base}/cycle/1/audit/propose/", {"note": "Now"})
    assert "The signs stand" in propose.content.decode()

    answer = client.post(f"{base}/cycle/1/audit/nevertheless/", {"reason": "Summer begins."})
    waiver = stage.waivers.get()
    assert answer["Location"] == f"{base}/nevertheless/{waiver.public_id}/"

    for person in (ada, boss):
        signed_in(person).post(answer["Location"], {"decision": "approve", "reason": ""})
    waiver.refresh_from_db()
    assert waiver.outcome == GateOutcome.APPROVED
    page = signed_in(ada).get(answer["Location"]).content.decode()
    assert "Summer begins." in page
    assert "The signs stand" in page
    assert [view.waiver for view in waivers_of(stage=stage, viewer=as_viewer(ada), today=DAY)] == [waiver]

"""Gates: who proposes, who decides, what is frozen, and what passing does."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import translation

from accounts.roles import Role
from operations.models import Notification, TrailEntry
from programs.models import GateOutcome, StageState
from programs.queries import gate_view, waiting_decisions
from programs.services import (
    AlreadyDecided,
    CannotBeDecided,
    MayNotDecide,
    MayNotPropose,
    NotReady,
    ReasonMissing,
    decide_gate,
    deliver,
    propose_gate,
)
from tests.cast import make_member
from tests.programs.conftest import DAY, NOON
from touchpoints.changing.launching import Quality
from touchpoints.models import LaunchPlan

PROMOTED = {"nps": 40, "address": "/o/acme/p/service/audit/"}


def stage_of(cycle, kind):
    return cycle.stages.get(kind=kind)


def ready(cycle, kind):
    """The stage with everything done that its gate needs, begun."""
    stage = stage_of(cycle, kind)
    stage.state = StageState.OPEN
    stage.save()
    stage.deliverables.update(done_on=DAY)
    if kind == "launch":
        LaunchPlan.objects.create(organisation=stage.organisation, cycle=cycle, quality=Quality.WORKS)
    return stage


def test_propose_freezes_the_deliverables_as_they_stood(cycle, ada, boss, acme, as_viewer):
    stage = ready(cycle, "audit")
    deliver(organisation=acme, stage_kind="audit", code="baseline", evidence=PROMOTED, actor="x", day=DAY)

    gate = propose_gate(stage=stage, by=as_viewer(ada), at=NOON)
    deliver(organisation=acme, stage_kind="audit", code="baseline", evidence={"nps": 1}, actor="x", day=DAY)

    frozen = {entry["code"]: entry["evidence"] for entry in type(gate).objects.get(pk=gate.pk).evidence}
    assert frozen["baseline"] == PROMOTED
    assert stage_of(cycle, "audit").state == StageState.PROPOSED


def test_a_proof_is_frozen_in_every_language(cycle, ada, boss, as_viewer):
    stage = ready(cycle, "audit")

    with translation.override("pl"):
        gate = propose_gate(stage=stage, by=as_viewer(ada), at=NOON)

    proofs = {entry["code"]: entry["proof"]["text"] for entry in gate.evidence if "proof" in entry}
    assert proofs == {"baseline": {"en": "It has not been opened.", "pl": "Jeszcze nie został otwarty."}}


def test_proofs_of_before_are_written_anew_as_far_as_they_are_known(cycle, ada, boss, as_viewer):
    migration = import_module("programs.migrations.0002_proofs_in_every_language")
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(ada), at=NOON)
    courses = [
        {"name": {"en": "Kindness", "pl": "Życzliwość"}, "reached": False},
        {"name": {"en": "X"}, "reached": True},
    ]
    gate.evidence = [
        {"code": "a", "note": "Sample: said to be done", "proof": {"reached": True, "text": "Its figures are frozen."}},
        {"code": "b", "note": "Own words", "proof": {"reached": False, "text": "Nobody knows this."}},
        {
            "code": "c",
            "note": "",
            "proof": {"text": "Not yet at the target: Kindness.", "figures": {"courses": courses}},
        },
        {"code": "d", "note": ""},
    ]
    gate.save()

    migration.rewrite(apps, None)
    migration.rewrite(apps, None)

    gate.refresh_from_db()
    assert [entry.get("proof", {}).get("text") for entry in gate.evidence] == [
        {"en": "Its figures are frozen.", "pl": "Wyniki są zamrożone."},
        "Nobody knows this.",
        {"en": "Not yet at the target: Kindness.", "pl": "Jeszcze poniżej celu: Życzliwość."},
        None,
    ]
    assert [entry["note"] for entry in gate.evidence] == ["", "Own words", "", ""]


def test_propose_is_refused_while_something_required_is_missing(cycle, ada, boss, as_viewer):
    with pytest.raises(NotReady) as refused:
        propose_gate(stage=stage_of(cycle, "audit"), by=as_viewer(ada), at=NOON)

    assert [one.code for one in refused.value.missing] == ["audit-surveys", "baseline", "findings"]


def test_propose_with_a_reason_passes_over_what_is_missing(cycle, ada, boss, as_viewer):
    gate = propose_gate(stage=stage_of(cycle, "audit"), by=as_viewer(ada), at=NOON, note="Findings follow in May.")

    view = gate_view(gate=gate, viewer=as_viewer(boss), today=DAY)
    assert view.missing_required == ["audit-surveys", "baseline", "findings"]
    assert gate.note == "Findings follow in May."


def test_the_sponsor_does_not_propose(cycle, boss, as_viewer):
    with pytest.raises(MayNotPropose):
        propose_gate(stage=ready(cycle, "audit"), by=as_viewer(boss), at=NOON)


def test_the_consultant_proposes_and_does_not_decide(cycle, kasia, committee, as_viewer):
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(kasia), at=NOON)

    with pytest.raises(MayNotDecide):
        decide_gate(gate=gate, by=as_viewer(kasia), approves=True, at=NOON)


def test_two_others_pass_a_stage_and_the_next_one_opens(cycle, kasia, committee, as_viewer):
    ada, cezary, _boss = committee
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(kasia), at=NOON)

    first = decide_gate(gate=gate, by=as_viewer(ada), approves=True, at=NOON)
    second = decide_gate(gate=gate, by=as_viewer(cezary), approves=True, at=NOON)

    assert (first.outcome, second.outcome) == (GateOutcome.OPEN, GateOutcome.APPROVED)
    assert second.decided_alone is False
    assert stage_of(cycle, "audit").state == StageState.PASSED
    assert stage_of(cycle, "promise").state == StageState.OPEN
    assert list(TrailEntry.objects.order_by("pk").values_list("action", flat=True))[-4:] == [
        "gate.proposed",
        "gate.voted",
        "gate.voted",
        "gate.approved",
    ]


def test_the_proposer_does_not_decide(cycle, committee, as_viewer):
    ada, _cezary, _boss = committee
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(ada), at=NOON)

    with pytest.raises(MayNotDecide):
        decide_gate(gate=gate, by=as_viewer(ada), approves=True, at=NOON)


@pytest.mark.parametrize("kind", ["promise", "launch", "reaudit"])
def test_two_of_the_committee_do_not_pass_what_needs_the_sponsor(cycle, kasia, committee, as_viewer, kind):
    ada, cezary, boss = committee
    gate = propose_gate(stage=ready(cycle, kind), by=as_viewer(kasia), at=NOON)

    outcomes = [
        decide_gate(gate=gate, by=as_viewer(person), approves=True, at=NOON).outcome for person in (ada, cezary, boss)
    ]

    assert outcomes == [GateOutcome.OPEN, GateOutcome.OPEN, GateOutcome.APPROVED]


def test_passing_the_re_audit_closes_the_cycle(cycle, kasia, committee, as_viewer):
    ada, _cezary, boss = committee
    gate = propose_gate(stage=ready(cycle, "reaudit"), by=as_viewer(kasia), at=NOON)

    for person in (ada, boss):
        decide_gate(gate=gate, by=as_viewer(person), approves=True, at=NOON)

    cycle.refresh_from_db()
    assert cycle.closed_on == DAY


def test_one_of_two_decides_alone_and_it_is_kept(cycle, kasia, ada, boss, as_viewer):
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(kasia), at=NOON)

    decided = decide_gate(gate=gate, by=as_viewer(ada), approves=True, at=NOON)

    assert (decided.outcome, decided.decided_alone) == (GateOutcome.APPROVED, True)


def test_the_only_person_proposes_and_decides(in_acme, cycle, as_viewer):
    founder = make_member(in_acme, "Felicja Founder", Role.ADMIN, Role.SPONSOR, Role.COMMITTEE)
    gate = propose_gate(stage=ready(cycle, "launch"), by=as_viewer(founder), at=NOON)

    decided = decide_gate(gate=gate, by=as_viewer(founder), approves=True, at=NOON)

    assert (decided.outcome, decided.decided_alone) == (GateOutcome.APPROVED, True)


def test_a_return_needs_reasons_and_opens_the_stage_again(cycle, kasia, committee, as_viewer):
    ada, cezary, _boss = committee
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(kasia), at=NOON)
    with pytest.raises(ReasonMissing):
        decide_gate(gate=gate, by=as_viewer(ada), approves=False, at=NOON)

    for person in (ada, cezary):
        decided = decide_gate(gate=gate, by=as_viewer(person), approves=False, at=NOON, reason="No interval given.")

    assert decided.outcome == GateOutcome.RETURNED
    assert stage_of(cycle, "audit").state == StageState.OPEN
    again = propose_gate(stage=stage_of(cycle, "audit"), by=as_viewer(kasia), at=NOON)
    assert again.outcome == GateOutcome.OPEN


def test_deciders_hear_of_a_gate_and_its_proposer_and_owner_of_the_outcome(cycle, kasia, tomek, committee, as_viewer):
    ada, cezary, boss = committee
    stage = ready(cycle, "audit")
    stage.owner_id = as_viewer(tomek).membership_id
    stage.save()
    gate = propose_gate(stage=stage, by=as_viewer(kasia), at=NOON)
    for person in (ada, cezary):
        decide_gate(gate=gate, by=as_viewer(person), approves=False, at=NOON, reason=f"{person.name}: no interval.")

    told = {(one.recipient, one.kind) for one in Notification.objects.all()}
    assert told == {
        *((user.public_id, "gate.proposed") for user in (ada, cezary, boss)),
        *((user.public_id, "gate.decided") for user in (kasia, tomek)),
    }
    first, returned = Notification.objects.filter(recipient=kasia.public_id).order_by("pk")
    assert first.text["en"] == (
        f"Ada Committee returns the phase “{stage.get_kind_display()}”, and it is not passed while this stands: "
        "Ada Committee: no interval."
    )
    reasons = "Ada Committee: no interval. · Cezary Committee: no interval."
    assert returned.text["en"] == f"The phase “{stage.get_kind_display()}” was returned: {reasons}"
    assert returned.address == f"/o/acme/p/{cycle.engagement.slug}/gates/{gate.public_id}/"


def test_who_decides_alone_is_told_nothing_and_neither_is_anybody_of_the_past(in_acme, cycle, as_viewer):
    founder = make_member(in_acme, "Felicja Founder", Role.ADMIN, Role.SPONSOR, Role.COMMITTEE)
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(founder), at=NOON)
    decide_gate(gate=gate, by=as_viewer(founder), approves=True, at=NOON)
    make_member(in_acme, "Cezary Committee", Role.COMMITTEE)
    propose_gate(stage=ready(cycle, "promise"), by=as_viewer(founder), at=NOON, tell=False)
    assert Notification.objects.count() == 0


def test_a_person_may_change_their_mind_until_it_is_decided(cycle, kasia, committee, as_viewer):
    ada, cezary, _boss = committee
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(kasia), at=NOON)
    decide_gate(gate=gate, by=as_viewer(ada), approves=False, at=NOON, reason="Not yet.")
    decide_gate(gate=gate, by=as_viewer(ada), approves=True, at=NOON)

    decided = decide_gate(gate=gate, by=as_viewer(cezary), approves=True, at=NOON)

    assert decided.outcome == GateOutcome.APPROVED
    assert [vote.approves for vote in decided.votes.all()] == [True, True]
    with pytest.raises(AlreadyDecided):
        decide_gate(gate=gate, by=as_viewer(ada), approves=False, at=NOON, reason="Too late.")


def test_the_only_sponsor_cannot_propose_what_the_sponsor_must_decide(in_acme, cycle, ada, as_viewer):
    both = make_member(in_acme, "Beata Both", Role.SPONSOR, Role.COMMITTEE)
    make_member(in_acme, "Cezary Committee", Role.COMMITTEE)

    with pytest.raises(CannotBeDecided):
        propose_gate(stage=ready(cycle, "launch"), by=as_viewer(both), at=NOON)


def test_a_member_who_left_counts_no_longer(cycle, kasia, committee, as_viewer):
    ada, cezary, _boss = committee
    cezary.memberships.update(ended_at=NOON)
    gate = propose_gate(stage=ready(cycle, "audit"), by=as_viewer(kasia), at=NOON)

    decided = decide_gate(gate=gate, by=as_viewer(ada), approves=True, at=NOON)

    assert (decided.outcome, decided.decided_alone) == (GateOutcome.APPROVED, True)


def test_waiting_decisions_name_the_viewers_own_first(acme, cycle, committee, as_viewer, django_assert_num_queries):
    ada, cezary, boss = committee
    propose_gate(stage=ready(cycle, "audit"), by=as_viewer(ada), at=NOON)
    propose_gate(stage=ready(cycle, "design"), by=as_viewer(cezary), at=NOON)

    def waiting(person):
        views = waiting_decisions(viewer=as_viewer(person), organisation=acme, today=DAY)
        return [(view.gate.stage.kind, view.may_decide) for view in views]

    assert waiting(ada) == [("design", True), ("audit", False)]
    assert waiting(boss) == [("audit", True), ("design", True)]

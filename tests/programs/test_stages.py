"""Engagements and their stages: order, plan, deliverables, the next cycle."""

from datetime import date
from itertools import pairwise

import pytest

from programs import evidence
from programs.models import Engagement, Stage, StageState
from programs.queries import cycle_view, engagements_of, late_things, summary_rows, wheel
from programs.services import (
    CycleNotClosed,
    DatesCrossed,
    OutOfOrder,
    SlugTaken,
    StageClosed,
    deliver,
    list_member,
    mark_done,
    mark_undone,
    open_engagement,
    open_next_cycle,
    plan_stage,
    start_stage,
)
from programs.standard import STANDARD
from tests.cast import make_member
from tests.programs.conftest import DAY


def open_another(organisation, slug):
    return open_engagement(organisation=organisation, slug=slug, name={"en": slug}, first_day=DAY, actor="test")


def test_open_engagement_makes_the_six_stages_in_a_row(cycle):
    stages = list(cycle.stages.all())

    assert [stage.kind for stage in stages] == ["audit", "promise", "design", "engagement", "launch", "reaudit"]
    assert [stage.state for stage in stages] == ["open"] + ["planned"] * 5
    assert stages[0].planned_from == DAY
    assert all((b.planned_from - a.planned_until).days == 1 for a, b in pairwise(stages))


def test_open_engagement_writes_the_standard_deliverables_in_both_languages(cycle):
    wanted = [(s.kind, d.code, d.en, d.pl) for s in STANDARD for d in s.deliverables]

    stored = [
        (stage.kind, one.code, one.title["en"], one.title["pl"])
        for stage in cycle.stages.all()
        for one in stage.deliverables.all()
    ]

    assert stored == wanted


def test_a_slug_is_taken_once(in_acme, engagement):
    with pytest.raises(SlugTaken):
        open_another(in_acme, "service")

    assert Engagement.objects.count() == 1


def test_start_out_of_order_needs_a_reason_that_is_kept(cycle):
    design = cycle.stages.get(kind="design")
    with pytest.raises(OutOfOrder):
        start_stage(stage=design, actor="x", day=DAY)

    start_stage(stage=design, actor="x", day=DAY, reason="The map is needed for the audit.")

    design.refresh_from_db()
    assert (design.state, design.started_on) == (StageState.OPEN, DAY)
    assert design.out_of_order_reason == "The map is needed for the audit."


def test_start_in_order_needs_none(cycle):
    cycle.stages.filter(kind="audit").update(state=StageState.PASSED)
    promise = cycle.stages.get(kind="promise")

    start_stage(stage=promise, actor="x", day=DAY, reason="written for nothing")

    promise.refresh_from_db()
    assert (promise.state, promise.out_of_order_reason) == (StageState.OPEN, "")


def test_a_stage_does_not_end_before_it_begins(cycle):
    with pytest.raises(DatesCrossed):
        plan_stage(
            stage=cycle.stages.get(kind="audit"),
            owner=None,
            planned_from=DAY,
            planned_until=date(2026, 1, 1),
            actor="x",
        )


def test_deliver_reaches_every_open_cycle_and_is_idempotent(in_acme, cycle):
    other = open_another(in_acme, "shops").cycles.get()

    first = deliver(organisation=in_acme, stage_kind="audit", code="baseline", evidence={"n": 1}, actor="x", day=DAY)
    deliver(
        organisation=in_acme, stage_kind="audit", code="baseline", evidence={"n": 2}, actor="x", day=date(2026, 4, 1)
    )

    assert {one.stage.cycle_id for one in first} == {cycle.pk, other.pk}
    stored = cycle.stages.get(kind="audit").deliverables.get(code="baseline")
    assert (stored.evidence, stored.done_on) == ({"n": 2}, DAY)


def test_deliver_to_one_cycle_leaves_the_others(in_acme, cycle):
    open_another(in_acme, "shops")

    done = deliver(
        organisation=in_acme, stage_kind="audit", code="baseline", evidence={}, actor="x", day=DAY, cycle=cycle
    )

    assert [one.stage.cycle_id for one in done] == [cycle.pk]


def test_what_was_passed_does_not_change(in_acme, cycle):
    audit = cycle.stages.get(kind="audit")
    audit.state = StageState.PASSED
    audit.save()
    deliverable = audit.deliverables.first()

    assert deliver(organisation=in_acme, stage_kind="audit", code="baseline", evidence={}, actor="x", day=DAY) == []
    with pytest.raises(StageClosed):
        mark_done(deliverable=deliverable, address="", note="late", actor="x", day=DAY)
    with pytest.raises(StageClosed):
        mark_undone(deliverable=deliverable, actor="x")


def test_mark_done_and_undone(cycle):
    deliverable = cycle.stages.get(kind="launch").deliverables.get(code="campaign")

    mark_done(deliverable=deliverable, address="https://example.org/plan", note="Posters hang.", actor="x", day=DAY)
    assert (deliverable.done_on, deliverable.evidence["address"]) == (DAY, "https://example.org/plan")
    mark_undone(deliverable=deliverable, actor="x")

    deliverable.refresh_from_db()
    assert (deliverable.done_on, deliverable.evidence) == (None, {})


def test_the_next_cycle_waits_for_the_last_one(cycle):
    with pytest.raises(CycleNotClosed):
        open_next_cycle(cycle=cycle, actor="x", day=DAY)


def test_the_next_cycle_opens_with_its_audit_filled_in(cycle, monkeypatch):
    carried = []
    monkeypatch.setattr(evidence, "_carry_overs", {})
    evidence.register_carry_over("test", lambda closed, opened, actor: carried.append((closed.number, opened.number)))
    reaudit = cycle.stages.get(kind="reaudit")
    reaudit.deliverables.filter(code="comparison").update(evidence={"nps": 40}, done_on=DAY)
    cycle.closed_on = DAY
    cycle.save()

    second = open_next_cycle(cycle=cycle, actor="x", day=DAY)
    again = open_next_cycle(cycle=cycle, actor="x", day=DAY)

    audit = second.stages.get(kind="audit")
    assert (second.number, second.previous, again.pk) == (2, cycle, second.pk)
    assert carried == [(1, 2)]
    assert not audit.deliverables.filter(required=True, done_on=None).exists()
    assert audit.deliverables.get(code="baseline").evidence == {"nps": 40, "from_cycle": 1}


def test_a_listed_consultant_hides_the_engagement_from_others(in_acme, engagement, kasia, ada, as_viewer):
    other = make_member(in_acme, "Konrad Consultant", "consultant")
    assert list(engagements_of(viewer=as_viewer(other))) == [engagement]

    list_member(engagement=engagement, membership=kasia.memberships.get(organisation=in_acme), actor="x")

    assert list(engagements_of(viewer=as_viewer(other))) == []
    assert list(engagements_of(viewer=as_viewer(kasia))) == [engagement]
    assert list(engagements_of(viewer=as_viewer(ada))) == [engagement]


def test_the_wheel_shows_five_phases_and_the_launch_as_gate(cycle):
    cycle.stages.filter(kind="audit").update(state=StageState.PASSED)
    Stage.objects.filter(kind="promise").update(state=StageState.OPEN, planned_until=date(2026, 4, 1))

    shown = wheel(cycle, slug="acme", today=date(2026, 4, 5))

    assert [(one.number, one.state) for one in shown.segments] == [
        (1, "done"),
        (2, "late"),
        (3, "open"),
        (4, "open"),
        (5, "open"),
    ]
    assert (shown.title, shown.note, shown.gate.state) == ("Brand promise", "cycle 1", "open")


def test_late_things_count_the_days(engagement, cycle):
    [late] = late_things(engagement=engagement, today=date(2026, 5, 20))

    assert (late.stage.kind, late.days) == ("audit", 10)


@pytest.mark.parametrize("count", [1, 3])
def test_summary_rows_take_the_same_queries(in_acme, kasia, as_viewer, count, django_assert_num_queries):
    for number in range(count):
        open_another(in_acme, f"programme-{number}")
    viewer = as_viewer(kasia)

    with django_assert_num_queries(4):
        rows = summary_rows(viewer=viewer, today=DAY)

    assert [row.cycle.current.name for row in rows] == ["Audit"] * count


def test_cycle_view_counts_what_is_done(in_acme, cycle):
    deliver(organisation=in_acme, stage_kind="audit", code="baseline", evidence={}, actor="x", day=DAY)

    audit = cycle_view(cycle, today=DAY).phase("audit")

    assert (audit.done_count, [one.code for one in audit.missing]) == (1, ["audit-surveys", "findings"])

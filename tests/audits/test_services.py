"""Audits open, keep findings with frozen evidence, close for good, and are carried into the next cycle."""

from datetime import date
from uuid import UUID

import pytest

from audits import services
from audits.models import Audit, AuditKind, Finding, FindingState
from audits.queries import comparison_of, verdict_sentence
from metrics.models import Snapshot
from metrics.queries import FigureError
from programs.models import Cycle, Deliverable, StageState
from programs.services import open_next_cycle
from tests.audits.conftest import CLOSED_AT, Story

DAY = date(2026, 5, 1)


def open_reaudit(story: Story) -> Audit:
    return services.open_audit(
        cycle=story.cycle, kind=AuditKind.REAUDIT, surveys=[story.second], compared_with=story.first,
        actor=story.committee.actor, day=DAY,
    )  # fmt: skip


def find(story: Story, audit: Audit) -> Finding:
    return services.add_finding(
        audit=audit, title={"en": "Dirty restrooms"}, text={"en": "Every second one."}, by=story.committee,
        touchpoint=story.clean.touchpoint, at=CLOSED_AT,
        evidence=[services.EvidenceSpec("rating_top2", survey="wave-2", question="clean")],
    )  # fmt: skip


def test_evidence_is_frozen_with_n_interval_definition_and_address(story, answered_more):
    finding = find(story, open_reaudit(story))

    answered_more()
    finding.refresh_from_db()

    (row,) = finding.evidence
    assert (row["n"], row["value"], row["definition_version"]) == (60, 100.0, 1)
    assert row["ci_low"] < 100 <= row["ci_high"]
    assert row["question_name"] == {"en": "Restrooms, clean", "pl": "Toalety, czystość"}
    assert row["address"] == "/o/acme/p/passengers/reaudit/?cycle=1"
    assert row["by"] == story.committee.actor


def test_evidence_that_does_not_exist_is_refused_and_leaves_no_finding(story):
    with pytest.raises(FigureError):
        services.add_finding(
            audit=open_reaudit(story), title={"en": "x"}, text={}, by=story.committee,
            evidence=[services.EvidenceSpec("rating_top2", survey="wave-9", question="clean")],
        )  # fmt: skip
    assert not Finding.objects.exists()


def test_closing_freezes_figures_and_comparison_for_ever(story, answered_more):
    audit = open_reaudit(story)
    services.close_audit(audit=audit, by=story.committee, at=CLOSED_AT)
    audit.refresh_from_db()
    before = verdict_sentence(comparison_of(audit, viewer=story.committee))

    answered_more()

    assert before == "Better: Restrooms, clean; no detectable change elsewhere"
    assert verdict_sentence(comparison_of(audit, viewer=story.committee)) == before
    rows = Snapshot.objects.get().rows
    assert [(r["n"], r["value"]) for r in rows if r["question"] == "clean" and r["indicator"] == "rating_top2"] == [
        (60, 100.0)
    ]


def test_closing_tells_the_programme_what_the_stage_brought(story):
    audit = open_reaudit(story)
    find(story, audit)

    services.close_audit(audit=audit, by=story.committee, at=CLOSED_AT)

    brought = {d.code: d for d in Deliverable.objects.filter(stage__cycle=story.cycle, done_on__isnull=False)}
    assert sorted(brought) == ["comparison", "next-findings", "reaudit-surveys"]
    assert brought["comparison"].evidence["address"] == "/o/acme/p/passengers/reaudit/?cycle=1"
    assert brought["reaudit-surveys"].evidence["surveys"] == [{"code": "wave-2", "n": 60}]


def test_closed_audit_takes_no_finding_and_no_survey(story):
    audit = open_reaudit(story)
    finding = find(story, audit)
    audit = services.close_audit(audit=audit, by=story.committee, at=CLOSED_AT)

    for change in (
        lambda: find(story, audit),
        lambda: services.add_survey(audit=audit, survey=story.first, actor="a"),
        lambda: services.edit_summary(audit=audit, summary={"en": "x"}, by=story.committee),
        lambda: open_reaudit(story),
    ):
        with pytest.raises(services.AuditClosed):
            change()
    services.record_outcome(finding=finding, outcome="Cleaned", is_closed=True, by=story.committee)
    assert Finding.objects.get().state == FindingState.CLOSED


def test_closing_twice_changes_nothing(story, answered_more):
    audit = open_reaudit(story)
    services.close_audit(audit=audit, by=story.committee, at=CLOSED_AT)
    answered_more()

    services.close_audit(audit=audit, by=story.committee, at=CLOSED_AT)

    assert Snapshot.objects.count() == 1


def test_an_audit_without_a_survey_cannot_be_closed(story):
    audit = services.open_audit(cycle=story.cycle, kind=AuditKind.AUDIT, actor="a", day=DAY)
    with pytest.raises(services.NoSurveys):
        services.close_audit(audit=audit, by=story.committee, at=CLOSED_AT)


def test_next_cycle_opens_with_the_reaudits_snapshots_and_open_findings(story):
    reaudit = open_reaudit(story)
    kept = find(story, reaudit)
    ended = find(story, reaudit)
    services.record_outcome(finding=ended, outcome="Done", is_closed=True, by=story.committee)
    services.close_audit(audit=reaudit, by=story.committee, at=CLOSED_AT)
    story.cycle.stages.update(state=StageState.PASSED)
    story.cycle.closed_on = DAY
    story.cycle.save()

    opened = open_next_cycle(cycle=story.cycle, actor=story.committee.actor, day=DAY)

    audit = Audit.objects.get(cycle=opened)
    assert audit.carried_from == reaudit
    assert [one.snapshot for one in audit.surveys.all()] == [Snapshot.objects.get()]
    assert [(f.carried_from, f.evidence) for f in audit.findings.all()] == [(kept, kept.evidence)]
    kept.refresh_from_db()
    assert kept.state == FindingState.CARRIED
    services.close_audit(audit=audit, by=story.committee, at=CLOSED_AT)
    assert Snapshot.objects.count() == 1


def test_a_cycle_without_a_reaudit_still_carries_its_findings(story):
    audit = services.open_audit(cycle=story.cycle, kind=AuditKind.AUDIT, surveys=[story.first], actor="a", day=DAY)
    find(story, audit)
    Cycle.objects.filter(pk=story.cycle.pk).update(closed_on=DAY)
    story.cycle.refresh_from_db()

    opened = open_next_cycle(cycle=story.cycle, actor="a", day=DAY)

    assert Audit.objects.get(cycle=opened).findings.count() == 1
    assert isinstance(Audit.objects.get(cycle=opened).public_id, UUID)


def test_an_owner_writes_about_own_touchpoints_only(story):
    audit = open_reaudit(story)
    own = type(story.owner)(
        **{f: getattr(story.owner, f) for f in story.owner.__slots__}
        | {"touchpoint_ids": frozenset({story.clean.touchpoint_id})}
    )
    services.add_finding(audit=audit, title={"en": "x"}, text={}, by=own, touchpoint=story.clean.touchpoint)
    with pytest.raises(services.NotYours):
        services.add_finding(audit=audit, title={"en": "x"}, text={}, by=own, touchpoint=story.food.touchpoint)
    with pytest.raises(services.NotYours):
        services.add_finding(audit=audit, title={"en": "x"}, text={}, by=own)
    with pytest.raises(services.NotYours):
        services.close_audit(audit=audit, by=own, at=CLOSED_AT)

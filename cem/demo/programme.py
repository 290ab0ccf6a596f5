"""The sample programme: two cycles over three waves, each stage proposed and decided by the product's own rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from audits.models import Audit, AuditKind
from audits.services import EvidenceSpec, add_finding, close_audit, open_audit
from cem.demo.cast import Cast, afternoon
from cem.demo.changes import prepare_launch
from cem.demo.courses import hold_courses
from cem.demo.design import write_designs
from cem.demo.promise import approve_promise, read_promise
from cem.demo.story import chapter
from feedback.models import Survey
from programs.models import Cycle, Stage, StageKind
from programs.services import mark_done, open_next_cycle
from programs.services.gates import decide_gate, propose_gate
from programs.services.stages import plan_stage
from touchpoints.models import Touchpoint

ACTOR = "demo"
DUE_IN = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class Turn:
    """One cycle as it is told: its surveys and the days of its stages."""

    cycle: Cycle
    baseline: Survey
    reaudit: Survey
    days: Mapping[str, Mapping[str, date]]

    def stage(self, kind: str) -> Stage:
        return Stage.objects.get(cycle=self.cycle, kind=kind)


def run_programme(first: Cycle, surveys: Mapping[str, Survey], cast: Cast, *, today: date) -> None:
    """The first cycle from audit to re-audit, and the second up to the gate that waits for a decision today."""
    told = chapter("programme")["cycles"]
    cycle = first
    for number, words in enumerate(told):
        is_last = number == len(told) - 1
        days = _waiting_today(words["stages"], today) if is_last else words["stages"]
        turn = Turn(cycle, surveys[words["baseline"]], surveys[words["reaudit"]], days)
        _plan(turn, cast)
        _audit(turn, cast)
        _promise(turn, cast, version=number)
        _design(turn, cast)
        _engage(turn, cast)
        _launch(turn, cast)
        _reaudit(turn, cast, decide=not is_last)
        if not is_last:
            cycle.refresh_from_db()
            cycle = open_next_cycle(cycle=cycle, actor=cast.committee.actor, day=told[number + 1]["opened_on"])


def _waiting_today(days: Mapping[str, Any], today: date) -> dict[str, Any]:
    """The stages' days, with the last gate due in a few days from now: whoever opens the demo may decide it."""
    return {**days, StageKind.REAUDIT.value: {**days[StageKind.REAUDIT.value], "due": today + DUE_IN}}


def _plan(turn: Turn, cast: Cast) -> None:
    for kind, days in turn.days.items():
        plan_stage(
            stage=turn.stage(kind),
            owner=cast.owner_of(kind),
            planned_from=days["from"],
            planned_until=days.get("due", days["until"]),
            actor=ACTOR,
        )


def _pass(turn: Turn, kind: str, cast: Cast, *, decide: bool = True) -> None:
    """Propose the stage's gate on its last day, and let committee and sponsor decide it."""
    at = afternoon(turn.days[kind]["until"])
    if decide:
        _say_done(turn, kind, cast, turn.days[kind]["until"])
    gate = propose_gate(stage=turn.stage(kind), by=cast.consultant, at=at, tell=False)
    if decide:
        decide_gate(gate=gate, by=cast.committee, approves=True, at=at, tell=False)
        decide_gate(gate=gate, by=cast.sponsor, approves=True, at=at, tell=False)


def _say_done(turn: Turn, kind: str, cast: Cast, day: date) -> None:
    """What no app proves by itself is said to be done, by the consultant."""
    for deliverable in turn.stage(kind).deliverables.filter(done_on=None):
        mark_done(deliverable=deliverable, address="", note="", actor=cast.consultant.actor, day=day)


def _audit(turn: Turn, cast: Cast) -> None:
    days = turn.days["audit"]
    closing = afternoon(days["until"])
    audit = Audit.objects.filter(cycle=turn.cycle, kind=AuditKind.AUDIT).first()
    if audit is None:
        audit = open_audit(
            cycle=turn.cycle,
            kind=AuditKind.AUDIT,
            surveys=[turn.baseline],
            actor=cast.consultant.actor,
            day=days["from"],
        )
        _find(audit, turn.baseline, cast, at=closing)
    if audit.closed_at is None:
        close_audit(audit=audit, by=cast.consultant, at=closing)
    _pass(turn, StageKind.AUDIT, cast)


def _find(audit: Audit, survey: Survey, cast: Cast, *, at: datetime) -> None:
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    for told in chapter("programme")["findings"]:
        if told["survey"] == survey.code:
            add_finding(
                audit=audit, title=told["title"], text=told["text"], severity=told["severity"],
                touchpoint=touchpoints[told["touchpoint"]], evidence=[_evidence(told)], by=cast.consultant,
                at=at,
            )  # fmt: skip


def _evidence(told: Mapping[str, Any]) -> EvidenceSpec:
    return EvidenceSpec(indicator="rating_top2", survey=told["survey"], question=told["question"])


def _promise(turn: Turn, cast: Cast, *, version: int) -> None:
    at = afternoon(chapter("programme")["promises"][version]["approved_on"])
    approve_promise(turn.cycle.organisation, cast, version=version, at=at)
    _pass(turn, StageKind.PROMISE, cast)


def _design(turn: Turn, cast: Cast) -> None:
    write_designs(cast, at=afternoon(turn.days["design"]["until"]))
    _pass(turn, StageKind.DESIGN, cast)


def _engage(turn: Turn, cast: Cast) -> None:
    hold_courses(turn.cycle.organisation, cast, until=turn.days["engagement"]["until"])
    read_promise(cast, until=turn.days["engagement"]["until"])
    _pass(turn, StageKind.ENGAGEMENT, cast)


def _launch(turn: Turn, cast: Cast) -> None:
    prepare_launch(turn.stage(StageKind.LAUNCH), cast, day=turn.days["launch"]["until"])
    _pass(turn, StageKind.LAUNCH, cast)


def _reaudit(turn: Turn, cast: Cast, *, decide: bool) -> None:
    days = turn.days["reaudit"]
    closing = afternoon(days["until"])
    audit = open_audit(
        cycle=turn.cycle, kind=AuditKind.REAUDIT, surveys=[turn.reaudit], compared_with=turn.baseline,
        actor=cast.consultant.actor, day=days["from"],
    )  # fmt: skip
    _find(audit, turn.reaudit, cast, at=closing)
    close_audit(audit=audit, by=cast.consultant, at=closing)
    _pass(turn, StageKind.REAUDIT, cast, decide=decide)

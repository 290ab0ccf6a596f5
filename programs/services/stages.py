"""A stage's plan, its beginning, and the deliverables that apps above and people bring."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Membership
from operations.services import record_trail
from organisations.models import Organisation
from programs.models import Cycle, Deliverable, Stage, StageState


class DatesCrossed(ValueError):
    """A stage would end before it begins."""


class OutOfOrder(ValueError):
    """An earlier stage has not been passed; beginning now needs a reason that is kept."""


class StageClosed(ValueError):
    """The stage has been passed: what it brought is history."""


@transaction.atomic
def plan_stage(
    *, stage: Stage, owner: Membership | None, planned_from: date | None, planned_until: date | None, actor: str
) -> None:
    """Set the stage's owner and planned days.

    :raises DatesCrossed: the last day is before the first
    """
    if planned_from and planned_until and planned_until < planned_from:
        raise DatesCrossed
    stage.owner, stage.planned_from, stage.planned_until = owner, planned_from, planned_until
    stage.save(update_fields=["owner", "planned_from", "planned_until"])
    details = {"stage": stage.kind, "owner": str(owner.public_id) if owner else "",
               "from": str(planned_from or ""), "until": str(planned_until or "")}  # fmt: skip
    record_trail(organisation=stage.organisation, actor=actor, action="stage.planned", target=stage, details=details)


@transaction.atomic
def start_stage(*, stage: Stage, actor: str, day: date, reason: str = "") -> None:
    """Begin a planned stage; one that has begun stays as it is.

    :raises OutOfOrder: an earlier stage has not been passed and no reason is given
    """
    if stage.state != StageState.PLANNED:
        return
    waiting = Stage.objects.filter(cycle=stage.cycle, position__lt=stage.position).exclude(state=StageState.PASSED)
    early = waiting.exists()
    if early and not reason.strip():
        raise OutOfOrder
    stage.state, stage.started_on = StageState.OPEN, day
    stage.out_of_order_reason = reason.strip() if early else ""
    stage.save(update_fields=["state", "started_on", "out_of_order_reason"])
    details = {"stage": stage.kind, "out_of_order": early, "reason": stage.out_of_order_reason}
    record_trail(organisation=stage.organisation, actor=actor, action="stage.started", target=stage, details=details)


@transaction.atomic
def deliver(
    *,
    organisation: Organisation,
    stage_kind: str,
    code: str,
    evidence: Mapping[str, Any],
    actor: str,
    day: date,
    cycle: Cycle | None = None,
) -> list[Deliverable]:
    """Apps above tell that something is finished: it is done in this cycle, or in every open cycle that waits for it.

    Told again, the evidence is renewed and the day of the first time stays. Stages that were passed do not change.

    :param evidence: frozen figures as JSON, with an `address` where they stand
    :returns: the deliverables that are now done by it
    """
    found = Deliverable.objects.select_related("stage").filter(code=code, stage__kind=stage_kind)
    found = found.filter(stage__cycle=cycle) if cycle else found.filter(stage__cycle__closed_on=None)
    delivered = []
    for deliverable in _open(found).filter(organisation=organisation):
        _finish(deliverable, evidence=dict(evidence), day=day, actor=actor)
        delivered.append(deliverable)
    return delivered


@transaction.atomic
def mark_done(*, deliverable: Deliverable, address: str, note: str, actor: str, day: date) -> None:
    """Somebody says a deliverable is done, with an address or a note as evidence.

    :raises StageClosed: its stage has been passed
    """
    _refuse_closed(deliverable)
    deliverable.note = note
    _finish(deliverable, evidence={"address": address, "said_by": actor}, day=day, actor=actor)


@transaction.atomic
def mark_undone(*, deliverable: Deliverable, actor: str) -> None:
    """Take back that a deliverable is done.

    :raises StageClosed: its stage has been passed
    """
    _refuse_closed(deliverable)
    deliverable.done_on, deliverable.evidence = None, {}
    deliverable.save(update_fields=["done_on", "evidence"])
    _trail(deliverable, actor, "deliverable.taken_back")


def _open(deliverables: QuerySet[Deliverable]) -> QuerySet[Deliverable]:
    return deliverables.exclude(stage__state=StageState.PASSED)


def _refuse_closed(deliverable: Deliverable) -> None:
    if deliverable.stage.state == StageState.PASSED:
        raise StageClosed


def _finish(deliverable: Deliverable, *, evidence: dict[str, Any], day: date, actor: str) -> None:
    is_new = deliverable.done_on is None
    deliverable.evidence = evidence
    deliverable.done_on = deliverable.done_on or day
    deliverable.save(update_fields=["evidence", "done_on", "note"])
    if is_new:
        _trail(deliverable, actor, "deliverable.done")


def _trail(deliverable: Deliverable, actor: str, action: str) -> None:
    details = {"code": deliverable.code, "address": str(deliverable.evidence.get("address", ""))}
    record_trail(organisation=deliverable.organisation, actor=actor, action=action, target=deliverable, details=details)

"""Processes behind touchpoints: begun, drawn as versions, approved, and measured after the change."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import LocalText
from touchpoints.models import Process, ProcessBranch, ProcessLane, ProcessMap, ProcessStep, Touchpoint, VersionState
from touchpoints.processes.arithmetic import EndlessLoop, TooManyShares, passings
from touchpoints.processes.text import AROUND, ProcessText, StepText
from touchpoints.services.designs import NothingToApprove
from touchpoints.services.rights import NotYours, refuse_strangers
from touchpoints.services.touchpoints import CodeTaken
from touchpoints.services.versions import replace_approved, saved_once_more


class ProcessRefused(ValueError):
    """The map does not hold together.

    :ivar reason: no_lane, no_step, shares or loop
    :ivar step: the number of the step it is about, 0 for none
    """

    def __init__(self, reason: str, step: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.step = reason, step


class NothingToMeasure(ValueError):
    """Only changed steps of the version that holds are measured."""


@transaction.atomic
def create_process(*, touchpoint: Touchpoint, code: str, name: LocalText, by: Viewer) -> Process:
    """Begin a process behind a touchpoint, still without a map.

    :raises NotYours: an owner does so at their own touchpoints only
    :raises CodeTaken: another process has the code
    """
    refuse_strangers(touchpoint=touchpoint, viewer=by)
    try:
        with transaction.atomic():
            made = Process.objects.create(
                organisation=touchpoint.organisation, touchpoint=touchpoint, code=code, name=dict(name)
            )
    except IntegrityError as error:
        raise CodeTaken(code) from error
    enter(made, by, "process.created")
    return made


@transaction.atomic
def rename_process(*, process: Process, name: LocalText, by: Viewer) -> None:
    """Call it otherwise.

    :raises NotYours: an owner does so at their own touchpoints only
    """
    refuse_strangers(touchpoint=process.touchpoint, viewer=by)
    process.name = dict(name)
    process.save(update_fields=["name"])
    enter(process, by, "process.renamed")


@transaction.atomic
def draft_process(*, process: Process, text: ProcessText, by: Viewer, revision: int | None = None) -> ProcessMap:
    """Write the draft of the next version; there is one draft at a time, written again until approved.

    :param revision: of the draft that the writer saw, 0 for none; without it whatever stands there is written over
    :raises NotYours: an owner draws at their own touchpoints only
    :raises WrittenMeanwhile: somebody else saved the draft since
    :raises ProcessRefused: no lane, no step, branches of more than all cases, or a loop that nobody leaves
    """
    refuse_strangers(touchpoint=process.touchpoint, viewer=by)
    _refuse_broken(text)
    drawn = _in_the_making(process)
    saved_once_more(drawn, seen=revision)
    for part in AROUND:
        setattr(drawn, part, dict(getattr(text, part)))
    drawn.per_month, drawn.currency = text.per_month, text.currency.strip().upper()
    drawn.why, drawn.written_by = text.why.strip(), by.actor
    drawn.save()
    _write_steps(drawn, text)
    enter(process, by, "process.drafted", version=drawn.number)
    return drawn


def _refuse_broken(text: ProcessText) -> None:
    if not text.lanes:
        raise ProcessRefused("no_lane")
    if not text.steps:
        raise ProcessRefused("no_step")
    try:
        passings(text.steps)
    except TooManyShares as refused:
        raise ProcessRefused("shares", refused.place + 1) from refused
    except EndlessLoop as refused:
        raise ProcessRefused("loop") from refused


def _in_the_making(process: Process) -> ProcessMap:
    drafts = ProcessMap.objects.select_for_update(of=("self",)).filter(process=process, state=VersionState.DRAFT)
    highest: int | None = ProcessMap.objects.filter(process=process).aggregate(highest=Max("number"))["highest"]
    return drafts.first() or ProcessMap(
        organisation=process.organisation, process=process, touchpoint=process.touchpoint, number=(highest or 0) + 1
    )


def _write_steps(drawn: ProcessMap, text: ProcessText) -> None:
    drawn.steps.all().delete()
    drawn.lanes.all().delete()
    lanes = [
        ProcessLane.objects.create(
            organisation=drawn.organisation, map=drawn, position=place, kind=lane.kind, name=dict(lane.name)
        )
        for place, lane in enumerate(text.lanes, start=1)
    ]
    steps = [_write_step(drawn, place, step, lanes) for place, step in enumerate(text.steps, start=1)]
    for row, step in zip(steps, text.steps, strict=True):
        for place, branch in enumerate(step.branches, start=1):
            ProcessBranch.objects.create(
                organisation=drawn.organisation,
                step=row,
                position=place,
                when=dict(branch.when),
                share=branch.share or 0,
                target=None if branch.target is None else steps[branch.target],
            )


def _write_step(drawn: ProcessMap, place: int, text: StepText, lanes: Sequence[ProcessLane]) -> ProcessStep:
    return ProcessStep.objects.create(
        organisation=drawn.organisation,
        map=drawn,
        lane=lanes[text.lane] if text.lane < len(lanes) else lanes[0],
        position=place,
        name=dict(text.name),
        minutes=text.minutes,
        cost=text.cost,
        decision=text.decision,
        reason=dict(text.reason),
        expected_minutes=text.expected_minutes,
        expected_cost=text.expected_cost,
    )


@transaction.atomic
def approve_process(*, drawn: ProcessMap, by: Viewer, at: datetime) -> None:
    """Approve a draft; the version before is replaced and stays readable.

    :raises NotYours: only the committee and the sponsor approve
    :raises NothingToApprove: it is no draft
    """
    if not by.can(Can.APPROVE_SCRIPT):
        raise NotYours
    if drawn.state != VersionState.DRAFT:
        raise NothingToApprove
    replace_approved(drawn, by=by, at=at)
    enter(drawn.process, by, "process.approved", version=drawn.number)


@transaction.atomic
def measure_step(*, step: ProcessStep, minutes: Decimal | None, cost: Decimal | None, day: date, by: Viewer) -> None:
    """Record what a changed step takes since the change; measured again, the later figures stand.

    :raises NotYours: an owner measures at their own touchpoints only
    :raises NothingToMeasure: the step is kept as it was, its version does not hold, or nothing was measured
    """
    refuse_strangers(touchpoint=step.map.touchpoint, viewer=by)
    changed = step.decision != ProcessStep._meta.get_field("decision").default
    if step.map.state != VersionState.APPROVED or not changed or (minutes is None and cost is None):
        raise NothingToMeasure
    step.measured_minutes, step.measured_cost, step.measured_on = minutes, cost, day
    step.save(update_fields=["measured_minutes", "measured_cost", "measured_on"])
    told = {"step": step.position, "minutes": minutes, "cost": cost}
    enter(step.map.process, by, "process.measured", version=step.map.number, **told)

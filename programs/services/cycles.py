"""Opening cycles: the first one of an engagement, and the next one from the last re-audit."""

from datetime import date, timedelta

from django.db import transaction

from operations.services import record_trail
from programs import evidence
from programs.models import Cycle, Deliverable, Engagement, Stage, StageKind, StageState
from programs.standard import CARRIED_OVER, STANDARD


class CycleNotClosed(ValueError):
    """The next cycle begins where the last re-audit ended, and that gate has not been passed."""


def open_first_cycle(*, engagement: Engagement, day: date) -> Cycle:
    """Cycle 1 with its stages; the audit begins on the day."""
    cycle = Cycle.objects.create(organisation=engagement.organisation, engagement=engagement, number=1, opened_on=day)
    _make_stages(cycle, day)
    return cycle


@transaction.atomic
def open_next_cycle(*, cycle: Cycle, actor: str, day: date) -> Cycle:
    """The cycle after a closed one. Its audit opens filled in from the re-audit and may be passed at once.

    Apps above carry their findings over (`programs.evidence.register_carry_over`). Asked again, the same next cycle
    comes back.

    :raises CycleNotClosed: the re-audit's gate has not been passed
    """
    if cycle.closed_on is None:
        raise CycleNotClosed
    opened = Cycle.objects.filter(previous=cycle).first()
    if opened is not None:
        return opened
    opened = Cycle.objects.create(
        organisation=cycle.organisation,
        engagement=cycle.engagement,
        number=cycle.number + 1,
        previous=cycle,
        opened_on=day,
    )
    _make_stages(opened, day)
    _fill_audit(cycle, opened, day)
    evidence.carry_over(cycle, opened, actor)
    details = {"cycle": opened.number, "from": cycle.number}
    record_trail(
        organisation=cycle.organisation, actor=actor, action="cycle.opened", target=cycle.engagement, details=details
    )
    return opened


def _make_stages(cycle: Cycle, day: date) -> None:
    begins = day
    for position, standard in enumerate(STANDARD, start=1):
        ends = begins + timedelta(weeks=standard.weeks) - timedelta(days=1)
        is_first = position == 1
        stage = Stage.objects.create(
            organisation=cycle.organisation,
            cycle=cycle,
            kind=standard.kind,
            position=position,
            state=StageState.OPEN if is_first else StageState.PLANNED,
            planned_from=begins,
            planned_until=ends,
            started_on=day if is_first else None,
        )
        Deliverable.objects.bulk_create(
            Deliverable(
                organisation=cycle.organisation,
                stage=stage,
                code=wanted.code,
                title=wanted.title,
                required=wanted.required,
                evidence_name=wanted.evidence,
                position=place,
            )
            for place, wanted in enumerate(standard.deliverables, start=1)
        )
        begins = ends + timedelta(days=1)


def _fill_audit(closed: Cycle, opened: Cycle, day: date) -> None:
    brought = {
        deliverable.code: deliverable
        for deliverable in Deliverable.objects.filter(stage__cycle=closed, stage__kind=StageKind.REAUDIT)
    }
    for wanted in Deliverable.objects.filter(stage__cycle=opened, stage__kind=StageKind.AUDIT, required=True):
        source = brought.get(CARRIED_OVER.get(wanted.code, ""))
        frozen = dict(source.evidence) if source else {}
        wanted.evidence = {**frozen, "from_cycle": closed.number}
        wanted.done_on = day
        wanted.save(update_fields=["evidence", "done_on"])

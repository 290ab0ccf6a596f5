"""Service standards: written with a design, measured day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import LocalText
from organisations.models import Unit
from touchpoints.measures import MeasuredValue, Refusal, refusal
from touchpoints.models import (
    Design,
    DesignStandard,
    Direction,
    MeasureKind,
    Standard,
    StandardOrigin,
    StandardValue,
    Touchpoint,
    ValueSource,
)
from touchpoints.services.rights import NotYours


class StandardRefused(ValueError):
    """A standard's code is another touchpoint's, or it is measured in another way than before."""

    def __init__(self, code: str, *, is_elsewhere: bool) -> None:
        super().__init__(code)
        self.code, self.is_elsewhere = code, is_elsewhere


class ValuesRefused(ValueError):
    """Nothing was stored: `refusals` says for each bad row, by its place from 0, what is wrong with it."""

    def __init__(self, refusals: dict[int, Refusal]) -> None:
        super().__init__(f"{len(refusals)} rows")
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class StandardText:
    """A standard as a design writes it; a new code makes a new standard."""

    code: str
    name: LocalText
    kind: str
    target: Decimal
    direction: str = Direction.AT_MOST
    origin: str = StandardOrigin.OWN
    basis: str = ""


def write_standards(design: Design, standards: Sequence[StandardText]) -> None:
    """Write what a draft's standards say.

    :raises StandardRefused: a code is another touchpoint's, or the standard is measured otherwise
    """
    design.standards.all().delete()
    for position, text in enumerate(standards, start=1):
        DesignStandard.objects.create(
            organisation=design.organisation,
            design=design,
            standard=_standard(design, text),
            name=dict(text.name),
            direction=Direction(text.direction),
            target=text.target,
            origin=StandardOrigin(text.origin),
            basis=text.basis.strip(),
            position=position,
        )


def _standard(design: Design, text: StandardText) -> Standard:
    found, _is_new = Standard.objects.get_or_create(
        organisation=design.organisation,
        code=text.code,
        defaults={"touchpoint": design.touchpoint, "kind": MeasureKind(text.kind)},
    )
    if found.touchpoint_id != design.touchpoint_id:
        raise StandardRefused(text.code, is_elsewhere=True)
    if found.kind != text.kind:
        if found.values.exists() or found.wordings.exclude(design=design).exists():
            raise StandardRefused(text.code, is_elsewhere=False)
        found.kind = MeasureKind(text.kind)
        found.save(update_fields=["kind"])
    return found


def may_measure(*, touchpoint: Touchpoint, viewer: Viewer) -> bool:
    """Whether the viewer may enter what was measured: owners at their own touchpoints, consultants, administrators."""
    return viewer.can(Can.WRITE_MEASURES) and viewer.owns_touchpoint(touchpoint.pk)


@transaction.atomic
def record_values(
    *, standard: Standard, values: Sequence[MeasuredValue], source: ValueSource, by: Viewer, at: datetime, today: date
) -> int:
    """Store what was measured, all rows or none; a day and unit measured before is written over.

    :param today: the organisation's day; nothing is measured after it
    :returns: how many rows were given
    :raises NotYours: the viewer may not measure there
    :raises ValuesRefused: a row does not fit the measure, its day or its unit
    """
    if not may_measure(touchpoint=standard.touchpoint, viewer=by):
        raise NotYours
    units = {unit.code: unit for unit in Unit.objects.all()}
    refusals = {
        place: found
        for place, row in enumerate(values)
        if (found := refusal(row, kind=standard.kind, units=units.keys(), today=today))
    }
    if refusals:
        raise ValuesRefused(refusals)
    for row in values:
        _store(standard, row, units.get(row.unit), source, by.actor, at)
    enter(standard.touchpoint, by, "standard.measured", standard=standard.code, rows=len(values), source=str(source))
    return len(values)


def _store(
    standard: Standard, row: MeasuredValue, unit: Unit | None, source: ValueSource, actor: str, at: datetime
) -> None:
    told = {"value": row.value, "cases": row.cases, "source": source, "entered_by": actor, "entered_at": at}
    StandardValue.objects.update_or_create(
        organisation=standard.organisation, standard=standard, day=row.day, unit=unit, defaults=told
    )

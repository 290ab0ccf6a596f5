"""Volumes per channel: what a set of rows would change, and the change."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from operations.services import record_trail
from organisations.models import Channel, Organisation
from touchpoints.models import ChannelVolume, Touchpoint, ValueSource
from touchpoints.queries.touchpoints import touchpoints_of
from touchpoints.services.rights import NotYours
from touchpoints.volumes.rows import Volume, VolumeRefusal, refusal

Key = tuple[str, str, str, date]
_KEY = ("touchpoint", "channel", "period", "starts_on")
_WRITTEN = ("count", "counted_by", "is_sample", "source", "entered_by", "entered_at")


class VolumesRefused(ValueError):
    """Nothing was stored: `refusals` says for each bad row, by its place from 0, what is wrong with it."""

    def __init__(self, refusals: Mapping[int, VolumeRefusal]) -> None:
        super().__init__(f"{len(refusals)} rows")
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class Stood:
    """A count that stands there now."""

    count: int
    counted_by: str
    is_sample: bool


@dataclass(frozen=True, slots=True)
class VolumePlan:
    """What rows would do here: those that are new, those that write over a count, and how many change nothing."""

    new: Sequence[Volume]
    changed: Sequence[Volume]
    same: int
    refusals: Mapping[int, VolumeRefusal]
    stood: Mapping[Key, Stood]

    @property
    def written_over(self) -> list[tuple[Volume, Stood]]:
        """Each row that writes over a count, with that count."""
        return [(row, self.stood[row.key]) for row in self.changed]

    @property
    def changes(self) -> int:
        """How many rows would be written."""
        return len(self.new) + len(self.changed)


def may_count(*, viewer: Viewer) -> bool:
    """Whether the viewer may enter volumes anywhere."""
    return viewer.can(Can.WRITE_MEASURES) and viewer.touchpoint_ids != frozenset()


def example(*, by: Viewer, today: date) -> Volume | None:
    """A row that the viewer could send: a touchpoint and a channel of theirs, and last month."""
    places = _Places(by)
    touchpoint, channel = next(iter(places.touchpoints), ""), next(iter(places.channels), "")
    if not (touchpoint and channel):
        return None
    last = today.replace(day=1) - timedelta(days=1)
    return Volume(touchpoint, channel, "month", last.replace(day=1), 1240, "")


def plan_volumes(*, rows: Sequence[Volume], by: Viewer, today: date) -> VolumePlan:
    """What the rows would change; a touchpoint that is not the viewer's own is as good as unknown.

    :raises NotYours: the viewer enters no volumes
    """
    if not may_count(viewer=by):
        raise NotYours
    return _plan(rows, _Places(by), today)


@transaction.atomic
def record_volumes(
    *, organisation: Organisation, rows: Sequence[Volume], source: ValueSource, by: Viewer, at: datetime, today: date,
    is_sample: bool = False,
) -> VolumePlan:  # fmt: skip
    """Store counted rows, all or none. A period counted before is written over; the same again changes nothing.

    :param today: the organisation's day; a period counts once it is over
    :param is_sample: the counts are made up, and every page that shows them says so
    :raises NotYours: the viewer enters no volumes
    :raises VolumesRefused: a row cannot be taken
    """
    if not may_count(viewer=by):
        raise NotYours
    places = _Places(by)
    plan = _plan(rows, places, today)
    if plan.refusals:
        raise VolumesRefused(plan.refusals)
    rows_to_write = [
        ChannelVolume(
            organisation=organisation, touchpoint=places.touchpoints[row.touchpoint],
            channel=places.channels[row.channel], period=row.period, starts_on=row.starts_on, count=row.count,
            counted_by=row.counted_by.strip(), is_sample=is_sample, source=source, entered_by=by.actor, entered_at=at,
        )
        for row in (*plan.new, *plan.changed)
    ]  # fmt: skip
    ChannelVolume.objects.bulk_create(
        rows_to_write, batch_size=500, update_conflicts=True, unique_fields=_KEY, update_fields=_WRITTEN
    )
    if plan.changes:
        record_trail(
            organisation=organisation, actor=by.actor, actor_name=by.name, action="volume.recorded",
            target=_only_one(plan, places),
            details={"new": len(plan.new), "changed": len(plan.changed), "source": str(source)},
        )  # fmt: skip
    return plan


class _Places:
    """Where the viewer may count: touchpoints of their own or all, and channels in use, by code."""

    def __init__(self, viewer: Viewer) -> None:
        own = [one for one in touchpoints_of(viewer=viewer) if viewer.owns_touchpoint(one.pk)]
        self.touchpoints: dict[str, Touchpoint] = {one.code: one for one in own}
        self.channels = {one.code: one for one in Channel.objects.filter(archived_at=None)}


def _only_one(plan: VolumePlan, places: _Places) -> Touchpoint | None:
    """The touchpoint whose volumes changed, if it is one: its owner reads the entry too."""
    codes = {row.touchpoint for row in (*plan.new, *plan.changed)}
    return places.touchpoints[codes.pop()] if len(codes) == 1 else None


def _plan(rows: Sequence[Volume], places: _Places, today: date) -> VolumePlan:
    times = Counter(row.key for row in rows)
    refusals: dict[int, VolumeRefusal] = {}
    for place, row in enumerate(rows):
        why = refusal(row, touchpoints=places.touchpoints, channels=places.channels, today=today)
        if why or times[row.key] > 1:
            refusals[place] = why or VolumeRefusal.TWICE
    good = [row for place, row in enumerate(rows) if place not in refusals]
    stored = _stored(good)
    new = [row for row in good if row.key not in stored]
    changed = [row for row in good if row.key in stored and not _says(row, stored[row.key])]
    return VolumePlan(new, changed, len(good) - len(new) - len(changed), refusals, stored)


def _says(row: Volume, stood: Stood) -> bool:
    return (row.count, row.counted_by.strip()) == (stood.count, stood.counted_by)


def _stored(rows: Sequence[Volume]) -> dict[Key, Stood]:
    """The counts that stand there now, of the touchpoints and days the rows speak of."""
    if not rows:
        return {}
    days = [row.starts_on for row in rows]
    found = ChannelVolume.objects.filter(
        touchpoint__code__in={row.touchpoint for row in rows}, starts_on__range=(min(days), max(days))
    )
    columns = ("touchpoint__code", "channel__code", "period", "starts_on", "count", "counted_by", "is_sample")
    return {(t, c, p, day): Stood(*told) for t, c, p, day, *told in found.values_list(*columns)}

"""Versions of a map: copied one from another, frozen, read for ever."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from touchpoints import measured
from touchpoints.mapping.document import MapDocument, as_json, of_json
from touchpoints.models import Feeling, Journey, JourneyMap, JourneyStage, MapKind, MapNote, Placement
from touchpoints.queries.maps import document_of
from touchpoints.services.maps.recording import refuse_change
from touchpoints.services.rights import NotYours


def next_number(journey: Journey, kind: str) -> int:
    """The number of the kind's next version."""
    highest = JourneyMap.objects.filter(journey=journey, kind=kind).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def new_version(journey: Journey, kind: str, *, note: str = "", copied_from: JourneyMap | None = None) -> JourneyMap:
    """An empty map with the next number of its kind."""
    return JourneyMap.objects.create(
        organisation=journey.organisation, journey=journey, kind=MapKind(kind), number=next_number(journey, kind),
        note=note.strip()[:200], copied_from=copied_from,
    )  # fmt: skip


@transaction.atomic
def copy_map(*, source: JourneyMap, kind: str, by: Viewer, note: str = "") -> JourneyMap:
    """A new version of any kind, with everything that stands on the source.

    :raises NotYours: the committee and consultants draw maps
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    made = new_version(source.journey, kind, note=note, copied_from=source)
    for stage in source.stages.prefetch_related("placements", "notes", "feelings"):
        copied = made.stages.create(
            organisation=made.organisation, code=stage.code, name=stage.name, need=stage.need, position=stage.position
        )
        _copy_parts(Placement, stage.placements.all(), copied)
        _copy_parts(MapNote, stage.notes.all(), copied)
        _copy_parts(Feeling, stage.feelings.all(), copied)
    _enter(made, by, "map.copied", {"from": f"{source.kind} {source.number}"})
    return made


def _copy_parts(model: Any, parts: Iterable[Any], stage: JourneyStage) -> None:
    """The same rows on another stage, with public ids of their own."""
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if field.name not in ("id", "public_id", "stage", "revision")
    ]
    model.objects.bulk_create(model(stage=stage, **{name: getattr(part, name) for name in names}) for part in parts)


@transaction.atomic
def lock_map(*, drawn: JourneyMap, by: Viewer, at: datetime, today: date) -> None:
    """Freeze a map with the names and figures of today: it never changes again.

    :raises NotYours: the committee and consultants lock maps
    :raises MapLocked: it is frozen already
    """
    fresh = JourneyMap.objects.select_for_update().get(pk=drawn.pk)
    refuse_change(fresh, by)
    found = measured.readings(viewer=by, today=today)
    drawn.frozen = {
        "document": as_json(document_of(fresh), with_owners=True),
        "measured": measured.frozen(found),
        "day": today.isoformat(),
    }
    drawn.locked_at, drawn.locked_by = at, by.actor
    drawn.save(update_fields=["frozen", "locked_at", "locked_by"])
    _enter(drawn, by, "map.locked", {})


def frozen_document(drawn: JourneyMap) -> MapDocument:
    """A locked map as it was read when it was locked."""
    return of_json(drawn.frozen["document"])


def _enter(drawn: JourneyMap, by: Viewer, action: str, details: dict[str, str]) -> None:
    enter(drawn.journey, by, action, map=f"{drawn.kind} {drawn.number}", **details)

"""Every change of a map keeps the rows before and after, so that the last changes can be undone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import LocalText, local
from touchpoints.models import Feeling, JourneyMap, JourneyStage, MapChange, MapNote, Placement
from touchpoints.services.rights import NotYours

Drawn = TypeVar("Drawn", JourneyStage, Placement, MapNote, Feeling)

_KINDS: dict[str, type[models.Model]] = {
    "stage": JourneyStage,
    "place": Placement,
    "note": MapNote,
    "feeling": Feeling,
}
_NAMES = {model: name for name, model in _KINDS.items()}
# What belongs to the row itself, to the map, or only counts how often it was saved.
_LEFT_OUT = {"id", "organisation", "map", "public_id", "revision"}


class MapLocked(ValueError):
    """The map is frozen; what shall change is drawn on a copy."""


class NothingToUndo(ValueError):
    """No change is left, or the map is no longer as the last change left it."""


def refuse_change(drawn: JourneyMap, by: Viewer, *, is_own: bool = False) -> None:
    """Nothing, where the viewer may change the map.

    :raises NotYours: the committee and consultants draw maps
    :raises MapLocked: the map is frozen
    """
    if not (by.can(Can.EDIT_PROGRAMME) or (is_own and by.can(Can.EDIT_OWN_TOUCHPOINT))):
        raise NotYours
    if drawn.is_locked:
        raise MapLocked


class Gone(ValueError):
    """Somebody took it off the map meanwhile."""


class Recorder:
    """Writes rows of a map and notes what they were and became."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def fresh(self, row: Drawn) -> Drawn:
        """The row as it is now that the map waits for nobody else. :raises Gone: it is no longer there"""
        try:
            row.refresh_from_db()
        except ObjectDoesNotExist as error:
            raise Gone from error
        return row

    def create(self, row: Drawn) -> Drawn:
        """Store a new row."""
        row.save()
        self._note(row, None, picture(row))
        return row

    def change(self, row: Drawn, **values: Any) -> None:
        """Give a row new values; one that has them already stays untouched."""
        before = picture(row)
        for name, value in values.items():
            setattr(row, name, value)
        after = picture(row)
        if before != after:
            row.save(update_fields=list(values))
            self._note(row, before, after)

    def delete(self, row: Drawn) -> None:
        """Remove a row; what stands on a stage goes first."""
        if isinstance(row, JourneyStage):
            for part in (*row.placements.all(), *row.notes.all(), *row.feelings.all()):
                self.delete(part)
        before, key = picture(row), row.public_id
        row.delete()
        self.rows.append({"kind": _NAMES[type(row)], "key": str(key), "before": before, "after": None})

    def _note(self, row: Any, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
        self.rows.append({"kind": _NAMES[type(row)], "key": str(row.public_id), "before": before, "after": after})


@contextmanager
def recorded(
    drawn: JourneyMap, *, by: Viewer, action: str, about: LocalText, is_own: bool = False
) -> Iterator[Recorder]:
    """One change of a map, in one transaction, entered in the trail; a change of nothing leaves no entry.

    :param is_own: the part of the map is the viewer's own, see `own_parts`
    :raises NotYours: the viewer may not draw
    :raises MapLocked: the map is frozen
    """
    with transaction.atomic():
        # Changes of one map wait for each other, so that undoing finds the last one on top.
        fresh = JourneyMap.objects.select_for_update().get(pk=drawn.pk)
        refuse_change(fresh, by, is_own=is_own)
        recorder = Recorder()
        yield recorder
        if not recorder.rows:
            return
        MapChange.objects.create(
            organisation=fresh.organisation, map=fresh, action=action, about=dict(about), rows=recorder.rows,
            actor=by.actor, actor_name=by.name,
        )  # fmt: skip
        _enter(fresh, by, f"map.{action}", about)


def _enter(drawn: JourneyMap, by: Viewer, action: str, about: LocalText) -> None:
    enter(drawn.journey, by, action, map=f"{drawn.kind} {drawn.number}", about=local(about)[:120])


def picture(row: models.Model) -> dict[str, Any]:
    """A row's own values as plain ones; rows it points to by their public ids."""
    return {
        field.name: _plain(row, field)
        for field in row._meta.concrete_fields
        if field.name not in _LEFT_OUT
    }  # fmt: skip


def _plain(row: models.Model, field: Any) -> Any:
    value = getattr(row, field.name)
    if field.is_relation:
        return str(getattr(value, _name_of(field), "")) or None
    return dict(value) if isinstance(value, dict) else value


@transaction.atomic
def undo_last(*, drawn: JourneyMap, by: Viewer, at: datetime) -> MapChange:
    """Take the last change back that is not yet; whoever made it.

    :raises NotYours: the viewer may not draw
    :raises MapLocked: the map is frozen
    :raises NothingToUndo: no change is left, or the map was changed by other ways
    """
    fresh = JourneyMap.objects.select_for_update().get(pk=drawn.pk)
    refuse_change(fresh, by)
    change = MapChange.objects.filter(map=fresh, undone_at=None).first()
    if change is None:
        raise NothingToUndo
    for kept in reversed(change.rows):
        _take_back(fresh, kept)
    change.undone_at = at
    change.save(update_fields=["undone_at"])
    _enter(fresh, by, "map.undone", change.about)
    return change


def _take_back(drawn: JourneyMap, kept: dict[str, Any]) -> None:
    model: Any = _KINDS[kept["kind"]]
    row = model.objects.filter(public_id=UUID(kept["key"])).first()
    if not _stands(row, kept["after"]):
        raise NothingToUndo
    if kept["before"] is None:
        row.delete()
        return
    if row is None:
        row = model(organisation=drawn.organisation, public_id=UUID(kept["key"]))
        if kept["kind"] == "stage":
            row.map = drawn
    elif hasattr(row, "revision"):
        row.revision += 1  # who has the text open is told that it changed
    for field in model._meta.concrete_fields:
        if field.name in kept["before"]:
            setattr(row, field.name, _found(field, kept["before"][field.name]))
    row.save()


def _stands(row: models.Model | None, left: dict[str, Any] | None) -> bool:
    """Whether the row is as the change left it; columns that came later tell nothing."""
    if row is None or left is None:
        return row is None and left is None
    now = picture(row)
    return all(now.get(name) == value for name, value in left.items())


def _found(field: Any, value: Any) -> Any:
    """A kept value as the row takes it.

    :raises NothingToUndo: what it pointed to is gone
    """
    if not field.is_relation or value is None:
        return value
    found = field.related_model.objects.filter(**{_name_of(field): value}).first()
    if found is None:
        raise NothingToUndo
    return found


def _name_of(field: Any) -> str:
    """By what a row that is pointed to is known outside the database."""
    names = {one.name for one in field.related_model._meta.concrete_fields}
    return "public_id" if "public_id" in names else "code"

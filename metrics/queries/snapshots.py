"""Frozen figures, as their readers may see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.viewer import Viewer
from metrics.models import Snapshot
from metrics.queries.asking import FigureError


@dataclass(frozen=True, slots=True)
class SnapshotTaken:
    """A snapshot's rows, exactly as they were frozen."""

    name: str
    taken_at: datetime
    definition_version: int
    rows: list[dict[str, Any]]


def snapshot_rows(public_id: UUID, *, viewer: Viewer) -> SnapshotTaken:
    """The frozen rows; parts too small for this viewer are suppressed anew.

    :raises FigureError: unknown_value
    """
    found = Snapshot.objects.filter(public_id=public_id).first()
    if found is None:
        raise FigureError("unknown_value", "snapshot", "")
    rows = found.rows if viewer.may_open_answers else [_as_total(row) for row in found.rows]
    return SnapshotTaken(found.name, found.taken_at, found.definition_version, rows)


def _as_total(row: dict[str, Any]) -> dict[str, Any]:
    """Totals of surveys, questions and touchpoints as they are; other rows are for those who may open answers."""
    if any(row.get(part) for part in ("segment", "channel", "unit", "source")):
        return {**row, **dict.fromkeys(_NUMBERS), "suppressed": True}
    return row


_NUMBERS = (
    "n", "n_missing", "n_effective", "promoters", "passives", "detractors", "value", "std_error", "ci_low", "ci_high",
    "low_base",
)  # fmt: skip

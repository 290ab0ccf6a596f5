"""The vocabulary of segments: axes of one kind each, and the segments on them."""

from datetime import datetime

from django.db import transaction

from lib.local_text import LocalText
from operations.services import record_trail
from organisations.models import Organisation
from programs.models import AxisKind, Segment, SegmentAxis


@transaction.atomic
def save_axis(
    *,
    organisation: Organisation,
    code: str,
    name: LocalText,
    actor: str,
    kind: str = AxisKind.WHO,
    rule: dict[str, str] | None = None,
    position: int = 0,
) -> SegmentAxis:
    """Make the axis of this code, or rewrite it; the code stays for ever."""
    axis = SegmentAxis.objects.filter(code=code).first() or SegmentAxis(organisation=organisation, code=code)
    axis.name, axis.kind, axis.position = dict(name), AxisKind(kind), position
    if rule is not None:
        axis.rule = rule
    axis.archived_at = None
    axis.save()
    record_trail(organisation=organisation, actor=actor, action="axis.saved", target=axis, details={"code": code})
    return axis


@transaction.atomic
def save_segment(*, axis: SegmentAxis, code: str, name: LocalText, actor: str, position: int = 0) -> Segment:
    """Make the segment of this code on the axis, or rewrite it."""
    segment = Segment.objects.filter(axis=axis, code=code).first()
    segment = segment or Segment(organisation=axis.organisation, axis=axis, code=code)
    segment.name, segment.position, segment.archived_at = dict(name), position, None
    segment.save()
    details = {"axis": axis.code, "code": code}
    record_trail(organisation=axis.organisation, actor=actor, action="segment.saved", target=segment, details=details)
    return segment


@transaction.atomic
def archive_segment(*, segment: Segment | SegmentAxis, actor: str, at: datetime) -> None:
    """Put a segment or an axis away: it is no longer offered, answers keep it."""
    segment.archived_at = at
    segment.save(update_fields=["archived_at"])
    kind = "axis" if isinstance(segment, SegmentAxis) else "segment"
    record_trail(
        organisation=segment.organisation, actor=actor, action=f"{kind}.archived", target=segment,
        details={"code": segment.code},
    )  # fmt: skip

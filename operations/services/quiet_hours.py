"""Quiet hours: when a member wants no mail of notices."""

import uuid
from collections.abc import Iterable
from datetime import datetime, time

from operations.models import QuietHours
from organisations.models import Organisation


def choose_quiet_hours(
    *, organisation: Organisation, recipient: uuid.UUID, begins: time | None, ends: time | None, time_zone: str
) -> None:
    """Keep a member's quiet hours; without a beginning or an end there are none."""
    if begins is None or ends is None:
        QuietHours.objects.filter(recipient=recipient).delete()
        return
    QuietHours.objects.update_or_create(
        organisation=organisation,
        recipient=recipient,
        defaults={"begins": begins, "ends": ends, "time_zone": time_zone},
    )


def quiet_until(people: Iterable[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, datetime]:
    """Who of them has quiet hours now, and when these end."""
    chosen = QuietHours.objects.filter(recipient__in=list(people))
    found = {hours.recipient: hours.end_after(now) for hours in chosen}
    return {person: end for person, end in found.items() if end is not None}

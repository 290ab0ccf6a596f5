"""The activity trail: written with the change it tells of, sealed afterwards, never changed again."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone

from operations.models import TrailEntry
from organisations.models import Organisation

SYSTEM = "system"

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def record_trail(
    *,
    organisation: Organisation,
    actor: str,
    action: str,
    actor_name: str = "",
    target: models.Model | None = None,
    target_name: str = "",
    details: Mapping[str, Any] | None = None,
) -> TrailEntry:
    """Enter who did what; call it in the transaction of the change, so that both are there or neither.

    :param action: stable dotted name, thing first: `survey.opened`
    :param target: what it was done to; kept by its public id where it has one
    :param details: what else a reader of the trail should know; dates, numbers and ids are kept as text
    """
    return TrailEntry.objects.create(
        organisation=organisation,
        at=timezone.now(),
        actor=storable(actor, 64),
        actor_name=storable(actor_name, 150),
        action=action,
        target_kind=target._meta.model_name or "" if target is not None else "",
        target_id=str(getattr(target, "public_id", target.pk)) if target is not None else "",
        target_name=storable(target_name or (str(target) if target is not None else ""), 200),
        details=plain(details or {}),
    )


def storable(text: object, length: int = 0) -> str:
    """Text that both databases keep and JSON can carry, cut to a length."""
    clean = _UNSTORABLE.sub("�", str(text))
    return clean[:length] if length else clean


def plain(value: Any) -> Any:
    """A value that reads back from any database as it was written: fractions, dates and ids become text."""
    if value is None or isinstance(value, bool) or (isinstance(value, int) and abs(value) < 2**53):
        return value
    if isinstance(value, Mapping):
        return {storable(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    return storable(value.isoformat() if isinstance(value, date | datetime) else value)


def details_text(details: Mapping[str, Any]) -> str:
    """The details as one line for a spreadsheet."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True) if details else ""

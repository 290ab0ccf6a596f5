"""The activity trail: written with the change it tells of, sealed afterwards, never changed again."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils import timezone

from operations.models import TrailEntry, TrailHead
from operations.sealing import seal_of
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

SEAL = "operations.seal_trail"
SYSTEM = "system"
AT_ONCE = 500

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


def plan_sealing() -> None:
    """Write a sealing job for every organisation that has unsealed entries."""
    from operations.services.jobs import enqueue  # the job services write the trail themselves

    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            if TrailEntry.objects.filter(sequence=None).exists():
                enqueue(organisation=organisation, kind=SEAL, payload={}, actor=SYSTEM, unique_key="trail")


def seal_some(*, organisation: Organisation, at_most: int = AT_ONCE) -> int:
    """Seal the oldest unsealed entries, each with the hash before it; returns how many.

    An entry that commits late with a low id is sealed by a later call: the order of the chain is `sequence`.
    """
    head, _made = TrailHead.objects.get_or_create(organisation=organisation)
    unsealed = list(TrailEntry.objects.filter(sequence=None).order_by("pk")[:at_most])
    for entry in unsealed:
        head.sequence += 1
        entry.sequence, entry.previous_hash = head.sequence, head.entry_hash
        entry.entry_hash = head.entry_hash = seal_of(entry, organisation.public_id)
        entry.save(update_fields=["sequence", "previous_hash", "entry_hash"])
    if unsealed:
        head.save(update_fields=["sequence", "entry_hash"])
    return len(unsealed)


def highest_sequence() -> int:
    """The number of the last sealed entry in the open scope; 0 when none is sealed."""
    found = TrailEntry.objects.aggregate(highest=Max("sequence"))["highest"]
    return int(found or 0)


def details_text(details: Mapping[str, Any]) -> str:
    """The details as one line for a spreadsheet."""
    return json.dumps(details, ensure_ascii=False, sort_keys=True) if details else ""

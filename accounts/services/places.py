"""The organisation's settings, units and channels; each change enters the trail."""

from datetime import datetime
from typing import Any

from django.db import transaction

from lib.local_text import LocalText
from operations.services import enqueue, record_trail
from organisations.models import Channel, Organisation, Unit, UnitKind
from organisations.queries import subtree_ids


class CodeTaken(ValueError):
    """Another one of the organisation has this code, and codes never change."""


class OwnAncestor(ValueError):
    """A unit cannot lie below itself."""


class NotEmpty(ValueError):
    """Units below this one are still in use."""


@transaction.atomic
def add_unit(
    *,
    organisation: Organisation,
    code: str,
    name: LocalText,
    actor: str,
    parent: Unit | None = None,
    kind: str = UnitKind.OWN,
    position: int = 0,
) -> Unit:
    """A new unit below another, or at the top.

    :raises CodeTaken: the code is in use, or was
    """
    if Unit.objects.filter(code=code).exists():
        raise CodeTaken(code)
    unit = Unit.objects.create(
        organisation=organisation, code=code, name=dict(name), parent=parent, kind=kind, position=position
    )
    record_trail(organisation=organisation, actor=actor, action="unit.added", target=unit, target_name=code)
    return unit


@transaction.atomic
def change_unit(*, unit: Unit, name: LocalText, parent: Unit | None, kind: str, actor: str) -> None:
    """Rename or move a unit. Answers keep the unit they were given at; filters follow the tree of today.

    :raises OwnAncestor: the new parent lies below the unit
    """
    if parent is not None and parent.pk in subtree_ids(unit.pk):
        raise OwnAncestor(unit.code)
    unit.name, unit.parent, unit.kind = dict(name), parent, kind
    unit.save(update_fields=["name", "parent", "kind"])
    record_trail(
        organisation=unit.organisation, actor=actor, action="unit.changed", target=unit, target_name=unit.code,
        details={"parent": parent.code if parent else ""},
    )  # fmt: skip


@transaction.atomic
def archive_unit(*, unit: Unit, actor: str, at: datetime | None) -> None:
    """Put a unit away (`at`), or take it back into use (None).

    :raises NotEmpty: units below it are in use
    """
    if at is not None and unit.children.filter(archived_at=None).exists():
        raise NotEmpty(unit.code)
    unit.archived_at = at
    unit.save(update_fields=["archived_at"])
    action = "unit.archived" if at else "unit.restored"
    record_trail(organisation=unit.organisation, actor=actor, action=action, target=unit, target_name=unit.code)


@transaction.atomic
def add_channel(*, organisation: Organisation, code: str, name: LocalText, actor: str, position: int = 0) -> Channel:
    """A new channel.

    :raises CodeTaken: the code is in use, or was
    """
    if Channel.objects.filter(code=code).exists():
        raise CodeTaken(code)
    channel = Channel.objects.create(organisation=organisation, code=code, name=dict(name), position=position)
    record_trail(organisation=organisation, actor=actor, action="channel.added", target_name=code)
    return channel


@transaction.atomic
def rename_channel(*, channel: Channel, name: LocalText, actor: str) -> None:
    """Give a channel another name; its code stays."""
    channel.name = dict(name)
    channel.save(update_fields=["name"])
    record_trail(organisation=channel.organisation, actor=actor, action="channel.renamed", target_name=channel.code)


ZONE_CHANGED = "organisation.zone_changed"
SETTINGS = (
    "name",
    "time_zone",
    "languages",
    "accent",
    "customer_noun",
    "minimum_employees",
    "minimum_customers",
    "options",
)


@transaction.atomic
def change_settings(*, organisation: Organisation, actor: str, **values: Any) -> list[str]:
    """Change the organisation's settings; returns the names of those that did change.

    A changed time zone moves answers between days: a job of that kind, which `feedback` knows, does it.
    """
    changed = [name for name in SETTINGS if name in values and getattr(organisation, name) != values[name]]
    before = {name: getattr(organisation, name) for name in changed}
    for name in changed:
        setattr(organisation, name, values[name])
    if changed:
        organisation.save(update_fields=changed)
        if "time_zone" in changed:
            enqueue(organisation=organisation, kind=ZONE_CHANGED, payload={}, actor=actor, unique_key="zone")
        after = {name: values[name] for name in changed}
        record_trail(
            organisation=organisation, actor=actor, action="settings.changed", target=organisation,
            details={"before": before, "after": after},
        )  # fmt: skip
    return changed

"""Touchpoints themselves: what they are, in whose hands, who answers for them and who works there."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import Membership
from accounts.viewer import Viewer
from lib.local_text import LocalText
from operations.services import record_trail
from organisations.models import Organisation
from programs.models import StageKind
from programs.services import deliver
from touchpoints.models import Assignment, Attribute, Control, Touchpoint, TouchpointAttribute
from touchpoints.services.rights import refuse_strangers
from touchpoints.standard import STANDARD_ATTRIBUTES


class CodeTaken(ValueError):
    """The organisation has another touchpoint of this code; codes are never used twice."""


@transaction.atomic
def create_touchpoint(
    *,
    organisation: Organisation,
    code: str,
    name: LocalText,
    actor: str,
    description: LocalText | None = None,
    control: str = Control.OWNED,
    depends_on: LocalText | None = None,
    owner: Membership | None = None,
    position: int | None = None,
    attributes: Iterable[str] = (),
) -> Touchpoint:
    """A touchpoint; without a position it comes last. `attributes` are codes of those that matter there.

    :raises CodeTaken: the code is in use
    """
    try:
        with transaction.atomic():
            touchpoint = Touchpoint.objects.create(
                organisation=organisation,
                code=code,
                name=dict(name),
                description=dict(description or {}),
                control=Control(control),
                depends_on=dict(depends_on or {}),
                owner=owner,
                position=Touchpoint.objects.count() + 1 if position is None else position,
            )
    except IntegrityError as error:
        raise CodeTaken(code) from error
    set_attributes(touchpoint=touchpoint, codes=attributes)
    _trail(touchpoint, actor, "touchpoint.created")
    return touchpoint


@transaction.atomic
def edit_touchpoint(
    *,
    touchpoint: Touchpoint,
    name: LocalText,
    description: LocalText,
    control: str,
    depends_on: LocalText,
    attributes: Iterable[str],
    by: Viewer,
    position: int | None = None,
) -> None:
    """Rewrite what a touchpoint is; its code stays, without a position its order too.

    :raises NotYours: an owner may edit their own touchpoints only
    """
    refuse_strangers(touchpoint=touchpoint, viewer=by)
    touchpoint.name, touchpoint.description = dict(name), dict(description)
    touchpoint.control, touchpoint.depends_on = Control(control), dict(depends_on)
    touchpoint.position = touchpoint.position if position is None else position
    touchpoint.save(update_fields=["name", "description", "control", "depends_on", "position"])
    set_attributes(touchpoint=touchpoint, codes=attributes)
    _trail(touchpoint, by.actor, "touchpoint.edited")


@transaction.atomic
def set_owner(*, touchpoint: Touchpoint, owner: Membership | None, actor: str, day: date) -> None:
    """Say who answers for the touchpoint. Once all have an owner, the design stage is told."""
    touchpoint.owner = owner
    touchpoint.save(update_fields=["owner"])
    _trail(touchpoint, actor, "touchpoint.owner_set", owner=str(owner.public_id) if owner else "")
    listed = Touchpoint.objects.filter(archived_at=None)
    if not listed.filter(owner=None).exists():
        deliver(
            organisation=touchpoint.organisation,
            stage_kind=StageKind.DESIGN,
            code="touchpoint-owners",
            evidence={"touchpoints": listed.count(), "address": f"/o/{touchpoint.organisation.slug}/touchpoints/"},
            actor=actor,
            day=day,
        )


@transaction.atomic
def archive_touchpoint(*, touchpoint: Touchpoint, actor: str, at: datetime | None) -> None:
    """Put a touchpoint away, or bring it back with `at=None`; its answers and versions stay."""
    touchpoint.archived_at = at
    touchpoint.save(update_fields=["archived_at"])
    _trail(touchpoint, actor, "touchpoint.archived" if at else "touchpoint.brought_back")


def set_attributes(*, touchpoint: Touchpoint, codes: Iterable[str]) -> None:
    """Keep exactly these attributes as the ones that matter at the touchpoint."""
    wanted = {attribute.pk: attribute for attribute in Attribute.objects.filter(code__in=list(codes))}
    kept = TouchpointAttribute.objects.filter(touchpoint=touchpoint)
    kept.exclude(attribute_id__in=wanted).delete()
    present = set(kept.values_list("attribute_id", flat=True))
    for pk, attribute in wanted.items():
        if pk not in present:
            TouchpointAttribute.objects.create(
                organisation=touchpoint.organisation, touchpoint=touchpoint, attribute=attribute
            )


@transaction.atomic
def ensure_standard_attributes(organisation: Organisation) -> list[Attribute]:
    """The thirteen operational and five emotional attributes; those that exist stay as the organisation named them."""
    return [
        Attribute.objects.get_or_create(
            organisation=organisation,
            code=code,
            defaults={"kind": kind, "name": {"en": english, "pl": polish}, "position": position},
        )[0]
        for position, (code, kind, english, polish) in enumerate(STANDARD_ATTRIBUTES, start=1)
    ]


@transaction.atomic
def assign_member(*, touchpoint: Touchpoint, membership: Membership, actor: str) -> None:
    """Make the touchpoint the member's own: they work there or manage it."""
    _assignment, is_new = Assignment.objects.get_or_create(
        organisation=touchpoint.organisation, membership=membership, touchpoint=touchpoint
    )
    if is_new:
        _trail(touchpoint, actor, "touchpoint.member_assigned", membership=str(membership.public_id))


@transaction.atomic
def unassign_member(*, touchpoint: Touchpoint, membership: Membership, actor: str) -> None:
    """The member no longer works at the touchpoint."""
    removed, _kinds = Assignment.objects.filter(membership=membership, touchpoint=touchpoint).delete()
    if removed:
        _trail(touchpoint, actor, "touchpoint.member_unassigned", membership=str(membership.public_id))


def _trail(touchpoint: Touchpoint, actor: str, action: str, **details: str) -> None:
    record_trail(organisation=touchpoint.organisation, actor=actor, action=action, target=touchpoint, details=details)

"""Collection points: a printed code that leads to a survey and never changes."""

import secrets
from datetime import datetime

from django.db import transaction

from feedback.models import CollectionPoint, Survey
from operations.services import record_trail
from organisations.doors import code_hash
from organisations.models import Channel, Organisation, PublicCode, Unit
from touchpoints.models import Touchpoint

# Small letters and digits that nobody mistakes for one another on paper.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 12
KIND = "survey"


def new_code() -> str:
    """A code of twelve characters by chance: about 59 bits, so that none is found by trying."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


@transaction.atomic
def create_point(
    *,
    organisation: Organisation,
    survey: Survey,
    name: str,
    actor: str,
    touchpoint: Touchpoint | None = None,
    unit: Unit | None = None,
    channel: Channel | None = None,
    code: str = "",
) -> CollectionPoint:
    """A place answers come in, with its code known at the public door.

    :param code: a code printed before, for a point that moves here; else a new one
    """
    point = CollectionPoint.objects.create(
        organisation=organisation,
        survey=survey,
        code=code or new_code(),
        name=name,
        touchpoint=touchpoint,
        unit=unit,
        channel=channel,
    )
    PublicCode.objects.create(code_hash=code_hash(point.code), organisation=organisation, kind=KIND)
    record_trail(
        organisation=organisation, actor=actor, action="point.created", target=point, target_name=name,
        details={"survey": survey.code},
    )  # fmt: skip
    return point


@transaction.atomic
def close_point(*, point: CollectionPoint, actor: str, now: datetime) -> None:
    """Take no more answers here; the code keeps leading to a page that says so."""
    if point.closed_at is None:
        point.closed_at = now
        point.save(update_fields=["closed_at"])
        record_trail(
            organisation=point.organisation, actor=actor, action="point.closed", target=point, target_name=point.name
        )


@transaction.atomic
def reopen_point(*, point: CollectionPoint, actor: str) -> None:
    """Take answers here again."""
    if point.closed_at is not None:
        point.closed_at = None
        point.save(update_fields=["closed_at"])
        record_trail(
            organisation=point.organisation, actor=actor, action="point.reopened", target=point, target_name=point.name
        )

"""API keys: made with explicit scopes, shown once, kept as a hash, withdrawn."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.doors import key_hash
from accounts.models import ApiKey
from accounts.roles import SCOPES
from operations.services import record_trail
from organisations.models import Organisation


class UnknownScope(ValueError):
    """A key cannot carry a scope that does not exist."""


@transaction.atomic
def make_key(
    *,
    organisation: Organisation,
    name: str,
    scopes: Sequence[str],
    actor: str,
    now: datetime,
    days: int | None = None,
    actor_name: str = "",
) -> tuple[ApiKey, str]:
    """A new key and its secret, which nobody can read again.

    :param days: how long it works; None for no end
    :raises UnknownScope: a scope that does not exist, or none at all
    """
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise UnknownScope(", ".join(unknown))
    secret = f"cem_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        organisation=organisation,
        name=name,
        scopes=sorted(set(scopes)),
        prefix=secret[:8],
        key_hash=key_hash(secret),
        created_by=actor,
        expires_at=now + timedelta(days=days) if days else None,
    )
    record_trail(
        organisation=organisation, actor=actor, actor_name=actor_name, action="key.made", target=key,
        target_name=name, details={"scopes": key.scopes, "expires_at": str(key.expires_at or "")},
    )  # fmt: skip
    return key, secret


@transaction.atomic
def withdraw_key(*, key: ApiKey, actor: str, now: datetime, actor_name: str = "") -> None:
    """Make a key void at once."""
    if ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        record_trail(
            organisation=key.organisation, actor=actor, actor_name=actor_name, action="key.withdrawn", target=key,
            target_name=key.name,
        )  # fmt: skip


def note_use(*, key: ApiKey, today: date) -> None:
    """Keep the day a key was last used; one write a day, however often it is used."""
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)

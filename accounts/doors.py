"""Look-ups that happen before a scope is open: who has signed in, whose key this is."""

import hashlib
from datetime import date, datetime

from django.db.models import Q

from accounts.models import ApiKey, Membership, User
from organisations.models import Organisation


def key_hash(secret: str) -> str:
    """The hash under which an API key is kept. Keys are long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _open(today: date) -> Q:
    return Q(ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))


def membership_of(*, user: User, organisation: Organisation, today: date) -> Membership | None:
    """The user's membership that opens the organisation's door today, or nothing."""
    return (
        Membership.objects.select_related("organisation", "user")
        .filter(_open(today), user=user, organisation=organisation)
        .first()
    )


def memberships_of(*, user: User, today: date) -> list[Membership]:
    """All memberships of a user that are open today, by organisation's name."""
    return list(
        Membership.objects.select_related("organisation", "user")
        .filter(_open(today), user=user)
        .order_by("organisation__name")
    )


def members_of(*, organisation: Organisation) -> list[Membership]:
    """Everybody who is or was a member, by name."""
    return list(Membership.objects.select_related("user", "unit").filter(organisation=organisation))


def api_key_of(*, secret: str, now: datetime) -> ApiKey | None:
    """The live key behind a secret, or nothing."""
    return (
        ApiKey.objects.select_related("organisation")
        .filter(key_hash=key_hash(secret), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=now))
        .first()
    )

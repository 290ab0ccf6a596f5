"""Look-ups that happen before a scope is open: who has signed in, whose key this is."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from accounts.models import ApiKey, Membership, User
from accounts.roles import Role
from lib.prepared import Given, Prepared
from operations.notice_kinds import Addressee
from organisations.models import Organisation


def key_hash(secret: str) -> str:
    """The hash under which an API key is kept. Keys are long and random, so one round is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _open(today: date | Given) -> Q:
    return Q(ended_at=None) & (Q(ends_on=None) | Q(ends_on__gte=today))


_MEMBERSHIP = Prepared(
    lambda: (
        Membership.objects.select_related("organisation", "user")
        .filter(_open(Given("today")), user=Given("user"), organisation=Given("organisation"))
        .order_by()
    )
)
_KEY = Prepared(
    lambda: (
        ApiKey.objects.select_related("organisation")
        .filter(key_hash=Given("hash"), revoked_at=None)
        .filter(Q(expires_at=None) | Q(expires_at__gt=Given("now")))
        .order_by()
    )
)


def membership_of(*, user: User, organisation: Organisation, today: date) -> Membership | None:
    """The user's membership that opens the organisation's door today, or nothing."""
    return _MEMBERSHIP.first(user=user.pk, organisation=organisation.pk, today=today)


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
    return _KEY.first(hash=key_hash(secret), now=now)


@dataclass(frozen=True, slots=True)
class SampleSignIn:
    """One of a demo's sample people, as the sign-in page offers them."""

    name: str
    email: str
    password: str
    roles: Sequence[str]

    @property
    def role_words(self) -> str:
        return ", ".join(str(Role(role).label) for role in self.roles if role in Role.values)


SampleSignIns = Callable[[], Sequence[SampleSignIn]]
_sample_sign_ins: list[SampleSignIns] = []


def register_sample_sign_ins(find: SampleSignIns) -> None:
    """Tell who may be tried out in a demo; the app that makes the demo calls this when it starts."""
    _sample_sign_ins[:] = [find]


def sample_sign_ins() -> list[SampleSignIn]:
    """Sample people of a demo that can sign in here now; nobody where there is no demo."""
    if not _sample_sign_ins or not Organisation.objects.filter(is_demo=True).exists():
        return []
    offered = list(_sample_sign_ins[0]())
    present = set(
        Membership.objects.filter(
            user__email__in=[sample.email for sample in offered], organisation__is_demo=True, ended_at=None
        ).values_list("user__email", flat=True)
    )
    return [sample for sample in offered if sample.email in present]


def addressee_of_user(public_id: str) -> Addressee | None:
    """Where a user reads mail and in which language, or nothing for who may no longer sign in."""
    user = User.objects.filter(public_id=public_id, is_active=True).first()
    return Addressee(user.email, user.language) if user else None

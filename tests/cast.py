"""The standing cast: Ada (committee, Acme), Kasia (consultant, Acme and Globex), Fred (frontline, Acme), Olga (Globex).

Olga must never see Acme. Fixtures give rows; helpers below open scopes and make viewers, keys and clients.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.doors import key_hash
from accounts.models import ApiKey, Membership, User
from accounts.roles import Role
from accounts.viewer import Viewer
from organisations.models import Channel, Organisation, Unit
from organisations.tenancy import organisation_scope

PASSWORD = "correct horse battery"


def make_member(organisation: Organisation, name: str, *roles: str, unit: Unit | None = None, email: str = "") -> User:
    """A user with a membership; an existing user of the same address gets another membership."""
    address = email or f"{name.split()[0].lower()}@example.org"
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, PASSWORD, name=name)
    ends_on = date.today() + timedelta(days=180) if Role.CONSULTANT in roles else None  # noqa: DTZ011
    Membership.objects.create(organisation=organisation, user=user, roles=list(roles), unit=unit, ends_on=ends_on)
    return user


def make_key(organisation: Organisation, *scopes: str, secret: str = "") -> str:
    """A live API key with these scopes; returns the secret."""
    secret = secret or f"cem_test_{organisation.slug}_{'_'.join(scopes)}"
    ApiKey.objects.create(
        organisation=organisation,
        name="test",
        scopes=list(scopes),
        prefix=secret[:8],
        key_hash=key_hash(secret),
        created_by="test",
        created_at=timezone.now(),
    )
    return secret


def viewer_of(user: User, organisation: Organisation) -> Viewer:
    """The viewer behind a member, as the middleware would build it."""
    with organisation_scope(organisation):
        return Viewer.of_membership(Membership.objects.get(user=user, organisation=organisation))


@pytest.fixture
def as_viewer(acme: Organisation) -> Callable[[User], Viewer]:
    """The viewer of a member of Acme."""
    return lambda user: viewer_of(user, acme)


@pytest.fixture
def acme(db: None) -> Organisation:
    organisation = Organisation.objects.create(
        slug="acme", name="Acme", time_zone="Europe/Warsaw", languages=["en", "pl"], is_demo=True
    )
    with organisation_scope(organisation):
        root = Unit.objects.create(organisation=organisation, code="all", name={"en": "All", "pl": "Całość"})
        for code, name in (("north", "North"), ("south", "South")):
            Unit.objects.create(organisation=organisation, code=code, name={"en": name}, parent=root)
        for code in ("branch", "internet"):
            Channel.objects.create(organisation=organisation, code=code, name={"en": code.title()})
    return organisation


@pytest.fixture
def globex(db: None) -> Organisation:
    organisation = Organisation.objects.create(slug="globex", name="Globex", languages=["en"], is_demo=True)
    with organisation_scope(organisation):
        Unit.objects.create(organisation=organisation, code="all", name={"en": "All"})
        Channel.objects.create(organisation=organisation, code="branch", name={"en": "Branch"})
    return organisation


@pytest.fixture
def in_acme(acme: Organisation) -> Iterator[Organisation]:
    """Acme with its scope open for the whole test; a test client's requests open their own."""
    with organisation_scope(acme):
        yield acme


@pytest.fixture
def scoped() -> Callable[[Organisation], AbstractContextManager[None]]:
    return organisation_scope


@pytest.fixture
def ada(acme: Organisation) -> User:
    return make_member(acme, "Ada Committee", Role.COMMITTEE)


@pytest.fixture
def boss(acme: Organisation) -> User:
    return make_member(acme, "Bruno Sponsor", Role.SPONSOR)


@pytest.fixture
def adam(acme: Organisation) -> User:
    return make_member(acme, "Adam Administrator", Role.ADMIN)


@pytest.fixture
def tomek(acme: Organisation) -> User:
    """Touchpoint owner and manager of Acme's unit North."""
    with organisation_scope(acme):
        north = Unit.objects.get(code="north")
    return make_member(acme, "Tomek Owner", Role.OWNER, unit=north)


@pytest.fixture
def fred(acme: Organisation) -> User:
    with organisation_scope(acme):
        north = Unit.objects.get(code="north")
    return make_member(acme, "Fred Frontline", Role.FRONTLINE, unit=north)


@pytest.fixture
def kasia(acme: Organisation, globex: Organisation) -> User:
    make_member(acme, "Kasia Consultant", Role.CONSULTANT)
    return make_member(globex, "Kasia Consultant", Role.CONSULTANT)


@pytest.fixture
def olga(globex: Organisation) -> User:
    return make_member(globex, "Olga Outsider", Role.COMMITTEE, Role.ADMIN, Role.SPONSOR)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client that has signed in as the user."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in

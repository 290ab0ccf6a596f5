"""The walls, walked at every route: by stranger, outsider and every role, with own, foreign and missing objects."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import ApiKey, Membership, User
from accounts.policy import Audience
from accounts.roles import SCOPES, Role, capabilities_of_roles, capabilities_of_scopes
from organisations.models import Unit
from organisations.tenancy import organisation_scope
from tests.cast import make_key, make_member
from tests.walls.routes import UNKNOWN, Route, routes
from tests.walls.samples import FINER, NOT_EVERY_ROW
from tests.walls.world import World
from touchpoints.models import Assignment, Touchpoint

ROUTES = routes()
METHODS = ("get", "post")
# The only addresses that read no session and so need no token against forged requests.
CSRF_EXEMPT = {"feedback:survey_page", "feedback:survey_page-slash", "feedback:survey_correct"}


def each(audience: Audience, *, with_rows: bool = False) -> Any:
    """Run a test for every route of an audience; a route without a sample fails there and says so."""
    chosen = [route for route in ROUTES if route.audience is audience and (not with_rows or route.parts)]
    return pytest.mark.parametrize("route", chosen, ids=str)


@contextmanager
def forgotten() -> Iterator[None]:
    """Whatever a request changes is taken back, so that the next one finds the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str) -> HttpResponse:
    with forgotten():
        return getattr(client, method)(address)


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


@pytest.fixture
def world(acme) -> World:
    return World(acme)


@pytest.fixture
def elsewhere(globex) -> World:
    return World(globex, number=7)


def member_with(world: World, *roles: str) -> Client:
    """A member at the world's own unit and touchpoint."""
    unit = world.row("organisations.Unit")
    user = make_member(world.organisation, f"{'-'.join(roles)} Member", *roles, unit=unit)
    with organisation_scope(world.organisation):
        Assignment.objects.create(
            organisation=world.organisation,
            membership=Membership.objects.get(user=user),
            touchpoint=world.row("touchpoints.Touchpoint"),
        )
    return client_of(user)


def test_every_route_has_a_name_and_a_policy():
    undeclared = [route.pattern for route in ROUTES if route.policy is None or "unnamed" in route.name]

    assert undeclared == [], "Say @needs, @public, @signed_in or key_needs: accounts/policy.py"


def test_every_route_has_a_sample():
    for route in ROUTES:
        assert route.sample is not None


def test_pages_of_organisations_are_for_members_and_the_api_for_keys():
    for route in ROUTES:
        if route.pattern.startswith("o/<slug:slug>/"):
            assert route.audience is Audience.MEMBERS, route.pattern
            assert route.policy.capabilities, f"{route.pattern} asks for no capability"
        if route.pattern.startswith("api/v1/") and "schema" not in route.name:
            assert route.audience is Audience.KEYS, route.pattern


def test_every_public_page_says_why_it_is_public():
    assert [route.name for route in ROUTES if route.audience is Audience.PUBLIC and not route.policy.reason] == []


def test_only_the_listed_routes_need_no_token_against_forged_requests():
    exempt = {
        route.name
        for route in ROUTES
        if getattr(route.view, "csrf_exempt", False) and not route.pattern.startswith("api/")
    }

    assert exempt == CSRF_EXEMPT


@each(Audience.MEMBERS)
def test_stranger_is_sent_to_sign_in_and_outsider_finds_nothing(route: Route, world, olga):
    address = route.address(world)

    for method in METHODS:
        stranger, outsider = ask(Client(), method, address), ask(client_of(olga), method, address)
        assert stranger.status_code == 302, route
        assert stranger["Location"].startswith("/account/login/?next=/o/acme/"), route
        assert outsider.status_code == 404, route


@pytest.mark.sqlite_only
@each(Audience.MEMBERS)
def test_roles_are_let_in_as_the_table_says(route: Route, world):
    address = route.address(world)

    for role in Role:
        admitted = route.policy.admits(capabilities_of_roles(frozenset({role})))
        client = member_with(world, role)
        for method in METHODS:
            status = ask(client, method, address).status_code
            if not admitted:
                assert status == 403, f"{route} lets in {role} by {method}: {status}"
            else:
                assert status < 500, f"{route} breaks for {role} by {method}"
                refused = status == 403 and role not in (Role.FRONTLINE, Role.OWNER)
                assert not refused or method == "post" or route.name in FINER, f"{route} refuses {role}"


@pytest.mark.sqlite_only
@each(Audience.MEMBERS)
def test_own_object_is_found(route: Route, world):
    status = ask(member_with(world, *Role), "get", route.address(world)).status_code

    assert status in (200, 302, 405) or route.name in NOT_EVERY_ROW, f"{route} answers {status} for its own sample"


@each(Audience.MEMBERS, with_rows=True)
def test_foreign_and_missing_objects_are_not_found(route: Route, world, elsewhere):
    client = member_with(world, *Role)

    for part in route.rows():
        for value in (elsewhere.value(route.sample[part]), UNKNOWN[route.kinds[part]]):
            address = route.address(world, **{part: value})
            statuses = [ask(client, method, address).status_code for method in METHODS]
            assert set(statuses) <= {404, 405}, f"{route} answers {statuses} at {address}"
            assert 404 in statuses, f"{route} answers {statuses} at {address}"


@pytest.mark.sqlite_only
@pytest.mark.parametrize("route", [route for route in ROUTES if route.names_a_place()], ids=str)
def test_owner_changes_nothing_at_a_touchpoint_or_unit_of_others(route: Route, world, acme):
    address = route.address(world)
    with organisation_scope(acme):
        other = Touchpoint.objects.create(organisation=acme, code="other", name={"en": "Other"})
        unit = Unit.objects.get(code="south")
    for role in (Role.FRONTLINE, Role.OWNER):
        user = make_member(acme, f"{role} Member", role, unit=unit)
        with organisation_scope(acme):
            membership = Membership.objects.get(user=user)
            Assignment.objects.create(organisation=acme, membership=membership, touchpoint=other)
        status = ask(client_of(user), "post", address).status_code
        assert status in (403, 404, 405), f"{route} lets {role} post at a foreign place: {status}"


@pytest.mark.sqlite_only
@each(Audience.MEMBERS)
def test_forged_post_is_refused(route: Route, world):
    user = User.objects.get(pk=member_with(world, *Role).session["_auth_user_id"])
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)

    response = ask(client, "post", route.address(world))

    assert response.status_code == 403, f"{route} takes a post without a token: {response.status_code}"


def test_ended_and_expired_members_are_outsiders(world):
    address, client = "/o/acme/settings/units/", member_with(world, *Role)
    membership = Membership.objects.filter(organisation=world.organisation).latest("pk")
    assert ask(client, "get", address).status_code == 200

    for gone in ({"ended_at": membership.created_at}, {"ends_on": date.today() - timedelta(days=2)}):  # noqa: DTZ011
        Membership.objects.filter(pk=membership.pk).update(**({"ended_at": None, "ends_on": None} | gone))
        assert ask(client, "get", address).status_code == 404, gone


@each(Audience.KEYS)
def test_api_wants_a_key_and_no_session_opens_it(route: Route, world, ada):
    address = route.address(world)

    for client in (Client(), client_of(ada)):
        response = ask(client, "get", address)
        assert (response.status_code, response["Content-Type"]) == (401, "application/problem+json"), route


@pytest.mark.sqlite_only
@each(Audience.KEYS)
def test_api_lets_scopes_in_as_the_table_says(route: Route, world):
    address, needs = route.address(world), getattr(route.view.cls, "needs", {})

    for scope in SCOPES:
        secret = make_key(world.organisation, scope)
        held = capabilities_of_scopes(frozenset({scope}))
        response = ask(Client(headers={"Authorization": f"Bearer {secret}"}), "get", address)
        wanted = needs.get("GET", ())
        if "GET" not in needs:
            assert response.status_code in (403, 405), f"{route} {scope}"
        elif set(wanted) & held:
            assert response.status_code < 500, f"{route} {scope}"
            assert response.status_code not in (401, 403), f"{route} {scope}"
        else:
            assert response.status_code == 403, f"{route} {scope}: {response.status_code}"


def test_every_scope_on_offer_opens_an_address():
    opened = {
        can for route in ROUTES if route.audience is Audience.KEYS
        for wanted in getattr(route.view.cls, "needs", {}).values() for can in wanted
    }  # fmt: skip

    # These two open nothing by themselves: they let a key of `responses:read` see more of each answer.
    beside = {"comments:read", "identity:read"}
    assert {scope for scope, granted in SCOPES.items() if not granted & opened} == beside


@each(Audience.KEYS, with_rows=True)
def test_key_of_another_organisation_finds_nothing(route: Route, world, elsewhere):
    secret = make_key(elsewhere.organisation, *SCOPES)

    response = ask(Client(headers={"Authorization": f"Bearer {secret}"}), "get", route.address(world))

    assert response.status_code in (404, 405), f"{route}: {response.status_code}"


@pytest.mark.sqlite_only
@each(Audience.SIGNED_IN)
def test_stranger_signs_in_before_own_pages(route: Route, world):
    response = ask(Client(), "get", route.address(world))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/?next=")


def test_withdrawn_and_expired_keys_open_nothing(acme, world):
    secret = make_key(acme, *SCOPES)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    key = ApiKey.objects.get()

    for gone in ({"revoked_at": key.created_at}, {"expires_at": key.created_at}):
        ApiKey.objects.update(**({"revoked_at": None, "expires_at": None} | gone))
        assert ask(client, "get", "/api/v1/surveys/").status_code == 401

"""How long a session lasts, and that what a signed-in person reads stays out of every cache."""

from datetime import UTC, datetime, timedelta

import pytest

from cem import middleware
from tests.cast import make_key

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 5, 4, 6, tzinfo=UTC)


class Clock:
    """The time that the limits of sessions read."""

    def __init__(self) -> None:
        self.now = MORNING

    def time(self) -> float:
        return self.now.timestamp()

    def shift(self, **span: int) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock(monkeypatch):
    found = Clock()
    monkeypatch.setattr(middleware, "time", found)
    return found


def is_signed_in(client) -> bool:
    return client.get("/").status_code == 200


def test_session_ends_three_hours_after_its_last_page(clock, ada, signed_in):
    client = signed_in(ada)
    assert is_signed_in(client)

    clock.shift(hours=2, minutes=59)
    assert is_signed_in(client)
    clock.shift(hours=3, minutes=1)

    assert not is_signed_in(client)


def test_session_ends_twelve_hours_after_it_began_however_busy(clock, ada, signed_in):
    client = signed_in(ada)
    assert is_signed_in(client)

    for _ in range(5):
        clock.shift(hours=2, minutes=20)
        assert is_signed_in(client)
    clock.shift(minutes=30)

    assert not is_signed_in(client)


def test_user_who_was_locked_out_is_signed_out_at_once(ada, signed_in):
    client = signed_in(ada)
    assert is_signed_in(client)

    ada.is_active = False
    ada.save()

    assert not is_signed_in(client)


def test_ended_membership_closes_the_organisation_at_once(acme, ada, signed_in):
    client = signed_in(ada)
    assert client.get("/o/acme/").status_code != 404

    ada.memberships.update(ended_at=MORNING)

    assert client.get("/o/acme/").status_code == 404


@pytest.mark.parametrize("address", ["/", "/account/", "/o/acme/members/", "/o/acme/feedback/surveys/"])
def test_pages_of_a_signed_in_person_are_kept_nowhere(adam, signed_in, address):
    response = signed_in(adam).get(address, follow=True)

    assert response["Cache-Control"] == "private, no-store"


def test_what_a_key_reads_is_kept_nowhere_unless_the_client_asks_again(acme, client):
    headers = {"authorization": f"Bearer {make_key(acme, 'responses:read', 'nps:read')}"}

    assert client.get("/api/v1/responses/", headers=headers)["Cache-Control"] == "private, no-store"
    assert client.get("/api/v1/indicators/", headers=headers)["Cache-Control"] == "private, no-cache"


def test_programs_and_strangers_are_asked_for_no_session(acme, ada, signed_in, django_assert_num_queries):
    client = signed_in(ada)

    with django_assert_num_queries(0):
        response = client.get("/api/v1/responses/")

    assert response.status_code == 401

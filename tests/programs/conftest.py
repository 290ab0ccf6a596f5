"""An engagement of Acme's, its committee, and viewers of the cast."""

from datetime import UTC, date, datetime

import pytest

from accounts.roles import Role
from programs.services import open_engagement
from tests.cast import make_member

DAY = date(2026, 3, 2)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def engagement(in_acme):
    return open_engagement(
        organisation=in_acme, slug="service", name={"en": "Service", "pl": "Obsługa"}, first_day=DAY, actor="test"
    )


@pytest.fixture
def cycle(engagement):
    return engagement.cycles.get()


@pytest.fixture
def committee(acme, ada, boss):
    """Ada and Cezary of the committee and Bruno the sponsor: three persons, so two must decide."""
    return ada, make_member(acme, "Cezary Committee", Role.COMMITTEE), boss

"""Acme's small programme and viewers of its cast."""

import pytest

from tests.cast import viewer_of
from tests.programme import make_programme


@pytest.fixture
def programme(in_acme, kasia, tomek, fred):
    return make_programme(in_acme, consultant=kasia, owner=tomek, clerk=fred)


@pytest.fixture
def as_viewer(acme):
    """The viewer of a member of Acme."""
    return lambda user: viewer_of(user, acme)

"""Acme's small programme."""

import pytest

from tests.programme import make_programme


@pytest.fixture
def programme(in_acme, kasia, tomek, fred):
    return make_programme(in_acme, consultant=kasia, owner=tomek, clerk=fred)

"""Limits count from nothing in each test."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_counts_yet():
    cache.clear()

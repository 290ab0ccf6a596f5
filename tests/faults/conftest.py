"""Fixtures of the fault tests."""

import pytest

from tests.faults.processes import Processes


@pytest.fixture
def processes(transactional_db, tmp_path):
    """Starts real processes on the test's database; none outlives the test."""
    started = Processes(tmp_path)
    yield started
    started.end()

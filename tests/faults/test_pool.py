"""Pool processes killed under the worker's hands: it finds out that nobody takes work any more, and mends that."""

import pytest

from operations import jobs
from operations.jobs import JobKind
from operations.models import JobState
from tests.faults.processes import descendants, kill_at_once, wait_until
from tests.faults.tasks import count
from tests.faults.test_jobs import ask, counted, state

pytestmark = pytest.mark.faults


@pytest.fixture(autouse=True)
def counting():
    """The kind is known here too, for asking."""
    jobs.periods()
    jobs._kinds["faults.count"] = JobKind("faults.count", "Work of a test", count, "default")
    yield
    jobs._kinds.pop("faults.count", None)


def test_work_goes_on_though_every_process_of_the_pool_is_killed_at_once(processes, acme):
    job = ask(acme, to=30, pause=0.05)
    worker = processes.supervised_worker()
    wait_until(lambda: len(counted(acme)) >= 5)

    kill_at_once(descendants(worker.process.pid))

    wait_until(lambda: state(job) == JobState.DONE)
    assert counted(acme) == list(range(1, 31))


def test_work_begins_though_an_idle_process_of_the_pool_was_killed(processes, acme):
    first = ask(acme, to=1)
    worker = processes.supervised_worker()
    wait_until(lambda: state(first) == JobState.DONE)

    kill_at_once(descendants(worker.process.pid))
    second = ask(acme, to=1)

    wait_until(lambda: state(second) == JobState.DONE)
    assert counted(acme) == [1, 1]

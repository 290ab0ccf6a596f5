"""An import killed in the middle: every line of the file is stored once, or rejected once, and counted once."""

import os
import signal
import urllib.request
from collections import Counter

import pytest
from django.utils import timezone

from cem.benchmarks.machine import family
from feedback.models import Answer, ImportRun, Recount, RejectedLine, Response
from feedback.services.imports import start_import
from metrics import counts
from operations.models import JobState, Ticket
from organisations.tenancy import organisation_scope
from tests.faults.processes import descendants, kill, kill_at_once, wait_until
from tests.faults.test_web import free_port
from tests.feedback.conftest import make_survey
from tests.feedback.imports import begin, csv_text

pytestmark = pytest.mark.faults
LINES = 1_200
BAD = range(7, LINES, 100)
MAPPING = {
    "time_zone": "Europe/Warsaw",
    "fields": {
        "external_id": {"column": "number"},
        "answered_at": {"column": "at", "formats": ["YYYY-MM-DD HH:mm"]},
    },
    "questions": {"recommend": {"column": "score"}, "why": {"column": "why", "missing": {"": "skipped"}}},
}


@pytest.fixture
def run(transactional_db, acme):
    """An import that is due: some of its lines are bad."""
    rows = [
        [number, f"2026-03-{1 + number * 31 // LINES:02} {number % 24:02}:10", 77 if number in BAD else number % 11, ""]
        for number in range(LINES)
    ]
    # The clocks of that zone were put forward in that night.
    rows = [[number, at.replace("2026-03-29 02", "2026-03-29 03"), *rest] for number, at, *rest in rows]
    with organisation_scope(acme):
        begun = begin(acme, make_survey(acme), csv_text([["number", "at", "score", "why"], *rows]), MAPPING)
        return start_import(run=begun, actor="tester")


def stored(organisation):
    with organisation_scope(organisation):
        return Response.objects.count()


def is_done(run):
    return Ticket.objects.get(pk=run.job.ticket_id).state == JobState.DONE


def check_everything_is_there_once(organisation, run):
    """Lines, answers, reasons, the run's own counts, and the figures."""
    with organisation_scope(organisation):
        run = ImportRun.objects.get(pk=run.pk)
        ids = Counter(Response.objects.values_list("external_id", flat=True))
        assert ids == dict.fromkeys((str(number) for number in range(LINES) if number not in BAD), 1)
        assert Answer.objects.count() == 2 * len(ids)
        assert list(RejectedLine.objects.order_by("line").values_list("line", flat=True)) == [n + 2 for n in BAD]
        assert (run.rows, run.stored, run.rejected, run.unchanged) == (LINES, len(ids), len(BAD), 0)
        counts.recount_noted(organisation=organisation, now=timezone.now())
        assert not Recount.objects.exists()
        assert counts.check(organisation=organisation) == []


def test_import_whose_worker_is_killed_in_the_middle_stores_each_line_once(processes, acme, run):
    worker = processes.worker()
    wait_until(lambda: stored(acme) >= LINES / 4)
    kill(worker)
    killed_at = stored(acme)

    processes.worker()
    wait_until(lambda: is_done(run))

    assert LINES / 4 <= killed_at < LINES / 2
    check_everything_is_there_once(acme, run)


def test_import_whose_pool_is_killed_again_and_again_stores_each_line_once(processes, acme, run):
    worker = processes.supervised_worker()
    for share in (1 / 4, 1 / 2):
        wait_until(lambda share=share: stored(acme) >= LINES * share)
        kill_at_once(descendants(worker.process.pid))

    wait_until(lambda: is_done(run))

    check_everything_is_there_once(acme, run)


def test_import_goes_on_when_everything_that_up_started_is_killed_and_started_again(processes, acme, run):
    port = free_port()

    def up():
        started = processes.up(port)
        wait_until(lambda: is_healthy(port))
        return started

    first = up()
    wait_until(lambda: stored(acme) >= LINES / 4)
    kill_at_once(family(first.pid))
    first.wait()
    killed_at = stored(acme)

    second = up()
    wait_until(lambda: is_done(run))
    os.kill(second.pid, signal.SIGTERM)
    second.wait(timeout=30)

    assert killed_at < LINES
    check_everything_is_there_once(acme, run)


def is_healthy(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False

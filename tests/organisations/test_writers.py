"""On SQLite the threads of a process queue to write, and nobody is left waiting for one who gave up."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

from lib.sqlite3 import base
from organisations.models import Organisation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_only]


def in_thread(work):
    """Run it beside the test; returns the thread and what it raised."""
    raised = []

    def run():
        try:
            work()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, raised


def make(slug):
    with transaction.atomic():
        Organisation.objects.create(slug=slug, name=slug)


def test_second_writer_waits_until_the_first_has_finished():
    with transaction.atomic():
        Organisation.objects.create(slug="first", name="First")
        thread, raised = in_thread(lambda: make("second"))
        thread.join(0.3)
        assert thread.is_alive()
    thread.join(10)

    assert raised == []
    assert set(Organisation.objects.values_list("slug", flat=True)) == {"first", "second"}


@pytest.mark.parametrize("end", [RuntimeError("given up"), None])
def test_place_is_left_after_a_rollback_and_after_a_lost_connection(end):
    try:
        with transaction.atomic():
            Organisation.objects.create(slug="gone", name="Gone")
            if end is None:
                connection.close()
            else:
                raise end
    except (RuntimeError, transaction.TransactionManagementError):
        pass
    assert not base._writer.locked()

    make("after")

    assert list(Organisation.objects.values_list("slug", flat=True)) == ["after"]


def test_who_waits_too_long_is_told_that_the_database_is_busy(monkeypatch):
    with transaction.atomic():
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.1)
        began = time.monotonic()
        thread, raised = in_thread(lambda: make("late"))
        thread.join(10)

    assert [str(error) for error in raised] == ["database is locked"]
    assert isinstance(raised[0], OperationalError)
    assert time.monotonic() - began < 5


def test_many_writers_lose_nothing():
    threads = [in_thread(lambda number=number: make(f"o{number}")) for number in range(12)]
    for thread, _raised in threads:
        thread.join(30)

    assert [raised for _thread, raised in threads if raised] == []
    assert Organisation.objects.count() == 12
    assert not base._writer.locked()

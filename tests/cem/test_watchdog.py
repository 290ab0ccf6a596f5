"""The worker's watchdog judges by what lies there though hands are free."""

from types import SimpleNamespace

import pytest

from cem import watchdog
from cem.watchdog import Watch

pytestmark = pytest.mark.pure


def looks(watch, *seen):
    """What the watchdog says of each look: the waiting tasks, the free hands, the moment."""
    return [watch.is_stuck(waiting=waiting, free_hands=free, now=now) for waiting, free, now in seen]


def test_task_that_lies_there_longer_than_the_patience_lasts_is_stuck():
    assert looks(Watch(10), (["a"], 1, 0), (["a"], 2, 10), (["a"], 1, 10.5)) == [False, False, True]


def test_worker_that_always_has_something_waiting_and_moves_on_is_not_stuck():
    assert looks(Watch(10), (["a"], 1, 0), (["b"], 1, 9), (["c"], 1, 18), (["d"], 1, 27)) == [False] * 4


def test_task_that_waits_for_busy_hands_is_not_stuck():
    assert looks(Watch(10), (["a"], 1, 0), (["a"], 0, 9), (["a"], 1, 18), (["a"], 1, 27)) == [False] * 4


def test_worker_asked_to_stop_ends_when_nothing_has_run_for_some_looks(monkeypatch):
    running, looks_taken, ended = {"a job"}, [], []

    def look(_seconds):
        looks_taken.append(set(running))
        if len(looks_taken) == 4:
            running.clear()

    monkeypatch.setattr(watchdog.state, "active_requests", running)
    monkeypatch.setattr(watchdog.time, "sleep", look)
    monkeypatch.setattr(watchdog, "end_now", lambda hands, code: ended.append((code, len(looks_taken))))

    watchdog.end_when_idle(SimpleNamespace(pool=None))

    assert ended == [(0, 3 + watchdog.IDLE_LOOKS)]

"""Watches the worker's own hands: when work lies there and no free hand takes it, the worker must begin anew.

Without a broker all processes of Celery's pool read from one pipe behind one lock, and an idle process waits *inside*
the lock. Killed there (kill -9, out of memory), it takes the lock with it, and every process that replaces it waits for
ever, while the worker itself looks well. So the watchdog judges by what it sees from outside: a task that the worker
has received, and that nobody begins though hands are free. The job rows lose nothing by a new worker.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from celery.worker import state
from django.conf import settings

logger = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 0.5
IDLE_LOOKS, IDLE_LOOK_EVERY_SECONDS = 3, 0.1
EXIT_CODE = os.EX_TEMPFAIL if hasattr(os, "EX_TEMPFAIL") else 75


@dataclass
class Watch:
    """How long each received task has lain there while a hand was free."""

    patience: float
    _since: dict[str, float] = field(default_factory=dict)

    def is_stuck(self, *, waiting: Iterable[str], free_hands: int, now: float) -> bool:
        """Whether one of the waiting tasks has lain there for longer than the patience lasts."""
        if free_hands <= 0:
            self._since.clear()
            return False
        self._since = {task: self._since.get(task, now) for task in waiting}
        return any(now - since > self.patience for since in self._since.values())


class Hands:
    """The processes of a worker's pool (or its threads, which cannot be killed one by one)."""

    def __init__(self, worker: Any) -> None:
        self._pool = worker.pool

    def pids(self) -> frozenset[int]:
        """The processes that live now."""
        processes = getattr(getattr(self._pool, "_pool", None), "_pool", None) or ()
        return frozenset(process.pid for process in processes if process.pid)

    def free(self) -> int:
        """How many could begin something."""
        return int(self._pool.num_processes) - len(state.active_requests)

    def waiting(self) -> list[str]:
        """The tasks that were received and not begun."""
        return [request.id for request in tuple(state.reserved_requests) if request not in state.active_requests]


def watch(worker: Any, stop: threading.Event, ask: Callable[[], object]) -> None:
    """Watch until asked to stop; end this process when its pool is stuck. Whoever supervises it starts a new one.

    :param ask: puts a small task before the hands; called when one of them was replaced, to find out at once whether
        the others still hear
    """
    hands, patience = Hands(worker), Watch(settings.WORKER_STUCK_SECONDS)
    known = hands.pids()
    while not stop.wait(LOOK_EVERY_SECONDS):
        if (there := hands.pids()) != known:
            known = there
            ask()
        if patience.is_stuck(waiting=hands.waiting(), free_hands=hands.free(), now=time.monotonic()):
            logger.error("worker_stuck", patience=settings.WORKER_STUCK_SECONDS)
            end_now(hands)


def end_when_idle(worker: Any) -> None:
    """End a worker that was asked to stop as soon as nothing runs in it.

    Celery's own way out waits some six seconds for its loops and threads to look up. What was received and not begun is
    a row that stays due; what is begun meanwhile, a row whose lease ends.
    """
    idle = 0
    while idle < IDLE_LOOKS:
        time.sleep(IDLE_LOOK_EVERY_SECONDS)
        idle = 0 if state.active_requests else idle + 1
    end_now(Hands(worker), code=0)


def end_now(hands: Hands, *, code: int = EXIT_CODE) -> None:
    """End at once, the pool first: an orderly end would wait for hands that hear nothing."""
    for pid in hands.pids():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    os._exit(code)

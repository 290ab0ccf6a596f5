"""Rings again for work that is due: the net under lost messages, dead workers and crashes before the bell."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from operations import bell, doors
from operations.jobs import finders

logger = structlog.get_logger(__name__)

LOOK_EVERY_SECONDS = 0.25
RING_AGAIN_AFTER = timedelta(seconds=30)
AT_ONCE = 100

_alone = threading.Lock()


def run_forever(stop: threading.Event) -> None:
    """Sweep until asked to stop; a second caller in the same process returns at once.

    The first sweep rings for everything due: whatever was rung before this process began went unheard. The finders of
    noted work are asked several times a second, beside a broker too, since nothing else rings for notes.
    """
    if not _alone.acquire(blocking=False):
        return
    try:
        pause = timedelta(seconds=settings.JOB_SWEEP_SECONDS)
        rung_before = next_sweep = timezone.now()
        while True:
            now = timezone.now()
            for find in finders():
                _or_say_why_not(find, now)
            if now >= next_sweep:
                _or_say_why_not(sweep, now, rung_before)
                next_sweep = now + pause
            if stop.wait(LOOK_EVERY_SECONDS):
                return
            rung_before = timezone.now() - RING_AGAIN_AFTER
    finally:
        connection.close()
        _alone.release()


def _or_say_why_not(work: Callable[..., object], *moments: datetime) -> None:
    """Whatever goes wrong once, the net must stay up: the next round comes in a moment."""
    try:
        work(*moments)
    except DatabaseError as error:
        logger.warning("sweep_failed", reason=str(error))
        connection.close()
    except Exception:
        logger.exception("sweep_failed")


def sweep(now: datetime, rung_before: datetime) -> int:
    """Ring for due tickets that were not rung for since a moment; returns for how many the bell was heard."""
    due = doors.due_tickets(now=now, rung_before=rung_before, limit=AT_ONCE)
    if not due:
        return 0
    doors.mark_rung([pk for pk, _kind in due], at=now)
    unheard = [pk for pk, kind in due if not bell.ring(pk, kind)]
    if unheard:
        doors.mark_rung(unheard, at=None)
    return len(due) - len(unheard)

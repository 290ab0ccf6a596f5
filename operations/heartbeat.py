"""Keeps the lease of a job while its process lives, so that a long calculation is not started twice."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, connection
from django.utils import timezone

from operations import doors

logger = structlog.get_logger(__name__)


@contextmanager
def heartbeat(claim: doors.Claim) -> Iterator[None]:
    """Renew the lease from a thread of its own until the block ends."""
    done = threading.Event()
    beating = threading.Thread(target=_beat, args=(claim, done), name="heartbeat", daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join(timeout=doors.lease().total_seconds())


def _beat(claim: doors.Claim, done: threading.Event) -> None:
    pause = doors.lease().total_seconds() / 4
    try:
        while not done.wait(pause):
            try:
                if not doors.hold(claim, now=timezone.now()):
                    return
            except DatabaseError as error:
                logger.warning("heartbeat_missed", ticket=claim.ticket_id, reason=str(error))
                connection.close()
    finally:
        connection.close()

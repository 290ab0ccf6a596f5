"""The bell: tells a worker that a ticket is due. Nothing is lost when nobody hears it: the sweeper rings again."""

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from operations.jobs import UnknownKind, kind_named

logger = structlog.get_logger(__name__)


def ring_after_commit(ticket_id: int, kind: str) -> None:
    """Ring once the ticket can be seen. Without a broker between the processes only the sweeper rings."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: ring(ticket_id, kind), robust=True)


def ring(ticket_id: int, kind: str) -> bool:
    """Ring once; false if the broker did not take it."""
    try:
        queue = kind_named(kind).queue
    except UnknownKind:
        queue = "default"
    try:
        current_app.send_task("operations.tasks.run_job", args=[ticket_id], queue=queue, retry=False)
    except OperationalError as error:
        logger.warning("bell_not_heard", ticket=ticket_id, reason=str(error))
        return False
    return True


def breathe() -> None:
    """Put a task before this worker's processes that does nothing, to see whether any of them hears.

    Beside a broker another worker might take it, and there every process has a pipe of its own.
    """
    if not settings.REDIS_URL:
        current_app.send_task("operations.tasks.breathe", queue="default", retry=False)

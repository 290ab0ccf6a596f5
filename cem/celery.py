"""The Celery application: it carries the bell, the job rows carry the truth."""

import os
import threading
import warnings
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cem.settings")

from celery import Celery
from celery.beat import EmbeddedService
from celery.signals import worker_process_init, worker_ready, worker_shutting_down
from django.conf import settings

from cem.environment import stopping_on_wrong_settings
from cem.lifeline import follow_parent

app = Celery("cem")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
with stopping_on_wrong_settings():
    settings.DEBUG  # noqa: B018 (loads the settings here, where a wrong one ends with a sentence)

warnings.filterwarnings("ignore", "You're running the worker with superuser")  # usual in containers
_stopping = threading.Event()


@worker_ready.connect
def start_sweeper(sender: Any = None, **_: Any) -> None:
    """Ring for due rows from the worker's parent and watch its pool; without a broker its clock ticks here too."""
    from cem.database_roles import refuse_powerful_role
    from operations.sweeper import run_forever

    with stopping_on_wrong_settings():
        refuse_powerful_role()
    sweeper = threading.Thread(target=run_forever, args=(_stopping,), name="sweeper", daemon=True)
    sweeper.start()
    if sender is not None:
        threading.Thread(target=_watch, args=(sender.controller, sweeper), name="watchdog", daemon=True).start()
    if not settings.REDIS_URL:
        clock: Any = EmbeddedService(app, thread=True, scheduler_cls="celery.beat:Scheduler")
        clock.start()


def _watch(worker: Any, sweeper: threading.Thread) -> None:
    """Watch the worker's pool until it is asked to stop, and see that it stops soon."""
    from cem.watchdog import end_when_idle, watch
    from operations.bell import breathe

    watch(worker, _stopping, breathe)
    sweeper.join(timeout=1)
    end_when_idle(worker)


@worker_shutting_down.connect
def stop_sweeper(**_: Any) -> None:
    """Let the sweeper close its connection before the worker ends."""
    _stopping.set()


@worker_process_init.connect
def follow_worker(**_: Any) -> None:
    """A pool's process ends when the worker that forked it has gone."""
    follow_parent()

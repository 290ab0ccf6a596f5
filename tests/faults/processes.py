"""Real processes of the product on the test's database, to be killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from cem.benchmarks.machine import family
from cem.processes import Child, ProcessTree
from cem.serving import worker_arguments

BASE = Path(settings.BASE_DIR)
PATIENCE_SECONDS = 60.0


class Processes:
    """Starts processes in groups of their own and ends what is left of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.running: list[subprocess.Popen[bytes]] = []
        self.trees: list[ProcessTree] = []

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "DATABASE_OWNER_URL")}
        return {
            **kept,
            "CEM_NO_BOOTSTRAP": "1",
            "CEM_DATA_DIR": str(self.folder),
            "CEM_FAULT_DATABASE": str(connection.settings_dict["NAME"]),
            "CEM_FAULT_FILES": str(settings.MEDIA_ROOT),
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            **more,
        }

    def start(self, *arguments: str, **more: str) -> subprocess.Popen[bytes]:
        """Start `python -m …`; what it says is kept in the folder."""
        with (self.folder / f"process-{len(self.running)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=BASE,
                env=self.environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def up(self, port: int) -> subprocess.Popen[bytes]:
        """The whole product, as a person starts it."""
        return self.start("manage", "up", "--port", str(port))

    def worker(self, **more: str) -> subprocess.Popen[bytes]:
        """A Celery worker with its sweeper, as `up` starts it."""
        return self.start("celery", *worker_arguments(), **more)

    def supervised_worker(self, **more: str) -> Child:
        """A worker under the supervisor of `up`, which starts it again when it ends."""
        child = Child("worker", [sys.executable, "-m", "celery", *worker_arguments()], self.environment(**more))
        tree = ProcessTree([child], lambda words: None)
        tree.start()
        threading.Thread(target=tree.keep_alive, daemon=True).start()
        self.trees.append(tree)
        return child

    def end(self) -> None:
        for tree in self.trees:
            tree.stopping.set()
            for child in tree.children:
                child.signal_group(signal.SIGKILL)
            tree.stop()
        for process in self.running:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """`kill -9` for the process and everything it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_at_once(pids: Iterable[int]) -> None:
    """`kill -9` for each of the processes; those that ended already are passed over."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def descendants(pid: int) -> list[int]:
    """All that a process started, and what those started."""
    return family(pid)[1:]


def wait_until(done: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Look again and again; fails when it does not come to pass."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not come to pass in time"
        time.sleep(0.05)

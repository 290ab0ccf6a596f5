"""What the product holds of the machine's memory after it was used: the real `up`, all its processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from django.conf import settings

from cem.benchmarks.doors import POST, bearer, body
from cem.benchmarks.ground import Ground
from cem.benchmarks.loading import Client, drive
from cem.benchmarks.machine import family, proportional_megabytes, resident_megabytes
from cem.benchmarks.measuring import Measured, expect
from cem.benchmarks.pages import BOARD, session_of
from cem.benchmarks.serving import free_port, wait_for

WEB, WHOLE = 150, 450


def memory(ground: Ground) -> Iterator[Measured]:
    """After pages were read by eight at once and answers were taken in and counted."""
    ground.fill()
    cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(ground.world)}"}
    with _up() as (pid, port):
        with Client(port, cookie) as reader:
            requests = [reader.request("GET", address) for address in _addresses()] * (2 if ground.is_small else 20)
        load = drive(port, requests)
        expect(load.only(200), f"pages answered with {load.statuses}")
        with Client(port, bearer(ground.world)) as sender:
            sent = sender.post(POST, orjson.dumps([body(n, "memory") for n in range(1_000)]))
            expect(sent.status == 201, f"answers are taken with {sent.status}")
        time.sleep(1 if ground.is_small else 5)
        everybody = family(pid)
        web = max(resident_megabytes(one) for one in everybody if _is_web(one))
        whole = sum(proportional_megabytes(one) for one in everybody)
    yield Measured(
        name="memory, web", value=web, unit="MB resident in the web process", goal=f"at most {WEB} MB",
        reached=web <= WEB, note="shared libraries included",
    )  # fmt: skip
    yield Measured(
        name="memory, whole", value=whole, unit="MB of all processes of `up`", goal=f"at most {WHOLE} MB",
        reached=whole <= WHOLE, note=f"{len(everybody)} processes, shared pages divided among them; a server of a "
        "database is not among them",
    )  # fmt: skip


def _addresses() -> list[str]:
    return [BOARD, "/o/speed/feedback/surveys/", "/o/speed/feedback/surveys/big/results/", "/o/speed/indicators/"]


def _is_web(pid: int) -> bool:
    """The web process and the one of it that runs Python are told by their name, or where none is given by command."""
    name = Path(f"/proc/{pid}/comm").read_text().strip()
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return name == "cem web" or (b"granian" in command and b"celery" not in command)


@contextmanager
def _up() -> Iterator[tuple[int, int]]:
    """`manage.py up`: its process and its port."""
    port = free_port()
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "up", "--port", str(port)]
    running = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={**os.environ, "CEM_NO_BOOTSTRAP": "1"}
    )
    try:
        wait_for(port)
        yield running.pid, port
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(timeout=30)

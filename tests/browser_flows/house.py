"""The product as its users start it, `up --demo`, once for all browser tests; workers of pytest-xdist share it."""

import fcntl
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.made import lay_into

BASE = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 240.0
DATABASE = "cem.sqlite3"
STARTED: list[subprocess.Popen[bytes]] = []  # what this process started and may have to wait for
OURS = ("CEM_", "DJANGO_", "DATABASE_", "REDIS_", "EMAIL_", "PYTEST_")


@dataclass(frozen=True)
class House:
    """A running installation with the sample programme in it."""

    address: str
    folder: Path

    def run(self, *arguments: str) -> str:
        """What a management command says, run beside the house on its data."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE, env=environment(self.folder), check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip


@contextmanager
def shared_house(folder: Path) -> Iterator[House]:
    """The house in this folder: the first who asks starts it, the last who leaves stops it."""
    folder.mkdir(parents=True, exist_ok=True)
    with _books(folder) as books:
        if not books.get("users"):
            lay_into(folder / "var")
            books.update(_start(folder))
        books["users"] = books.get("users", 0) + 1
        address = books["address"]
    try:
        yield House(address, folder)
    finally:
        with _books(folder) as books:
            books["users"] -= 1
            if not books["users"]:
                _stop(books["pid"])


@contextmanager
def house_apart(house: House, folder: Path) -> Iterator[House]:
    """A copy of the house as it stands, for what others would stumble over, such as a second programme."""
    shutil.copytree(house.folder / "static", folder / "static")
    shutil.copytree(house.folder / "var", folder / "var", ignore=shutil.ignore_patterns("*.sqlite3*", "up.lock"))
    with (
        closing(sqlite3.connect(house.folder / "var" / DATABASE)) as theirs,
        closing(sqlite3.connect(folder / "var" / DATABASE)) as copy,
    ):
        theirs.backup(copy)
    begun = _start(folder)
    try:
        yield House(begun["address"], folder)
    finally:
        _stop(begun["pid"])


@contextmanager
def _books(folder: Path) -> Iterator[dict[str, Any]]:
    """Who runs and how many use it, open to one process at a time."""
    path = folder / "house.json"
    with (folder / "house.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        books = json.loads(path.read_text()) if path.exists() else {}
        yield books
        path.write_text(json.dumps(books))


def _start(folder: Path) -> dict[str, Any]:
    port = _free_port()
    with (folder / "house.log").open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--demo", "--port", str(port)],
            cwd=BASE, env=environment(folder), stdout=said, stderr=said, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    STARTED.append(process)
    address = f"http://localhost:{port}"
    try:
        _wait_for(f"{address}/health/", process, folder)
    except BaseException:
        _stop(process.pid)
        raise
    return {"pid": process.pid, "address": address}


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the tests' own settings: the house is the embedded one, in its own folder."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    own = {"CEM_DATA_DIR": str(folder / "var"), "CEM_STATIC_DIR": str(folder / "static"), "CEM_NO_BOOTSTRAP": "1"}
    return plain | own


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while not _answers(address):
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"The house did not start:\n{(folder / 'house.log').read_text()}")
        time.sleep(0.25)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _stop(pid: int) -> None:
    """Ask it as Ctrl-C would; what does not go within twenty seconds is ended with all it started."""
    own = next((process for process in STARTED if process.pid == pid), None)
    try:
        os.kill(pid, signal.SIGINT)
        if own:
            own.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(pid, signal.SIGKILL)
        own.wait()
    except ProcessLookupError:
        return

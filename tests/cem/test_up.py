"""`up` is one command for all: it serves, restarts what dies, and leaves nothing behind when it ends."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from http.client import HTTPException
from pathlib import Path

import pytest

from tests.certificates import self_signed
from tests.made import lay_into
from tests.waiting import lives, wait_until

BASE = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow, pytest.mark.faults]


class Up:
    """A real `up` in a process of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.log = folder / "up.log"
        self.folder.mkdir(exist_ok=True)

    def start(self, *options: str) -> "Up":
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CEM_STATIC")}
        environment.update(CEM_DATA_DIR=str(self.folder), CEM_NO_BOOTSTRAP="1", DJANGO_SETTINGS_MODULE="cem.settings")
        environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
        command = [sys.executable, "manage.py", "up", "--port", str(self.port), *options]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command, cwd=BASE, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        self.began = time.monotonic()
        wait_until(lambda: "CEM is ready" in self.said() or self.process.poll() is not None, seconds=300)
        assert self.process.poll() is None, self.said()
        self.took = time.monotonic() - self.began
        return self

    def said(self) -> str:
        return self.log.read_text()

    def healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/health/", timeout=5) as response:
                return response.status == 200
        except OSError:
            return False

    def family(self) -> dict[int, str]:
        """Every living process below `up`, with its name."""
        found: dict[int, str] = {}
        parents = {self.process.pid}
        while parents:
            listing = subprocess.run(["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True, check=True)
            rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
            young = {int(pid): name for pid, parent, name in rows if int(parent) in parents and int(pid) not in found}
            found.update(young)
            parents = set(young)
        return {pid: name for pid, name in found.items() if name.startswith("cem ")}

    def first(self, name: str) -> int:
        return min(pid for pid, its_name in self.family().items() if its_name == name)

    def stop(self, number: int = signal.SIGINT) -> None:
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(timeout=30)


@pytest.fixture
def up(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = Up(tmp_path / "var", port)
    yield found
    found.stop(signal.SIGKILL)


def test_up_serves_restarts_what_is_killed_and_ends_without_a_trace(up):
    up.start()
    assert up.healthy()
    assert f"http://localhost:{up.port}" in up.said()
    wait_until(lambda: re.search(r"enter this code: [A-Z0-9]{4}(-[A-Z0-9]{4})+", up.said()))

    for name in ("cem web", "cem worker"):
        killed = up.first(name)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: name in up.family().values() and killed not in up.family(), seconds=20)  # noqa: B023
    wait_until(up.healthy)

    family = list(up.family())
    up.stop()

    assert up.process.returncode == 0
    assert [pid for pid in family if lives(pid)] == []
    assert up.said().rstrip().endswith("Stopped.")
    assert "Traceback" not in up.said()


def test_killed_up_leaves_no_orphans_and_starts_again(up):
    lay_into(up.folder)
    up.start()
    family = list(up.family())

    up.process.kill()
    up.process.wait()
    wait_until(lambda: not [pid for pid in family if lives(pid)], seconds=20)

    up.start()
    assert up.healthy()
    assert "Making the database" not in up.said()


def test_up_with_a_certificate_serves_pages_over_tls_only(up, tmp_path):
    certificate, key = self_signed(tmp_path)
    lay_into(up.folder)
    trusting = ssl.create_default_context(cafile=str(certificate))

    up.start("--tls-cert", str(certificate), "--tls-key", str(key))
    with urllib.request.urlopen(f"https://localhost:{up.port}/account/login/", context=trusting) as page:
        cookies = page.headers.get_all("Set-Cookie") or []
        safety = page.headers["Strict-Transport-Security"]

    assert f"https://localhost:{up.port}" in up.said()
    assert safety == "max-age=31536000"
    assert [cookie for cookie in cookies if "Secure" not in cookie] == []
    with pytest.raises(HTTPException):
        up.healthy()  # plain HTTP is answered in no words of HTTP
    with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"https://localhost:{up.port}/health/")

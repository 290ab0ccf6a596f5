"""`up` is one tree of processes: it restarts what dies, and leaves nothing behind when it ends."""

import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path

import pytest

from cem import processes
from cem.environment import WrongSetting
from cem.locks import only_one
from cem.preparation import back_up_file, compile_texts
from cem.processes import Child, ProcessTree, describe_end
from cem.serving import Serving, child_environment, children

BASE = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


def wait_until(condition: Callable[[], object], *, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.05)


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not (state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.fixture
def tree():
    """A tree of two sleeping processes, and what it said."""
    said: list[str] = []
    found = ProcessTree([Child("web", SLEEPER, os.environ), Child("worker", SLEEPER, os.environ)], said.append)
    found.said = said
    found.start()
    yield found
    found.stop()


@pytest.mark.pure
def test_dead_child_is_started_again_and_its_sisters_are_left_alone(tree):
    web, worker = (child.process.pid for child in tree.children)

    os.kill(web, signal.SIGKILL)
    tree.children[0].process.wait()
    tree.children[0].tend(time.monotonic(), tree.say)

    assert tree.children[0].process.pid != web
    assert tree.children[0].is_running
    assert tree.children[1].process.pid == worker
    assert tree.said == ["The web process ended (signal SIGKILL); starting it again."]


@pytest.mark.pure
def test_child_that_dies_again_and_again_is_started_after_longer_pauses():
    child = Child("web", [sys.executable, "-c", "raise SystemExit(3)"], os.environ)
    pauses = []
    now = 100.0
    for _ in range(4):
        child.start(now)
        child.process.wait()
        child.tend(now, lambda _: None)
        if child.process is not None:
            child.process.wait()
            child.process = None
        pauses.append(child.due_at - now)

    assert pauses == [0, 4, 8, 16]


@pytest.mark.pure
def test_stop_ends_every_child(tree):
    pids = [child.process.pid for child in tree.children]

    tree.stop()

    assert [lives(pid) for pid in pids] == [False, False]


@pytest.mark.pure
def test_stop_makes_the_deaf_end_too(monkeypatch):
    monkeypatch.setattr(processes, "STOP_WITHIN_SECONDS", 0.3)
    tree = ProcessTree([Child("deaf", STUBBORN, os.environ)], lambda _: None)
    tree.start()
    time.sleep(0.5)

    tree.stop()

    assert tree.children[0].process.returncode == -signal.SIGKILL


@pytest.mark.pure
def test_end_of_a_process_is_told_in_words():
    assert describe_end(3) == "exit code 3"
    assert describe_end(-9) == "signal SIGKILL"


@pytest.mark.pure
def test_killed_supervisor_leaves_no_orphans(tmp_path):
    script = (
        "import os, subprocess, sys, time\n"
        "environment = {**os.environ, 'CEM_SUPERVISED': str(os.getpid())}\n"
        "command = [sys.executable, '-m', 'cem.lifeline', 'tests.cem.waiting']\n"
        "print(subprocess.Popen(command, env=environment, start_new_session=True).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    supervisor = subprocess.Popen([sys.executable, "-c", script], cwd=BASE, stdout=subprocess.PIPE, text=True)
    child = int(supervisor.stdout.readline())
    time.sleep(0.5)
    assert lives(child)

    supervisor.kill()
    supervisor.communicate()

    wait_until(lambda: not lives(child), seconds=5)


@pytest.mark.pure
def test_port_in_use_is_told_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(WrongSetting, match=f"Port {port} on localhost cannot be had") as refusal:
            Serving("localhost", port).require_free_port()

    assert "--port" in str(refusal.value)


@pytest.mark.pure
@pytest.mark.parametrize("port", [0, -1, 65536])
def test_impossible_port_is_refused(port):
    with pytest.raises(WrongSetting, match="from 1 to 65535"):
        Serving("localhost", port)


@pytest.mark.pure
def test_certificate_needs_its_key(tmp_path):
    certificate = tmp_path / "cert.pem"
    certificate.touch()

    with pytest.raises(WrongSetting, match="belong together"):
        Serving("192.0.2.7", 8000, certificate)
    with pytest.raises(WrongSetting, match="is no file"):
        Serving("192.0.2.7", 8000, certificate, tmp_path / "key.pem")


@pytest.mark.pure
def test_address_names_localhost_since_passkeys_need_a_name():
    assert Serving("localhost", 8000).address == "http://localhost:8000"
    assert Serving("127.0.0.1", 8000).address == "http://localhost:8000"
    assert Serving("192.0.2.7", 8000).address == "http://192.0.2.7:8000"


@pytest.mark.pure
def test_children_know_their_supervisor_and_address(monkeypatch):
    monkeypatch.delenv("CEM_ADDRESS", raising=False)

    found = child_environment(Serving("192.0.2.7", 8123))

    assert found["CEM_SUPERVISED"] == str(os.getpid())
    assert found["CEM_ADDRESS"] == "http://192.0.2.7:8123"
    assert found["CEM_ALLOWED_HOSTS"] == "192.0.2.7"


@pytest.mark.pure
def test_clock_is_a_process_of_its_own_only_beside_a_broker():
    place = Serving("localhost", 8000)

    embedded = children(place, {}, web_workers=1, broker=False)
    larger = children(place, {}, web_workers=2, broker=True)

    assert [child.name for child in embedded] == ["web", "worker"]
    assert [child.name for child in larger] == ["web", "worker", "clock"]
    command = list(larger[0].command)
    assert command[command.index("--workers") + 1] == "2"


@pytest.mark.pure
def test_second_start_from_the_same_folder_is_refused(tmp_path):
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, time; from pathlib import Path; from cem.locks import only_one\n"
            "with only_one(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)",
            str(tmp_path / "up.lock"),
        ],
        cwd=BASE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout.readline() == "held\n"

    with pytest.raises(WrongSetting, match=f"process {holder.pid}"), only_one(tmp_path / "up.lock"):
        pass

    holder.kill()
    holder.communicate()
    with only_one(tmp_path / "up.lock"):
        assert (tmp_path / "up.lock").read_text() == str(os.getpid())


@pytest.mark.pure
def test_backup_holds_what_was_committed_and_only_five_are_kept(tmp_path):
    import sqlite3

    source = tmp_path / "cem.sqlite3"
    with sqlite3.connect(source) as connection:
        connection.execute("CREATE TABLE answer (score)")
        connection.execute("INSERT INTO answer VALUES (10)")
    connection.close()
    now = datetime(2026, 5, 1, tzinfo=UTC)

    kept = [back_up_file(source, tmp_path / "backups", now + timedelta(minutes=minute)) for minute in range(7)]

    assert sorted((tmp_path / "backups").iterdir()) == kept[2:]
    copy = sqlite3.connect(kept[-1])
    assert copy.execute("SELECT score FROM answer").fetchall() == [(10,)]
    copy.close()
    assert kept[-1].stat().st_mode & 0o077 == 0


@pytest.mark.pure
def test_texts_are_compiled_once_until_they_change(tmp_path):
    folder = tmp_path / "pl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text('msgid ""\nmsgstr "Language: pl\\n"\n\nmsgid "answer"\nmsgstr "odpowiedź"\n')

    assert compile_texts([tmp_path]) == 1
    assert compile_texts([tmp_path]) == 0
    os.utime(source, ns=(time.time_ns(), time.time_ns() + 1_000_000_000))
    assert compile_texts([tmp_path]) == 1
    assert [path.name for path in sorted(folder.iterdir())] == ["django.mo", "django.po"]


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
        wait_until(lambda: "CEM is ready" in self.said() or self.process.poll() is not None, seconds=120)
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
        """Every living process below `up`, with its command."""
        found: dict[int, str] = {}
        parents = {self.process.pid}
        while parents:
            listing = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
            rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
            young = {int(pid): args for pid, parent, args in rows if int(parent) in parents and int(pid) not in found}
            found.update(young)
            parents = set(young)
        return {pid: args for pid, args in found.items() if "cem.lifeline" in args}

    def first(self, word: str) -> int:
        return min(pid for pid, args in self.family().items() if word in args)

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


@pytest.mark.sqlite_only
@pytest.mark.slow
@pytest.mark.faults
def test_up_serves_restarts_what_is_killed_and_ends_without_a_trace(up):
    up.start()
    assert up.healthy()
    assert f"http://localhost:{up.port}" in up.said()
    wait_until(lambda: re.search(r"enter this code: [A-Z0-9]{4}(-[A-Z0-9]{4})+", up.said()))

    for name in ("granian", "celery"):
        killed = up.first(name)
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: name in " ".join(up.family().values()) and killed not in up.family(), seconds=20)  # noqa: B023
    wait_until(up.healthy)

    family = list(up.family())
    up.stop()

    assert up.process.returncode == 0
    assert [pid for pid in family if lives(pid)] == []
    assert up.said().rstrip().endswith("Stopped.")
    assert "Traceback" not in up.said()


@pytest.mark.sqlite_only
@pytest.mark.slow
@pytest.mark.faults
def test_killed_up_leaves_no_orphans_and_starts_again(up):
    up.start()
    family = list(up.family())

    up.process.kill()
    up.process.wait()
    wait_until(lambda: not [pid for pid in family if lives(pid)], seconds=20)

    up.start()
    assert up.healthy()
    assert "Making the database" not in up.said()


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody vouches for, and its key, in PEM form."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


@pytest.mark.sqlite_only
@pytest.mark.slow
@pytest.mark.faults
def test_up_with_a_certificate_serves_pages_over_tls_only(up, tmp_path):
    certificate, key = self_signed(tmp_path)
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

"""The tree of processes: restarts what dies, ends what it started, and leaves no orphans."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cem import processes
from cem.forking import Forked
from cem.processes import Child, ProcessTree, describe_end
from tests.waiting import lives, wait_until

pytestmark = pytest.mark.pure
BASE = Path(__file__).resolve().parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)",
]


@pytest.fixture
def tree():
    """A tree of two sleeping processes, and what it said."""
    said: list[str] = []
    found = ProcessTree([Child("web", SLEEPER, os.environ), Child("worker", SLEEPER, os.environ)], said.append)
    found.said = said
    found.start()
    yield found
    found.stop()


def test_dead_child_is_started_again_and_its_sisters_are_left_alone(tree):
    web, worker = (child.process.pid for child in tree.children)

    os.kill(web, signal.SIGKILL)
    tree.children[0].process.wait()
    tree.children[0].tend(time.monotonic(), tree.say)

    assert tree.children[0].process.pid != web
    assert tree.children[0].is_running
    assert tree.children[1].process.pid == worker
    assert tree.said == ["The web process ended (signal SIGKILL); starting it again."]


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


def test_stop_ends_every_child(tree):
    pids = [child.process.pid for child in tree.children]

    tree.stop()

    assert [lives(pid) for pid in pids] == [False, False]


def test_stop_makes_the_deaf_end_too(monkeypatch):
    monkeypatch.setattr(processes, "STOP_WITHIN_SECONDS", 0.3)
    tree = ProcessTree([Child("deaf", STUBBORN, os.environ)], lambda _: None)
    tree.start()
    time.sleep(0.5)

    tree.stop()

    assert tree.children[0].process.returncode == -signal.SIGKILL


def test_end_of_a_process_is_told_in_words():
    assert describe_end(3) == "exit code 3"
    assert describe_end(-9) == "signal SIGKILL"


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


def forked(work, **environment):
    return Forked("cem test", work, {**os.environ, **environment})


def test_forked_process_works_with_what_is_loaded_here_and_tells_how_it_ended(tmp_path):
    loaded = {"answer": 10}

    def work():
        said = f"{loaded} {os.environ['CEM_SAID']} {Path('/proc/self/comm').read_text().strip()} {os.read(0, 1)!r}"
        (tmp_path / "said").write_text(said)
        sys.exit(3)

    process = forked(work, CEM_SAID="yes")

    assert process.wait(timeout=20) == 3
    assert (tmp_path / "said").read_text() == "{'answer': 10} yes cem test b''"
    assert "CEM_SAID" not in os.environ


def test_forked_process_ends_by_signals_that_its_supervisor_only_notes():
    noted = []
    before = signal.signal(signal.SIGTERM, lambda *_: noted.append("here"))
    try:
        process = forked(lambda: time.sleep(60))
        process.terminate()

        assert process.wait(timeout=20) == -signal.SIGTERM
    finally:
        signal.signal(signal.SIGTERM, before)
    assert noted == []


def test_forked_process_that_fails_says_so_and_ends_with_one(capfd):
    assert forked(lambda: 1 / 0).wait(timeout=20) == 1
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_dead_forked_child_is_forked_anew():
    said = []
    tree = ProcessTree([Child("web", [], os.environ, work=lambda: time.sleep(60))], said.append)
    tree.start()
    first = tree.children[0].process.pid

    os.kill(first, signal.SIGKILL)
    tree.children[0].process.wait()
    tree.children[0].tend(time.monotonic(), tree.say)
    second = tree.children[0].process.pid
    tree.stop()

    assert second != first
    assert said == ["The web process ended (signal SIGKILL); starting it again."]
    assert not lives(second)

"""A small tree of processes: started together, restarted when one dies, stopped together.

Standard library only, so that the supervisor's loop needs nothing of the product.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cem.forking import Forked

LOOK_EVERY_SECONDS = 0.2
STOP_WITHIN_SECONDS = 10.0
STEADY_AFTER_SECONDS = 10.0
LONGEST_PAUSE_SECONDS = 30.0

Say = Callable[[str], None]


@dataclass
class Child:
    """One process of the tree, in a group of its own so that nothing of it stays behind.

    :ivar work: what the command does; given where the process is to be forked from this one, not executed anew
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    work: Callable[[], object] | None = None
    process: subprocess.Popen[bytes] | Forked | None = None
    started_at: float = 0.0
    failures: int = 0
    due_at: float = field(default=0.0)

    def start(self, now: float) -> None:
        """Start it; it gets no keyboard, and signals from the terminal do not reach it."""
        self.process = self._forked(self.work) if self.work else self._executed()
        self.started_at = now

    def _forked(self, work: Callable[[], object]) -> Forked:
        return Forked(f"cem {self.name}", work, self.environment)

    def _executed(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            list(self.command), env=dict(self.environment), stdin=subprocess.DEVNULL, start_new_session=True
        )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def tend(self, now: float, say: Say) -> None:
        """Restart it if it died: at once after a steady life, else after pauses that double."""
        if self.is_running:
            return
        if self.process is not None:
            self._bury(self.process.wait(), now, say)
        if now >= self.due_at:
            self.start(now)

    def _bury(self, code: int, now: float, say: Say) -> None:
        self.signal_group(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        steady = now - self.started_at >= STEADY_AFTER_SECONDS
        self.failures = 0 if steady else self.failures + 1
        pause = 0.0 if self.failures <= 1 else min(2.0**self.failures, LONGEST_PAUSE_SECONDS)
        self.due_at = now + pause
        say(f"The {self.name} process ended ({describe_end(code)}); starting it again.")
        self.process = None

    def signal_group(self, number: int) -> None:
        """Send a signal to the process and all that it started, as far as they still live."""
        if self.process is None:
            return
        try:
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, number)
            else:
                self.process.send_signal(number)
        except (ProcessLookupError, PermissionError):
            pass

    def ask_to_stop(self) -> None:
        """Ask the process itself, which stops its own children in order."""
        if self.is_running and self.process is not None:
            self.process.terminate()


class ProcessTree:
    """The children, and the loop that keeps them alive until somebody asks to stop."""

    def __init__(self, children: Sequence[Child], say: Say) -> None:
        self.children = children
        self.say = say
        self.stopping = threading.Event()

    def start(self) -> None:
        """Start every child once."""
        for child in self.children:
            child.start(time.monotonic())

    def listen_to_signals(self) -> None:
        """Stop on Ctrl-C and on the signals of service managers and closed terminals."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), lambda *_: self.stopping.set())

    def keep_alive(self) -> None:
        """Restart what dies until asked to stop."""
        while not self.stopping.wait(LOOK_EVERY_SECONDS):
            for child in self.children:
                child.tend(time.monotonic(), self.say)

    def stop(self) -> None:
        """End all children: asked first, and made to after ten seconds."""
        for child in self.children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_WITHIN_SECONDS
        while any(child.is_running for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.signal_group(getattr(signal, "SIGKILL", signal.SIGTERM))
            if child.process is not None:
                child.process.wait()


def describe_end(code: int) -> str:
    """How a process ended, in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"

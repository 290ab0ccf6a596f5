"""A process made of this one as it stands: what is loaded here is loaded there, and shared until one changes it."""

import ctypes
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

CAN_FORK = sys.platform.startswith("linux")  # elsewhere a process may not be able to go on in a copy of itself
_STOPPING = {signal.SIGINT, signal.SIGTERM} | ({signal.SIGHUP} if hasattr(signal, "SIGHUP") else set())
_ARENA_MAX, _ARENAS = -8, 2  # mallopt(3)


class Forked:
    """A process that does a piece of work and ends; a supervisor tends it like a `subprocess.Popen`.

    Whoever starts one has neither threads nor connections open: neither would survive in the copy.
    """

    def __init__(self, name: str, work: Callable[[], object], environment: Mapping[str, str]) -> None:
        self.returncode: int | None = None
        sys.stdout.flush()
        sys.stderr.flush()
        # Held back until the copy has left the supervisor's way of hearing signals behind.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
        self.pid = os.fork()
        if not self.pid:
            _live(name, work, environment)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def poll(self) -> int | None:
        """How it ended; nothing while it runs."""
        if self.returncode is None:
            self._look(os.WNOHANG)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ended. :raises subprocess.TimeoutExpired: it did not in time"""
        if timeout is None and self.returncode is None:
            self._look(0)
        deadline = time.monotonic() + (timeout or 0.0)
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("a forked process", timeout or 0.0)
            time.sleep(0.01)
        return self.returncode or 0

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def send_signal(self, number: int) -> None:
        """Send a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def _look(self, options: int) -> None:
        pid, status = os.waitpid(self.pid, options)
        if pid:
            self.returncode = os.waitstatus_to_exitcode(status)


def _live(name: str, work: Callable[[], object], environment: Mapping[str, str]) -> NoReturn:
    """The life of the copy: a session of its own, no keyboard, signals as new processes hear them, and its work."""
    code = 1
    try:
        os.setsid()
        _be_called(name)
        _hear_signals_as_born()
        _leave_the_keyboard()
        _share_few_arenas()
        os.environ.clear()
        os.environ.update(environment)
        work()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _be_called(name: str) -> None:
    """What lists of processes show as its name; its command is still that of the supervisor."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name)


def _hear_signals_as_born() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _STOPPING - {signal.SIGINT}:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def _leave_the_keyboard() -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def _share_few_arenas() -> None:
    """What MALLOC_ARENA_MAX does for a process that begins anew: threads share their heaps of memory."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)

"""Ends a process when the one that started it has gone, so that a killed supervisor leaves no orphans.

`python -m cem.lifeline MODULE ARGUMENTS…` runs a module like `python -m MODULE`, followed in this way.
"""

import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Sequence

SUPERVISED = "CEM_SUPERVISED"
PAUSE_SECONDS = 0.5
GRACE_SECONDS = 8


def follow_parent() -> None:
    """Watch the parent in a thread, if `up` started this process tree."""
    if os.environ.get(SUPERVISED) and hasattr(os, "getppid"):
        threading.Thread(target=_follow, args=(os.getppid(),), name="lifeline", daemon=True).start()


def _follow(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PAUSE_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(1)


def become(module: str, arguments: Sequence[str]) -> None:
    """Follow the parent and be a module, as `python -m` does it."""
    if os.environ.get(SUPERVISED) not in (None, str(os.getppid())):
        sys.exit("The supervisor has gone already.")
    follow_parent()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    become(sys.argv[1], sys.argv[2:])

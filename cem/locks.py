"""A lock on a file, held as long as the process lives, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cem.environment import WrongSetting


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock.

    :raises WrongSetting: another process holds it
    """
    with path.open("a+") as file:
        if os.name != "nt":
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise WrongSetting(
                    f"CEM runs already from {path.parent} (process {file.read().strip() or 'unknown'}): "
                    "stop that one, or name another folder in CEM_DATA_DIR."
                ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield

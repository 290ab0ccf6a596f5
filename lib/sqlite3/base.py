"""SQLite lets one transaction write at a time. A second one sleeps and looks again, after 1, 2, 5, 10, 15 … ms, and may
find that somebody else was quicker. So the threads of a process wait for each other first, and are woken at once;
SQLite's own waiting is left for other processes.
"""

import os
import threading

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_writer = threading.Lock()
os.register_at_fork(after_in_child=_writer._at_fork_reinit)  # type: ignore[attr-defined]


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions stand in the queue from BEGIN IMMEDIATE until they end."""

    _writes = False

    def _start_transaction_under_autocommit(self) -> None:
        if not _writer.acquire(timeout=self.settings_dict["OPTIONS"].get("timeout", 5.0)):
            raise OperationalError("database is locked")
        self._writes = True
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        if self._writes:
            self._writes = False
            _writer.release()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave()

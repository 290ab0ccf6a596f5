"""SQLite lets one transaction write at a time. A second one sleeps and looks again, after 1, 2, 5, 10, 15 … ms, and may
find that somebody else was quicker. So the threads of a process wait for each other first, and are woken at once;
SQLite's own waiting is left for other processes.
"""

import os
import threading
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

_writer = threading.Lock()
os.register_at_fork(after_in_child=_writer._at_fork_reinit)  # type: ignore[attr-defined]


_LONGEST_KEPT = 4_000


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that writes the places of values as SQLite wants them once for each statement, not at each asking."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        if param_names is None and len(query) <= _LONGEST_KEPT:
            return _with_question_marks(query)
        return str(super().convert_query(query, param_names=param_names))


@lru_cache(maxsize=1_000)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions stand in the queue from BEGIN IMMEDIATE until they end."""

    _writes = False

    def create_cursor(self, name: str | None = None) -> Cursor:
        return self.connection.cursor(factory=Cursor)

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

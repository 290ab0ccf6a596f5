"""Emptying the tables between tests on SQLite, where the triggers of the activity trail stand guard.

An entry may go only after its organisation has gone, so the organisations are emptied first.
"""

from typing import Any

from django.db.backends.sqlite3.base import DatabaseOperations

FIRST = "organisations_organisation"
_flush = DatabaseOperations.sql_flush


def _organisations_first(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
    return _flush(self, style, sorted(tables, key=lambda table: (table != FIRST, table)), **options)


def empty_organisations_first() -> None:
    """Let Django's own emptying of SQLite's tables begin with the organisations."""
    DatabaseOperations.sql_flush = _organisations_first  # type: ignore[method-assign, assignment]

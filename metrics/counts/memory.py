"""More memory for counting very many answers at once, for this connection only."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_SETTINGS = {"work_mem": "128MB", "jit": "off"}
_CACHE_KILOBYTES = 64_000


@contextmanager
def generous_memory() -> Iterator[None]:
    """What is sorted or hashed stays in memory: to the transaction's end on PostgreSQL, inside the block on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name, value in _SETTINGS.items():
                cursor.execute("SELECT set_config(%s, %s, true)", [name, value])
            yield
            return
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA cache_size = -{_CACHE_KILOBYTES}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {before}")

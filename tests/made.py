"""Tables made once for a whole run: making them takes every process of the tests a quarter of a minute otherwise."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from tests.stores import at_database

FILE = "CEM_TEST_MADE_FILE"
TEMPLATE = "CEM_TEST_MADE_TEMPLATE"
NAME = "cem_made"
SQLITE = "cem.sqlite3"


@contextmanager
def sqlite_tables(folder: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """What to add to the environment of tests that begin from a migrated file in this folder."""
    _migrate({**environment, "CEM_DATA_DIR": str(folder)})
    yield {FILE: str(folder / SQLITE)}


@contextmanager
def postgresql_tables(folder: Path, environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The same for a server's database, which is taken away afterwards."""
    server = environment["DATABASE_URL"]
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(NAME))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    try:
        _migrate({**environment, "CEM_DATA_DIR": str(folder), "DATABASE_URL": at_database(server, NAME)})
        yield {TEMPLATE: NAME}
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(drop)


def _migrate(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--skip-checks", "--verbosity", "0"]
    ours = {"CEM_NO_BOOTSTRAP": "1", "DJANGO_SETTINGS_MODULE": "cem.settings"}
    subprocess.run(command, env={**environment, **ours}, stdin=subprocess.DEVNULL, check=True)


def is_laid_ready() -> bool:
    """Whether Django would find, and empty, a test database that `begin_from` put there."""
    return FILE in os.environ


def begin_from(test_database: dict[str, str]) -> None:
    """Have Django's test database, by its TEST settings, begin from the made tables where there are any."""
    if FILE in os.environ:
        shutil.copyfile(os.environ[FILE], test_database["NAME"])
    elif TEMPLATE in os.environ:
        test_database["TEMPLATE"] = os.environ[TEMPLATE]


def lay_into(folder: Path) -> None:
    """Give an installation of its own the made tables, so that its start need not make them."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / SQLITE
    if FILE in os.environ and not target.exists():
        shutil.copyfile(os.environ[FILE], target)

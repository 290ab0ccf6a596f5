"""On PostgreSQL one role owns the tables and another works with the rows; tried on a real server."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.stores import as_role, own_postgresql

BASE = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.sqlite_only, pytest.mark.slow]  # it brings a server of its own


@pytest.fixture(scope="module")
def server():
    """A server with an owner and an empty database, as after the first start of the compose file."""
    with own_postgresql() as address:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE ROLE cem_owner LOGIN CREATEROLE NOSUPERUSER NOBYPASSRLS PASSWORD 'cem_owner'")
            connection.execute("CREATE DATABASE cem OWNER cem_owner")
        yield address


@pytest.fixture(scope="module")
def migrated(server, tmp_path_factory):
    ended = manage(tmp_path_factory.mktemp("var"), worker(server), owner(server), "migrate", "--no-input")
    assert ended.returncode == 0, ended.stderr
    return server


def worker(server: str) -> str:
    return as_role(server, "cem", "cem")


def owner(server: str) -> str:
    return as_role(server, "cem_owner", "cem")


def manage(folder: Path, database: str, owner: str, *command: str) -> subprocess.CompletedProcess[str]:
    program = ["manage.py", *command] if command[0] != "-c" else list(command)
    environment = {
        **os.environ,
        "CEM_NO_BOOTSTRAP": "1",
        "CEM_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "cem.settings",
        "DATABASE_URL": database,
        "DATABASE_OWNER_URL": owner,
    }
    return subprocess.run(
        [sys.executable, *program], cwd=BASE, env=environment, capture_output=True, text=True, check=False
    )


def test_migration_makes_the_ordinary_role_and_lets_it_work_with_rows_only(migrated):
    with psycopg.connect(worker(migrated), autocommit=True) as connection:
        powers = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owned = connection.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user").fetchone()
        connection.execute("SELECT count(*) FROM organisations_organisation")
        connection.execute("CREATE TEMPORARY TABLE loading (score int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE elsewhere (score int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("ALTER TABLE organisations_organisation ADD COLUMN more int")

    assert powers == (False, False, False, False)
    assert owned == (0,)


def test_web_process_starts_as_the_ordinary_role(migrated, tmp_path):
    ended = manage(tmp_path, worker(migrated), "", "-c", "import cem.wsgi")

    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(("role", "fault"), [("cem_owner", "owns the tables"), ("postgres", "is a superuser")])
def test_web_process_refuses_a_powerful_role_in_one_sentence(migrated, tmp_path, role, fault):
    ended = manage(tmp_path, as_role(migrated, role, "cem"), "", "-c", "import cem.wsgi")

    assert ended.returncode == 1
    assert fault in ended.stderr
    assert "DATABASE_OWNER_URL" in ended.stderr
    assert "Traceback" not in ended.stderr

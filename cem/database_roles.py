"""PostgreSQL's two roles: one owns and migrates the tables, the other may only work with the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection

from cem.environment import WrongSetting

ADDRESS_PARTS = ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")


def refuse_powerful_role() -> None:
    """Refuse to serve as a role that row-level security would not hold.

    :raises WrongSetting: the role is a superuser, bypasses row-level security, or owns the tables
    """
    if connection.vendor == "postgresql" and (fault := fault_of_role()):
        raise WrongSetting(
            f"The role of DATABASE_URL {fault}: "
            "name an ordinary role there, and the owner in DATABASE_OWNER_URL; “manage.py migrate” grants the rights."
        )


def fault_of_role() -> str:
    """What is wrong with the connection's role, or nothing; a database that is away says so in /health/."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
            powerful = any(cursor.fetchone() or ())
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user)"
            )
            owns = bool((cursor.fetchone() or (False,))[0])
    except OperationalError:
        return ""
    finally:
        connection.close()
    if powerful:
        return "is a superuser or bypasses row-level security"
    return "owns the tables" if owns else ""


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the owner of the tables, if one is named."""
    owner = settings.DATABASE_OWNER
    if not owner:
        yield
        return
    working = {name: connection.settings_dict[name] for name in ADDRESS_PARTS}
    _reconnect({name: owner.get(name, working[name]) for name in ADDRESS_PARTS})
    try:
        yield
    finally:
        _reconnect(working)


@contextmanager
def migrating_as_owner() -> Iterator[None]:
    """Work as the owner, if one is named; the ordinary role is made before and gets its rights afterwards."""
    if not settings.DATABASE_OWNER:
        yield
        return
    name, password = (str(connection.settings_dict[part]) for part in ("USER", "PASSWORD"))
    with as_owner():
        ensure_role(name, password)
        yield
        grant_rights(name)


def _reconnect(parameters: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict.update(parameters)


def ensure_role(name: str, password: str) -> None:
    """Make the ordinary role if the server does not know it."""
    from psycopg import sql  # a third of a second that an embedded installation need not spend

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone():
            return
        statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}")
        cursor.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def grant_rights(name: str) -> None:
    """Let the ordinary role work with every row of every table, and with nothing else."""
    from psycopg import sql

    role = sql.Identifier(name)
    with connection.cursor() as cursor:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
            "GRANT TEMPORARY ON DATABASE {database} TO {}",
        ):
            database = sql.Identifier(str(connection.settings_dict["NAME"]))
            cursor.execute(sql.SQL(statement).format(role, database=database))

"""What must be so before the product serves: texts compiled, page files collected, the database migrated and safe."""

import gc
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import polib
from django.conf import settings
from django.db import OperationalError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import resolve

from cem.database_roles import as_owner
from cem.environment import WrongSetting

BACKUPS_KEPT = 5


def compile_texts(folders: Sequence[Path]) -> int:
    """Turn every catalogue that changed into the form gettext reads; returns how many did."""
    compiled = 0
    for source in sorted(path for folder in folders for path in folder.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".{os.getpid()}.draft")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        compiled += 1
    return compiled


@dataclass(frozen=True)
class Migrations:
    """How far the database is."""

    pending: bool
    any_applied: bool


def state_of_migrations() -> Migrations:
    """Ask the database how far it is, as the owner, since the ordinary role may not exist yet.

    :raises WrongSetting: it does not answer
    """
    try:
        with as_owner():
            executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise WrongSetting(
            f"The database does not answer ({str(error).strip().splitlines()[0]}): start it, or correct DATABASE_URL."
        ) from None
    finally:
        connection.close()
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return Migrations(pending, any_applied=bool(executor.loader.applied_migrations))


def back_up_file(source: Path, folder: Path, now: datetime) -> Path:
    """Copy the SQLite file consistently, also while others write; keeps the five newest copies."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"before-migration-{now.astimezone(UTC):%Y%m%dT%H%M%S%f}.sqlite3"
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
    for old in sorted(folder.glob("before-migration-*.sqlite3"))[:-BACKUPS_KEPT]:
        old.unlink()
    return target


def back_up_before_migrating() -> Path | None:
    """The backup of an embedded database; a server's is its operator's care."""
    if connection.vendor != "sqlite":
        return None
    return back_up_file(Path(settings.DATABASES["default"]["NAME"]), settings.DATA_DIR / "backups", datetime.now(UTC))


def page_files_digest(folders: Sequence[Path], package_list: Path) -> str:
    """Changes whenever a file of the pages or a package that brings some does."""
    seen = hashlib.sha256(package_list.read_bytes())
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        state = path.stat()
        seen.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def collect_page_files(environment: Mapping[str, str]) -> bool:
    """Collect, name by content and compress the files of the pages if one changed; returns whether it did.

    While the product is made (DEBUG) they are served where they lie, so that nothing is collected.
    """
    if settings.DEBUG:
        return False
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    digest = page_files_digest(folders, settings.BASE_DIR / "requirements" / "base.txt")
    stamp = settings.STATIC_ROOT / "collected.sha256"
    if settings.STATIC_COLLECTED and stamp.exists() and stamp.read_text() == digest:
        return False
    run_command("collectstatic", "--no-input", "--clear", "--verbosity", "0", environment={**environment, COLLECT: "1"})
    stamp.write_text(digest)
    return True


def begin_anew() -> NoReturn:
    """Become this same command once more: settings and texts as they are now were read before they were so."""
    sys.stdout.flush()
    command = [sys.executable, *sys.orig_argv[1:]]
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)


def load_product() -> None:
    """Load what web and worker work with and keep nothing open, so that both can be forked from this process."""
    import granian.cli  # noqa: F401

    resolve("/health/")  # every page
    connections.close_all()
    gc.collect()
    gc.freeze()  # the garbage collector would write into every page of memory that they share


COLLECT = "CEM_COLLECT_STATIC"


def run_command(*arguments: str, environment: Mapping[str, str]) -> None:
    """Run one of our commands in a process of its own, so that its memory is given back.

    :raises WrongSetting: it failed; what it said is on the terminal
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    ended = subprocess.call(command, env={**environment, "CEM_NO_BOOTSTRAP": "1"}, stdin=subprocess.DEVNULL)
    if ended != 0:
        raise WrongSetting(f"“manage.py {arguments[0]}” failed; its own words stand above.")

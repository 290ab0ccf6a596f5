"""The machine in words, and the memory of processes."""

import os
import platform
import statistics
import tempfile
import time
from pathlib import Path
from typing import IO

from django.db import connection


def machine_words() -> str:
    """Processors, memory, system, versions, and how busy the machine was."""
    load = f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    python = f"Python {platform.python_version()}"
    sync = f"a sync takes {_sync_milliseconds():.2g} ms"
    words = (f"{os.cpu_count()} cores", _memory_words(), platform.system(), python, database_words(), sync, load)
    return ", ".join(words)


def _sync_milliseconds() -> float:
    """What it costs to have a page written to the disk for good; every commit waits for it."""
    with tempfile.TemporaryFile() as file:
        return 1000 * statistics.median(_sync(file) for _ in range(21))


def _sync(file: IO[bytes]) -> float:
    file.write(bytes(4096))
    file.flush()
    start = time.perf_counter()
    os.fsync(file.fileno())
    return time.perf_counter() - start


def _memory_words() -> str:
    try:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return "memory unknown"
    return f"{pages / 2**30:.0f} GB"


def database_words() -> str:
    """The database and its version."""
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        version = connection.pg_version  # type: ignore[attr-defined]
        return f"PostgreSQL {version // 10000}.{version % 10000}"
    from sqlite3 import sqlite_version

    return f"SQLite {sqlite_version}"


def peak_megabytes(pid: int | str = "self") -> float:
    """The most memory a process ever held; `ru_maxrss` would tell its parent's peak too."""
    return _field(pid, "status", "VmHWM:") / 1024


def resident_megabytes(pid: int) -> float:
    """What a process holds now, libraries that it shares with others included."""
    return _field(pid, "status", "VmRSS:") / 1024


def proportional_megabytes(pid: int) -> float:
    """What a process holds now, shared pages divided among those who share them: these may be added up."""
    return _field(pid, "smaps_rollup", "Pss:") / 1024


def family(pid: int) -> list[int]:
    """The process and all that descend from it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def processor_ticks(pid: int) -> int:
    """How long a process has had a processor."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _field(pid: int | str, file: str, name: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/{file}").read_text().splitlines()
    except OSError:
        return 0.0
    return next((float(line.split()[1]) for line in lines if line.startswith(name)), 0.0)

"""Both passes of the whole suite, and one closing line about them."""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.browser import find_chromium
from tests.made import postgresql_tables, sqlite_tables
from tests.stores import postgresql, valkey

STORE_VARIABLES = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
OTHERS = ("DJANGO_SETTINGS_MODULE",)  # set by whoever called us; the tests have settings of their own
NO_TESTS = 5  # pytest's exit code when the arguments chose none
PROCESSES = (os.cpu_count() or 1) + 1  # one more than cores: what drives pages and kills processes waits a lot
Tables = Callable[[Path, Mapping[str, str]], AbstractContextManager[dict[str, str]]]
SECOND_PASS = "not pure and not sqlite_only and not browser and not walk"


@dataclass(frozen=True)
class Outcome:
    """What a pass of pytest came to."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: bool = False

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.broken or other.broken,
        )

    def __str__(self) -> str:
        ending = ", a pass did not run to its end" if self.broken else ""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped{ending}"


def main(arguments: Sequence[str]) -> int:
    """Run both passes; 0 only when nothing failed."""
    began = time.monotonic()
    if not find_chromium():
        say("NO BROWSER FOUND: the browser tests will not run. Install chromium, or name one in CEM_CHROMIUM.")
    everything = {name: value for name, value in os.environ.items() if name not in (*STORE_VARIABLES, *OTHERS)}
    first = one_pass("SQLite", arguments, everything, sqlite_tables)
    with postgresql() as database, valkey() as broker:
        stores = {**everything, "DATABASE_URL": database, "REDIS_URL": broker}
        second = one_pass("PostgreSQL and Valkey", ["-m", SECOND_PASS, *arguments], stores, postgresql_tables)
    total = first + second
    say(f"SQLite: {first}")
    say(f"PostgreSQL and Valkey: {second}")
    say(f"Both passes in {time.monotonic() - began:.0f} s:")
    say(str(total))
    return 1 if total.failed or total.broken else 0


def one_pass(name: str, arguments: Sequence[str], environment: Mapping[str, str], tables: Tables) -> Outcome:
    """Run pytest once on tables made beforehand, and count."""
    say(f"=== {name} ===")
    with tempfile.TemporaryDirectory(prefix="cem-report-") as folder, tables(Path(folder), environment) as made:
        report = Path(folder) / "report.xml"
        shared = ["-n", str(PROCESSES), "--dist=worksteal", f"--junitxml={report}"]
        command = [sys.executable, "-m", "pytest", *shared, *arguments]
        code = subprocess.call(command, env={**environment, **made, "CEM_NO_BOOTSTRAP": "1"}, stdin=subprocess.DEVNULL)
        return count(report, code)


def count(report: Path, code: int) -> Outcome:
    """The numbers of pytest's report; a code that they do not explain means a broken pass."""
    if not report.is_file():
        return Outcome(broken=code != NO_TESTS)
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 (our own file)
    tests = failed = skipped = 0
    for suite in suites:
        tests += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return Outcome(max(tests - failed - skipped, 0), failed, skipped, broken=code not in (0, 1, NO_TESTS))


def say(message: str) -> None:
    """Tell the person at the terminal, in order with pytest's own output."""
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Measure the figures of docs/performance.md, each against its baseline in the same run."""

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cem.benchmarks.installations import DATABASES, NoServer, installation
from cem.benchmarks.runs import NAMES, groups, run
from cem.lifeline import SUPERVISED, follow_parent


def _own_output() -> BinaryIO:
    """Standard output for figures alone: what the processes started from here say goes to standard error."""
    figures = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return figures


class Command(BaseCommand):
    help = "Measure on an installation made for it and removed afterwards; one line of JSON for each figure."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of {', '.join(NAMES)}; without any, all")
        parser.add_argument("--rows", type=int, default=1_000_000, help="answers in the store (default: a million)")
        parser.add_argument("--json", type=Path, metavar="FILE", help="also add the lines to this file")
        parser.add_argument("--database", choices=[*DATABASES, "both"], default="both")
        # How the command calls itself: inside the installation that it made, and as one of those who write at once.
        parser.add_argument("--inside", default="", help="for the command's own use")
        parser.add_argument("--writer", type=int, default=0, help="for the command's own use")
        parser.add_argument("--steps", type=int, default=0, help="for the command's own use")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["writer"]:
            from cem.benchmarks.exactness import Writer

            Writer(options["writer"], options["steps"]).run()
        elif options["inside"]:
            follow_parent()
            figures = _own_output()
            for line in run(options["inside"].split(","), rows=options["rows"]):
                figures.write(line + b"\n")
        else:
            self._measure(options)

    def _measure(self, options: Mapping[str, Any]) -> None:
        """Every group of benchmarks on every database, each in a new installation."""
        if options["rows"] < 1_000:
            raise CommandError("--rows: at least 1,000.")
        if unknown := set(options["names"]) - set(NAMES):
            raise CommandError(f"There is no benchmark {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}.")
        wanted = DATABASES if options["database"] == "both" else [options["database"]]
        for database in wanted:
            for names in groups(options["names"]):
                try:
                    self._in_new_installation(database, names, options)
                except NoServer as error:
                    if options["database"] == database:
                        raise CommandError(str(error)) from None
                    self.stderr.write(f"PostgreSQL is left out. {error}")

    def _in_new_installation(self, database: str, names: list[str], options: Mapping[str, Any]) -> None:
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "benchmark", "--inside", ",".join(names)]
        command += ["--rows", str(options["rows"])]
        with installation(database) as environment:
            environment = {**environment, SUPERVISED: str(os.getpid())}
            inside = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
            )
            for line in inside.stdout or ():
                self.stdout.write(line, ending="")
                self.stdout.flush()
                if options["json"]:
                    with options["json"].open("a", encoding="utf-8") as file:
                        file.write(line)
            if inside.wait() != 0:
                raise CommandError(f"{', '.join(names)} on {database} failed; its own words stand above.")

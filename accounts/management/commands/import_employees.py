"""`manage.py import_employees`: bring the roster to what a CSV file says, or say what it would change."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.roster_files import ENCODINGS, RosterFile, UnreadableRoster, read_roster_file
from accounts.services.roster import read_roster
from accounts.services.roster_changes import COLUMNS, WrongHeadings, check_headings, unread_headings
from accounts.viewer import Viewer
from organisations.doors import organisation_by_slug
from organisations.tenancy import organisation_scope


class Command(BaseCommand):
    help = f"Read employees from a CSV file with the headings {', '.join(COLUMNS)}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--encoding", default="utf-8", choices=[code for code, _name in ENCODINGS])
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--complete", action="store_true", help="whoever is not in the file leaves today")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = organisation_by_slug(options["organisation"])
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']!r}.")
        read = _read(options["file"], options["encoding"])
        with organisation_scope(organisation):
            difference = read_roster(
                organisation=organisation, viewer=Viewer.command(organisation), lines=read.lines,
                today=timezone.localdate(), complete=options["complete"], dry_run=options["dry_run"],
            )  # fmt: skip
        for heading in unread_headings(read.headings):
            self.stderr.write(f"column {heading!r} is not read. There may be: {', '.join(COLUMNS)}.")
        for bad in difference.bad:
            self.stderr.write(f"line {bad.line}, {bad.column}: {bad.reason}")
        counts = ", ".join(f"{len(getattr(difference, kind))} {kind}" for kind in ("added", "changed", "leaving"))
        done = "Would be" if options["dry_run"] else "Done"
        self.stdout.write(f"{done}: {counts}, {len(difference.unchanged)} unchanged, {len(difference.bad)} refused.")


def _read(path: Path, encoding: str) -> RosterFile:
    try:
        with path.open("rb") as file:
            read = read_roster_file(file, encoding=encoding)
        check_headings(read.headings)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    except UnreadableRoster as error:
        raise CommandError(f"{path}: {error}") from None
    except WrongHeadings as lacking:
        raise CommandError(f"{path} lacks the columns {lacking}. There may be: {', '.join(COLUMNS)}.") from None
    return read

"""Import a file of answers: the same service as the web page, without a job."""

import sys
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.viewer import Viewer
from feedback.imports.checks import ProfileFaults
from feedback.models import ImportRun, OnConflict, Survey
from feedback.queries.imports import report_rows
from feedback.services.imports import InlineWork, begin_import, check_file, import_file, load_profile
from lib.csv_files import SafeWriter
from operations.jobs import ExpectedFailure
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

BAR = 30


class Command(BaseCommand):
    """Read a file by a profile, store its answers, and write the lines not taken to a file beside it."""

    help = "Import answers from a CSV or XLSX file. Ends with 1 if any line was not taken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, metavar="SLUG")
        parser.add_argument("--survey", required=True, metavar="CODE")
        parser.add_argument("--profile", required=True, type=Path, metavar="PROFILE.toml")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, store nothing")
        parser.add_argument("--on-conflict", choices=OnConflict.values, default=OnConflict.REPORT)

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation {options['organisation']}.")
        viewer = Viewer.command(organisation)
        run = self._begin(organisation, viewer, options)
        work = InlineWork(organisation, viewer.actor, self._show)
        do = check_file if options["dry_run"] else import_file
        try:
            do(work, run_id=run.pk, now=timezone.now())
        except ExpectedFailure as failure:
            raise CommandError(str(failure)) from None
        with organisation_scope(organisation):
            run.refresh_from_db()
            self._report(run, options["file"], viewer, dry=options["dry_run"])
        if run.rejected or run.different:
            sys.exit(1)

    def _begin(self, organisation: Organisation, viewer: Viewer, options: dict[str, Any]) -> ImportRun:
        file: Path = options["file"]
        try:
            mapping = load_profile(options["profile"].read_text(encoding="utf-8"))
            with organisation_scope(organisation), file.open("rb") as binary:
                run = begin_import(
                    organisation=organisation,
                    survey=Survey.objects.get(code=options["survey"]),
                    content=File(binary, name=file.name),
                    name=file.name,
                    mapping=mapping,
                    actor=viewer.actor,
                    now=timezone.now(),
                )
                run.on_conflict = options["on_conflict"]
                run.save(update_fields=["on_conflict"])
        except Survey.DoesNotExist:
            raise CommandError(f"There is no survey {options['survey']}.") from None
        except ProfileFaults as faults:
            raise CommandError("\n".join(str(fault) for fault in faults.faults)) from None
        except FileNotFoundError as missing:
            raise CommandError(f"There is no file {missing.filename}.") from None
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from None
        return run

    def _show(self, done: int, total: int | None) -> None:
        """A bar where the number of lines is known, a count where it is not."""
        filled = "█" * (BAR * done // total) if total else ""
        self.stderr.write(f"\r{filled:<{BAR if total else 0}} {done:,} lines", ending="")
        self.stderr.flush()

    def _report(self, run: ImportRun, file: Path, viewer: Viewer, *, dry: bool) -> None:
        self.stderr.write("")
        would = "would be " if dry else ""
        self.stdout.write(
            f"{run.rows:,} lines: {run.stored:,} {would}stored, {run.updated:,} {would}updated, "
            f"{run.unchanged:,} unchanged, {run.different:,} differ from what is stored, {run.rejected:,} rejected."
        )
        if not (run.rejected or run.different):
            return
        beside = file.with_name(f"{file.name}.rejected.csv")
        with beside.open("w", encoding="utf-8-sig", newline="") as target:
            writer = SafeWriter(target)
            for row in report_rows(run, viewer=viewer):
                writer.row(row)
        self.stdout.write(f"Lines not taken: {beside}")

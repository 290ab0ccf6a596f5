"""A run's file, opened by its confirmed profile, with everything converting needs in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO
from zoneinfo import ZoneInfo

from accounts.models import Employee
from feedback.answers.plan import SurveyPlan
from feedback.imports.convert import Converter
from feedback.imports.fields import Clock
from feedback.imports.parts import Line, Refusal
from feedback.imports.profile import Profile, read_profile
from feedback.imports.returning import open_answers
from feedback.models import ImportRun, Survey
from feedback.queries.catalogue import Catalogue
from feedback.queries.plans import plan as plan_of
from feedback.services.imports.additions import PlannedCodes, planned
from lib.csv_files import Broken, Record
from lib.table_files.source import UnreadableFile

ANSWERS_A_CHUNK = 20_000
LEAST_ROWS_A_CHUNK, MOST_ROWS_A_CHUNK = 200, 5_000


@dataclass(slots=True)
class Batch:
    """Some records of a file, converted: where the next ones begin, and what became of these."""

    end: int
    lines: list[Line]
    refusals: list[Refusal]
    refused: int  # lines; one line may be refused for several reasons


@dataclass(frozen=True, slots=True)
class Reading:
    """An opened file."""

    run: ImportRun
    survey: Survey
    plan: SurveyPlan
    profile: Profile
    converter: Converter
    records: Iterator[Record | Broken]
    rows_a_chunk: int

    def batches(self, start: int) -> Iterator[Batch]:
        """The file from its record `start` (from 0) on, chunk by chunk."""
        end = 0
        for record in self.records:
            if end >= start:
                break
            self.converter.pass_over(record)
            end += 1
        else:
            return
        batch = Batch(end, [], [], 0)
        while True:
            self._take(record, batch)
            following = next(self.records, None)
            if following is None:
                yield batch
                return
            if batch.end - end >= self.rows_a_chunk:
                yield batch
                end = batch.end
                batch = Batch(end, [], [], 0)
            record = following

    def _take(self, record: Record | Broken, batch: Batch) -> None:
        converted = self.converter.convert(record)
        batch.end += 1
        if isinstance(converted, Line):
            batch.lines.append(converted)
        else:
            batch.refused += 1
            batch.refusals += converted


@contextmanager
def open_run(*, run_id: int, now: datetime, as_planned: bool = False) -> Iterator[Reading]:
    """Open a run's file; the organisation's scope must be open while it opens, and need not be afterwards.

    :param as_planned: read as if the profile's additions were made, for the dry run
    :raises ProfileFaults: the profile does not fit
    :raises UnreadableFile: the file does not, or is gone
    """
    run = ImportRun.objects.select_related("survey__organisation", "survey__version__instrument", "file").get(pk=run_id)
    if run.file is None or run.survey is None:
        raise UnreadableFile("file_gone")
    with run.file.file.open("rb") as binary:
        yield _reading(run, run.survey, binary, now, as_planned)


def _reading(run: ImportRun, survey: Survey, binary: IO[bytes], now: datetime, as_planned: bool) -> Reading:
    profile = read_profile(run.mapping)
    plan, codes = plan_of(survey), Catalogue()
    home = ZoneInfo(plan.zone)
    clock = Clock(now, ZoneInfo(profile.zone) if profile.zone else home, home)
    roster = dict(Employee.objects.values_list("number", "pk")) if "employee" in profile.fields else {}
    source = open_answers(binary, profile.file)
    converter = Converter(
        profile,
        planned(plan, profile.create) if as_planned else plan,
        source.headings,
        PlannedCodes(codes, profile.create) if as_planned else codes,
        roster,
        clock,
    )
    rows = min(MOST_ROWS_A_CHUNK, max(LEAST_ROWS_A_CHUNK, ANSWERS_A_CHUNK // max(1, len(profile.questions))))
    return Reading(run, survey, plan, profile, converter, source.records, rows)

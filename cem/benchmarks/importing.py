"""A file of answers through the whole import, by the worker as after an upload, up to the readable figure."""

import csv
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.core.files.base import File
from django.db import connection
from django.utils import timezone

from cem.benchmarks.ground import Ground
from cem.benchmarks.machine import family, peak_megabytes
from cem.benchmarks.measuring import Measured, expect
from cem.benchmarks.rawload import RawRows
from cem.benchmarks.serving import site
from cem.benchmarks.world import ACTOR, DAYS, FIRST_DAY, World, make_survey
from feedback.imports.profile import parse_toml
from feedback.models import ImportRun, ImportState, Survey
from feedback.services.imports import begin_import, start_import
from metrics.queries import FigureQuery, one_figure
from organisations.tenancy import organisation_scope

PART = {"postgresql": 0.30, "sqlite": 0.40}
MEGABYTES = 250
WITHIN_SECONDS = 1_800
_DAYS = [(FIRST_DAY + timedelta(days=number)).isoformat() for number in range(DAYS)]
_WORDS = ("quick and kind", "I waited, and nobody told me why; the “queue” was long", "żółty bilet", "good")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file holds: responses, ratings of each, and the parts of lines that are bad or come twice."""

    rows: int
    ratings: int
    bad: float = 0.005
    double: float = 0.01

    @property
    def rejected(self) -> int:
        return int(self.rows * self.bad)

    @property
    def twice(self) -> int:
        return int(self.rows * self.double)

    @property
    def good(self) -> int:
        """Responses that must be stored."""
        return self.rows - self.rejected - self.twice

    def headings(self) -> list[str]:
        said = [f"r{n}" for n in range(self.ratings)] or ["why"]
        return ["number", "at", "channel", "unit", "kind", "recommend", *said]

    def line(self, number: int) -> list[str]:
        """A line of the file; lines come in the order of their time."""
        day = _DAYS[number * len(_DAYS) // self.rows]
        answers = [str(1 + (number + n) % 5) for n in range(self.ratings)] or [_WORDS[number % 4]]
        minute = f"{day} {8 + number % 12:02}:{number % 60:02}"
        places = [f"c{number % 3}", f"u{number % 8}", f"s{number % 4}"]
        return [str(number), minute, *places, str(number * 7 % 11), *answers]

    def lines(self) -> Iterator[list[str]]:
        """Good lines, among them bad ones (a score of 77) and the same line again."""
        bad_every = self.good // self.rejected if self.rejected else 1
        twice_every = self.good // self.twice if self.twice else 1
        bad = twice = number = 0
        while number < self.good:
            line = self.line(number)
            yield line
            if twice < self.twice and number % twice_every == 0:
                twice += 1
                yield line
            if bad < self.rejected and number % bad_every == 0:
                bad += 1
                yield [f"bad {bad}", *line[1:5], "77", *line[6:]]
            number += 1

    def mapping(self, survey: str) -> dict[str, object]:
        """The profile of the file."""
        questions = "\n".join(f'{name} = {{ column = "{name}" }}' for name in self.headings()[5:])
        return parse_toml(
            f"""
            name = "benchmark"
            survey = "{survey}"
            time_zone = "Europe/Warsaw"
            file = {{ encoding = "utf-8", delimiter = "," }}
            [fields]
            external_id = {{ column = "number" }}
            channel = {{ column = "channel" }}
            unit = {{ column = "unit" }}
            answered_at = {{ column = "at", formats = ["YYYY-MM-DD HH:mm"] }}
            [segments]
            kind = {{ column = "kind" }}
            [questions]
            {questions}
            """
        )


def write_file(shape: Plan) -> Path:
    """The file, in the folder of temporary files."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(shape.headings())
        writer.writerows(shape.lines())
    return Path(target.name)


def begin(world: World, survey: Survey, file: Path, shape: Plan) -> ImportRun:
    """Keep the file and write the job; the file itself is no longer needed."""
    with organisation_scope(world.organisation), file.open("rb") as binary:
        run = begin_import(
            organisation=world.organisation, survey=survey, content=File(binary, name=file.name), name=file.name,
            mapping=shape.mapping(survey.code), actor=ACTOR, now=timezone.now(),
        )  # fmt: skip
        start_import(run=run, actor=ACTOR)
    file.unlink()
    return run


def wait_for_end(world: World, run: ImportRun) -> ImportRun:
    """The run when it is done. :raises Wrong: it stopped, or does not end"""
    deadline = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < deadline:
        with organisation_scope(world.organisation):
            run.refresh_from_db()
        if run.state in (ImportState.DONE, ImportState.FAILED):
            break
        time.sleep(0.1)
    expect(run.state == ImportState.DONE, f"the import is {run.state} after {run.rows} lines")
    return run


class _Peak(threading.Thread):
    """The most memory that any process of a family held."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.megabytes, self.done = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.25):
            self.megabytes = max(self.megabytes, *(peak_megabytes(pid) for pid in family(self.pid)))


def imports(ground: Ground) -> Iterator[Measured]:
    """Many short responses, and fewer long ones, each against a raw load of the same rows."""
    shapes = {"import": Plan(ground.rows, ratings=0), "import of 20": Plan(ground.rows // 10, ratings=20)}
    for name, shape in shapes.items():
        ground.say(f"{name}: {shape.rows:,} lines")
        yield from _measured(ground, name, shape)


def _measured(ground: Ground, name: str, shape: Plan) -> Iterator[Measured]:
    world, code = ground.world, name.replace(" ", "-")
    with organisation_scope(world.organisation):
        survey = make_survey(world.organisation, code, ratings=shape.ratings)
    seconds, run, peak = _imported(world, survey, shape)
    expect((run.stored, run.rejected, run.unchanged) == (shape.good, shape.rejected, shape.twice),
           f"{run.stored} stored, {run.rejected} rejected, {run.unchanged} unchanged")  # fmt: skip
    with RawRows(world.organisation, survey) as rows:
        base = rows.load_seconds()
        expect(rows.loaded() == shape.good, f"{rows.loaded()} rows loaded, {shape.good} imported")
    part = base / seconds
    goal = PART[connection.vendor]
    yield Measured(
        name=name, value=shape.rows / seconds, unit="lines a second, from the job to the readable figure",
        base=shape.good / base, ratio=part, goal=f"{goal} of a raw load of the same rows",
        reached=None if ground.is_small else part >= goal,
        note=f"{shape.rows:,} lines in {seconds:.1f} s; measured once",
    )  # fmt: skip
    yield Measured(
        name=f"{name}, memory", value=peak, unit="MB, the most of any process of the worker",
        goal=f"at most {MEGABYTES} MB", reached=None if ground.is_small else peak <= MEGABYTES,
    )  # fmt: skip


def _imported(world: World, survey: Survey, shape: Plan) -> tuple[float, ImportRun, float]:
    """Seconds, the run, and the most memory."""
    file = write_file(shape)
    with site(worker=True) as served:
        peak = _Peak(served.pids["worker"])
        peak.start()
        run = begin(world, survey, file, shape)
        start = time.perf_counter()
        run = wait_for_end(world, run)
        _wait_for_figure(world, survey, shape.good)
        seconds = time.perf_counter() - start
        peak.done.set()
        peak.join()
    return seconds, run, peak.megabytes


def _wait_for_figure(world: World, survey: Survey, wanted: int) -> None:
    deadline = time.monotonic() + WITHIN_SECONDS
    n: int | None = 0
    while time.monotonic() < deadline and n != wanted:
        time.sleep(0.05)
        with organisation_scope(world.organisation):
            n = one_figure(FigureQuery(surveys=(survey.code,)), viewer=world.viewer).n
    expect(n == wanted, f"the figure is about {n} answers, not {wanted}")

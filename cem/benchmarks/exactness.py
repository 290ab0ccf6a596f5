"""Random writing by four processes, one of them killed, beside a recount and an import: no cell may differ."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cem.benchmarks.ground import Ground
from cem.benchmarks.importing import Plan, begin, wait_for_end, write_file
from cem.benchmarks.machine import family, processor_ticks
from cem.benchmarks.measuring import Measured, expect
from cem.benchmarks.serving import site
from cem.benchmarks.world import ACTOR, CHANNELS, SEGMENTS, UNITS
from feedback.answers.filling import Filling
from feedback.models import ImportRun, Response, Survey
from feedback.queries.plans import plan
from feedback.services.corrections import flag_answer, unflag_answer
from feedback.services.intake import Entry, record_many
from feedback.services.recounts import note_days
from metrics import counts
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

WRITERS = 4
FIRST = date(2026, 3, 1)


class Writer:
    """Writes as four doors would at once: new answers, changed ones, other days, erased and flagged ones."""

    def __init__(self, seed: int, steps: int) -> None:
        self.seed, self.steps, self.random = seed, steps, random.Random(seed)  # noqa: S311 (a sequence that comes again)
        self.organisation = Organisation.objects.get(slug="speed")
        self.numbers = 0

    def run(self) -> None:
        """All steps, each in its own transaction."""
        for _ in range(self.steps):
            step = self.random.choice((self.insert, self.insert, self.batch, self.edit, self.erase, self.flag))
            with organisation_scope(self.organisation):
                step()

    def insert(self) -> None:
        self.numbers += 1
        self._record([self.numbers])

    def batch(self) -> None:
        self._record(range(self.numbers + 1, self.numbers + 11))
        self.numbers += 10

    def edit(self) -> None:
        """Another score, and often another day."""
        if self.numbers:
            self._record([self.random.randint(1, self.numbers)], update=True)

    def erase(self) -> None:
        response = self._some()
        if response is not None:
            with transaction.atomic():
                Response.objects.filter(pk=response.pk).update(deleted_at=timezone.now())
                note_days(organisation=self.organisation, days=[(response.survey_id, response.answered_on)])

    def flag(self) -> None:
        response = self._some()
        if response is not None:
            change = flag_answer if response.counted else unflag_answer
            change(organisation=self.organisation, response=response, reason="random", actor=ACTOR, now=timezone.now())

    def _record(self, numbers: "range | list[int]", *, update: bool = False) -> None:
        survey = Survey.objects.select_related("organisation", "version__instrument").get(code="wide")
        asked = plan(survey)
        record_many(
            organisation=self.organisation,
            entries=[Entry(asked, self._filling(number)) for number in numbers],
            now=timezone.now(),
            on_conflict="update" if update else "keep",
            partial=True,
        )

    def _filling(self, number: int) -> Filling:
        pick = self.random.randrange
        return Filling(
            answers={"recommend": pick(11), "r1": 1 + pick(5), "why": "because"},
            source="api",
            external_id=f"writer {self.seed} {number}",
            answered_on=FIRST + timedelta(days=pick(30)),
            channel=f"c{pick(CHANNELS)}",
            unit=f"u{pick(UNITS)}",
            segments={"kind": f"s{pick(SEGMENTS)}"},
        )

    def _some(self) -> Response | None:
        rows = Response.objects.filter(survey__code="wide", deleted_at=None)
        place = self.random.randrange(max(1, self.numbers))
        return rows.filter(external_id=f"writer {self.seed} {1 + place}").first()


def exact(ground: Ground) -> Iterator[Measured]:
    """Four writers, one killed; a recount all the while; an import whose worker is killed; then compare every cell."""
    ground.fill()
    steps = 40 if ground.is_small else 2_000
    _write_together(ground, steps)
    stored = _import_with_a_kill(ground)
    organisation = ground.world.organisation
    with organisation_scope(organisation):
        _recount(organisation)
        written = Response.objects.filter(survey__code="wide").count() - stored
        differing = len(counts.check(organisation=organisation))
    expect(written > steps, f"only {written} answers were written")
    yield Measured(
        name="exact",
        value=differing,
        unit="cells that differ from a recount",
        goal="0",
        reached=differing == 0,
        note=f"{WRITERS} writers, {steps:,} steps each, one killed; an import of {stored:,} with its worker killed; "
        f"compared over all {ground.stored + written + stored:,} responses",
    )


def _write_together(ground: Ground, steps: int) -> None:
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "benchmark"]
    writers = [
        subprocess.Popen([*command, "--writer", str(seed), "--steps", str(steps)], stdin=subprocess.DEVNULL)
        for seed in range(1, WRITERS + 1)
    ]
    killed = False
    while any(writer.poll() is None for writer in writers):
        with organisation_scope(ground.world.organisation):
            counts.recount_noted(organisation=ground.world.organisation, now=timezone.now(), limit=50)
            begun = Response.objects.filter(external_id=f"writer {WRITERS} {steps // 8}").exists()
        if begun and not killed:
            writers[-1].kill()
            killed = True
        time.sleep(0.05)
    codes = [writer.wait() for writer in writers]
    expect(codes == [0] * (WRITERS - 1) + [-signal.SIGKILL], f"the writers ended with {codes}")


def _import_with_a_kill(ground: Ground) -> int:
    """An import in the worker, whose process is killed in the middle; the next one goes on."""
    shape = Plan(rows=12_000 if ground.is_small else 40_000, ratings=0, bad=0.005, double=0.01)
    file = write_file(shape)
    with site(worker=True) as served:
        run = begin(ground.world, ground.world.wide, file, shape)
        while not _progress(ground, run):
            time.sleep(0.02)
        os.kill(max(family(served.pids["worker"])[1:], key=processor_ticks), signal.SIGKILL)
        done = wait_for_end(ground.world, run)
    expect(done.stored == shape.good, f"{done.stored} stored, {shape.good} expected")
    return done.stored


def _progress(ground: Ground, run: ImportRun) -> bool:
    with organisation_scope(ground.world.organisation):
        run.refresh_from_db()
    return run.rows > 0 or run.state != "running"


def _recount(organisation: Organisation) -> None:
    while counts.recount_noted(organisation=organisation, now=timezone.now()).more:
        pass

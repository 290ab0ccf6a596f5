"""Work for the processes that the fault tests kill."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from feedback.imports.parts import Line
from feedback.services.imports import opening, running, storing
from operations.jobs import JobRun, job_kind
from operations.models import Notification

NOBODY = "00000000-0000-0000-0000-000000000000"


@job_kind("faults.count", label="Counting")
def count(run: JobRun) -> None:
    """Write one row a chunk, slowly enough to be killed in the middle of one."""
    while (reached := run.cursor.get("at", 0)) < run.payload["to"]:
        with run.chunk():
            Notification.objects.create(
                organisation=run.organisation, recipient=NOBODY, kind="counted", text={"en": str(reached + 1)}
            )
            time.sleep(run.payload.get("pause", 0.0))
            run.cursor["at"] = reached + 1
            run.progress(reached + 1, run.payload["to"])


class SlowWriter(storing.ChunkWriter):
    """Writes the chunks of an import slowly enough to be killed in the middle of one."""

    def write(self, lines: Sequence[Line]) -> storing.Tally:
        tally = super().write(lines)
        time.sleep(0.1)
        return tally


if "CEM_FAULT_DATABASE" in os.environ:  # in the processes that are killed, not in the test
    opening.MOST_ROWS_A_CHUNK = 50
    running.ChunkWriter = SlowWriter


@job_kind("faults.poison", label="Poison")
def poison(run: JobRun) -> None:
    """Note the start and kill the process, as running out of memory would."""
    with Path(run.payload["starts"]).open("a") as starts:
        starts.write(f"{run.attempts}\n")
    os.kill(os.getpid(), signal.SIGKILL)

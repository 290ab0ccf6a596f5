"""Work for the processes that the fault tests kill."""

import os
import signal
import time
from pathlib import Path

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


@job_kind("faults.poison", label="Poison")
def poison(run: JobRun) -> None:
    """Note the start and kill the process, as running out of memory would."""
    with Path(run.payload["starts"]).open("a") as starts:
        starts.write(f"{run.attempts}\n")
    os.kill(os.getpid(), signal.SIGKILL)

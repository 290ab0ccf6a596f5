"""Kinds of work for the tests: registered while a test runs, forgotten afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from operations import jobs
from operations.jobs import JobKind, JobRun


@contextmanager
def known_kind(run: Callable[[JobRun], None], name: str = "tests.work") -> Iterator[str]:
    """Register `run` as the work of a kind; what stood there before comes back afterwards."""
    jobs.periods()  # the real kinds are there before ours
    before = jobs._kinds.get(name)
    jobs._kinds[name] = JobKind(name, "Work of a test", run, "default")
    try:
        yield name
    finally:
        jobs._kinds.pop(name)
        if before:
            jobs._kinds[name] = before


def count_to(number: int) -> Callable[[JobRun], None]:
    """Work that counts in chunks of one and keeps what it counted in its result."""

    def run(job: JobRun) -> None:
        while (reached := job.cursor.get("at", 0)) < number:
            with job.chunk():
                job.cursor["at"] = reached + 1
                job.result.setdefault("counted", []).append(reached + 1)
                job.progress(reached + 1, number)

    return run

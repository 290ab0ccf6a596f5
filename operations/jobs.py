"""Kinds of work, periodic work, and the run of one job, as the apps above use them.

A kind is a function registered in an app's `tasks.py`::

    @job_kind("feedback.import", label=_("Import of answers"))
    def import_answers(run: JobRun) -> None:
        while rows := next_rows(run.cursor.get("line", 0)):
            with run.chunk():
                store(rows)
                run.cursor["line"] = rows.end
                run.progress(rows.end, total)

A chunk and its cursor commit together, and only while the lease is held: a second worker, or a message delivered
twice, stops at its next chunk and has changed nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from operations import doors
from operations.models import Job
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

MAX_STARTS = 3


class ExpectedFailure(Exception):
    """The work cannot be done for a reason its starter understands; the message is shown, nothing is tried again."""


class LeaseLost(Exception):
    """Somebody else works on the job now; this run must stop at once."""


class JobCancelled(Exception):
    """Somebody asked to stop the job; what its chunks committed stays."""


class UnknownKind(LookupError):
    """No app registered work of this name."""


@dataclass(frozen=True, slots=True)
class JobKind:
    """One kind of work: what it is called for readers, what does it, on which queue."""

    name: str
    label: str | Promise
    run: "Callable[[JobRun], None]"
    queue: str


@dataclass(frozen=True, slots=True)
class Period:
    """Work that comes round: `plan` writes job rows, in the transaction that claims the period."""

    name: str
    every: timedelta
    plan: Callable[[datetime], None]

    def at(self, now: datetime) -> str:
        """The name of the period that a moment lies in; the same on every machine."""
        seconds = int(self.every.total_seconds())
        start = int(now.timestamp()) // seconds * seconds
        return f"{datetime.fromtimestamp(start, tz=now.tzinfo):%Y-%m-%dT%H:%M:%S}/{seconds}"


_kinds: dict[str, JobKind] = {}
_periods: dict[str, Period] = {}
_finders: dict[str, Callable[[datetime], None]] = {}
_discovered = False


def job_kind(
    name: str, *, label: str | Promise, queue: str = "default"
) -> "Callable[[Callable[[JobRun], None]], Callable[[JobRun], None]]":
    """Register a function as the work of a kind."""

    def register(run: "Callable[[JobRun], None]") -> "Callable[[JobRun], None]":
        _kinds[name] = JobKind(name, label, run, queue)
        return run

    return register


def periodic(name: str, *, every: timedelta) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register a function called once in each period. It should only write job rows: it runs in one transaction."""

    def register(plan: Callable[[datetime], None]) -> Callable[[datetime], None]:
        _periods[name] = Period(name, every, plan)
        return plan

    return register


def due_finder(name: str) -> Callable[[Callable[[datetime], None]], Callable[[datetime], None]]:
    """Register a function that looks several times a second for work noted in rows, and writes job rows for it.

    For work that follows so many small transactions that each of them must not write a job row itself.
    """

    def register(find: Callable[[datetime], None]) -> Callable[[datetime], None]:
        _finders[name] = find
        return find

    return register


def finders() -> list[Callable[[datetime], None]]:
    """All finders of due work, by name."""
    _discover()
    return [_finders[name] for name in sorted(_finders)]


def kind_named(name: str) -> JobKind:
    """The kind of a name.

    :raises UnknownKind: nobody registered it
    """
    _discover()
    if name not in _kinds:
        raise UnknownKind(name)
    return _kinds[name]


def label_of(name: str) -> str:
    """What readers call a kind; its name where the app that knew it is gone."""
    _discover()
    return str(_kinds[name].label) if name in _kinds else name


def periods() -> list[Period]:
    """All periodic work, by name."""
    _discover()
    return [_periods[name] for name in sorted(_periods)]


def _discover() -> None:
    """Import every app's tasks once, since pages ask for kinds that only workers would have loaded."""
    global _discovered
    if not _discovered:
        autodiscover_modules("tasks")
        _discovered = True


class JobRun:
    """One start of one job: its payload, its cursor, and the only way to commit a piece of its work."""

    def __init__(self, *, claim: doors.Claim, organisation: Organisation, job: Job) -> None:
        self.organisation = organisation
        self.payload: dict[str, Any] = job.payload
        self.cursor: dict[str, Any] = job.cursor
        self.result: dict[str, Any] = job.result
        self.actor: str = job.actor
        self.job_id = job.pk
        self.public_id = job.public_id
        self.attempts = claim.attempts
        self.done, self.total, self.note = job.done, job.total, job.note
        self._claim = claim

    @contextmanager
    def scope(self) -> Iterator[None]:
        """The organisation's scope, for reading between chunks."""
        with organisation_scope(self.organisation):
            yield

    @contextmanager
    def chunk(self) -> Iterator["JobRun"]:
        """Scope and transaction for one piece of the work; cursor and progress are saved when it ends well.

        :raises LeaseLost: another worker took the job over
        :raises JobCancelled: somebody asked to stop it
        """
        before = deepcopy(self.cursor)
        try:
            with organisation_scope(self.organisation), transaction.atomic():
                self._hold()
                yield self
                self._save(moved=self.cursor != before)
        except BaseException:
            self.cursor = before
            raise

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """Say how far the work is; written with the chunk it is said in."""
        self.done = done
        self.total = total if total is not None else self.total
        self.note = str(note)[:200]

    def _hold(self) -> None:
        """Keep the lease and everybody else away until the chunk commits."""
        if not doors.hold(self._claim, now=timezone.now()):
            raise LeaseLost(f"job {self.job_id}")
        if Job.objects.filter(pk=self.job_id, cancel_asked_at__isnull=False).exists():
            raise JobCancelled(f"job {self.job_id}")

    def _save(self, *, moved: bool) -> None:
        Job.objects.filter(pk=self.job_id).update(
            cursor=self.cursor, done=self.done, total=self.total, note=self.note, result=self.result
        )
        if moved:
            doors.forgive_earlier_starts(self._claim)

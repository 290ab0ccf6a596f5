"""What the work on a file needs from whoever runs it: a job in the background, or the command line itself."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from typing import Any, Protocol

from django.db import transaction

from organisations.models import Organisation
from organisations.tenancy import organisation_scope


class Work(Protocol):
    """One run of the work. `operations.jobs.JobRun` is one; its chunk and its cursor commit together."""

    organisation: Organisation
    actor: str
    cursor: dict[str, Any]

    def scope(self) -> AbstractContextManager[None]: ...

    def chunk(self) -> AbstractContextManager[Any]: ...

    def progress(self, done: int, total: int | None = None, note: str = "") -> None: ...


class InlineWork:
    """The same work without a job: for the command line. Interrupted, it is simply done again from the beginning."""

    def __init__(
        self, organisation: Organisation, actor: str, tell: Callable[[int, int | None], None] = lambda done, total: None
    ) -> None:
        self.organisation, self.actor = organisation, actor
        self.cursor: dict[str, Any] = {}
        self._tell = tell

    @contextmanager
    def scope(self) -> Iterator[None]:
        """The organisation's scope."""
        with organisation_scope(self.organisation):
            yield

    @contextmanager
    def chunk(self) -> Iterator["InlineWork"]:
        """Scope and transaction; the cursor falls back with them."""
        before = deepcopy(self.cursor)
        try:
            with organisation_scope(self.organisation), transaction.atomic():
                yield self
        except BaseException:
            self.cursor = before
            raise

    def progress(self, done: int, total: int | None = None, note: str = "") -> None:
        """Tell whoever waits."""
        self._tell(done, total)

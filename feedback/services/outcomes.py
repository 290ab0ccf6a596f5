"""What goes into the intake and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from feedback.answers.faults import Fault
from feedback.answers.filling import Filling
from feedback.answers.plan import SurveyPlan
from feedback.answers.values import CheckedAnswer
from feedback.models import CollectionPoint, Response

OnConflict = Literal["refuse", "update", "keep"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A filling, the survey it is for, and the collection point or the import it came through."""

    plan: SurveyPlan
    filling: Filling
    point: CollectionPoint | None = None
    import_run_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A response in the store: `created` now, `changed` by an update, or neither, when it was sent again.

    :ivar answers: what was written now; none when nothing was
    """

    response: Response
    created: bool
    changed: bool
    answers: tuple[CheckedAnswer, ...] | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """A filling that was not taken, and why: faults, or a stored response that says something else."""

    faults: tuple[Fault, ...] = ()
    conflict: Response | None = None


Outcome = Recorded | Refused


class Conflict(Exception):
    """The external id was used in this survey for a response that says something else."""

    def __init__(self, response: Response) -> None:
        super().__init__(str(response.public_id))
        self.response = response


class TooMany(ValueError):
    """More fillings than one call takes."""


class BatchRefused(Exception):
    """Nothing was stored, because some of the entries cannot be; `refusals` by their place in the batch."""

    def __init__(self, refusals: Mapping[int, Refused]) -> None:
        super().__init__(f"{len(refusals)} refused")
        self.refusals = dict(refusals)

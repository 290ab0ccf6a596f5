"""Whether the people are ready: the required courses with how many have done them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accounts.roles import Can
from accounts.viewer import Viewer
from organisations.models import Organisation
from training.models import Course
from training.queries import CoverageCell, coverage


@dataclass(frozen=True, slots=True)
class Readiness:
    """Courses with their coverage, and how many people are on the roster."""

    courses: Sequence[tuple[Course, CoverageCell]]
    people: int


def readiness(*, viewer: Viewer, organisation: Organisation, today: date) -> Readiness | None:
    """Nothing for those who may not read coverage, or where no course is asked of anybody."""
    if not viewer.can(Can.READ_COVERAGE):
        return None
    found = coverage(viewer=viewer, organisation=organisation, day=today)
    courses = [(course, cell) for course, cell in zip(found.courses, found.totals, strict=True) if cell]
    return Readiness(courses, found.people) if courses else None

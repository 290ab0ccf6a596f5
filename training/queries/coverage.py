"""Coverage: which share of the people due at a course has been there, by unit, through the minimum-n gate.

Groups of employees below the organisation's smallest size are absent, together with the next smallest where one
hidden group could be worked out from the others (policy 1.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Employee
from accounts.roles import Can
from accounts.viewer import Viewer
from lib import privacy
from lib.local_text import LocalText, in_every_language, local
from organisations.models import Organisation, Unit
from organisations.queries import subtree_ids
from programs.evidence import Proof
from programs.models import Cycle
from training.models import Attendance, Course
from training.queries.people import active_on, valid_until


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """How many of the people due at a course have been there. Hidden: neither number is known to the reader."""

    people: int | None
    covered: int | None
    target: int
    hidden: bool = False

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down, so that 100 means everybody."""
        return None if not self.people or self.covered is None else 100 * self.covered // self.people

    @property
    def tone(self) -> str:
        """done at the target, due from half of it, late below."""
        if self.percent is None:
            return ""
        if self.percent >= self.target:
            return "done"
        return "due" if 2 * self.percent >= self.target else "late"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A unit with one cell a course, none where the course is not for it."""

    unit: Unit
    cells: Sequence[CoverageCell | None]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The table of units and courses; totals over the units the viewer sees."""

    courses: Sequence[Course]
    rows: Sequence[CoverageRow]
    totals: Sequence[CoverageCell | None]
    people: int


@dataclass(frozen=True, slots=True)
class CourseTotal:
    """A course over the whole roster, ungated: for deciding, not for showing."""

    course: Course
    people: int
    covered: int

    @property
    def reached(self) -> bool:
        """Whether the course's target share of people has been there."""
        return self.people > 0 and 100 * self.covered >= self.course.target_share * self.people


@dataclass(slots=True)
class _Tally:
    people: int = 0
    covered: int = 0


@dataclass(slots=True)
class _Counts:
    """People due and covered by (course, unit)."""

    courses: list[Course]
    tallies: dict[tuple[int, int], _Tally] = field(default_factory=dict)


def coverage(*, viewer: Viewer, organisation: Organisation, day: date) -> Coverage:
    """Coverage on a day over the active roster; a manager sees their own units only."""
    if not viewer.can(Can.READ_COVERAGE):
        return Coverage((), (), (), 0)
    counts = _count(day)
    units = [unit for unit in Unit.objects.all() if viewer.unit_ids is None or unit.pk in viewer.unit_ids]
    units = [unit for unit in units if any((course.pk, unit.pk) in counts.tallies for course in counts.courses)]
    rule = privacy.Rule(privacy.Subject.EMPLOYEES, organisation.minimum_employees)
    columns = [_column(course, units, counts, rule) for course in counts.courses]
    rows = [CoverageRow(unit, [column.get(unit.pk) for column in columns]) for unit in units]
    totals = [_total(course, units, counts, rule) for course in counts.courses]
    seen = Employee.objects.filter(active_on(day), unit_id__in=[unit.pk for unit in units]).count()
    return Coverage(counts.courses, rows, totals, seen)


def course_coverage(
    *, course: Course, viewer: Viewer, organisation: Organisation, day: date
) -> list[tuple[Unit, CoverageCell]]:
    """One course by unit, the same cells as in the whole table."""
    table = coverage(viewer=viewer, organisation=organisation, day=day)
    places = [place for place, one in enumerate(table.courses) if one.pk == course.pk]
    return [(row.unit, cell) for place in places for row in table.rows if (cell := row.cells[place])]


def _column(course: Course, units: Sequence[Unit], counts: _Counts, rule: privacy.Rule) -> dict[int, CoverageCell]:
    """One partition: the course's people by unit, as they may be seen."""
    parts = {unit.code: (unit, counts.tallies[course.pk, unit.pk]) for unit in units
             if (course.pk, unit.pk) in counts.tallies}  # fmt: skip
    cells = [privacy.Cell(code, tally.people, tally.covered) for code, (_unit, tally) in parts.items()]
    breakdown = privacy.gate(cells, rule=rule, may_open_answers=False)
    return {
        parts[row.key][0].pk: CoverageCell(row.n, row.payload, course.target_share, row.hidden)
        for row in breakdown.rows
    }


def _total(course: Course, units: Sequence[Unit], counts: _Counts, rule: privacy.Rule) -> CoverageCell | None:
    tallies = [counts.tallies[course.pk, unit.pk] for unit in units if (course.pk, unit.pk) in counts.tallies]
    if not tallies:
        return None
    people, covered = sum(tally.people for tally in tallies), sum(tally.covered for tally in tallies)
    row = privacy.gate_total(privacy.Cell("total", people, covered), rule=rule)
    return CoverageCell(row.n, row.payload, course.target_share, row.hidden)


def _count(day: date) -> _Counts:
    courses = list(
        Course.objects.filter(archived_at=None)
        .select_related("touchpoint", "pillar", "unit")
        .prefetch_related("pillar__texts")
    )
    counts = _Counts(courses)
    roster = list(Employee.objects.filter(active_on(day)).values_list("pk", "unit_id", "job_role_id"))
    attended = _attended(courses, day)
    for course in courses:
        meant = subtree_ids(course.unit_id) if course.unit_id else None
        for pk, unit_id, job_role_id in roster:
            if (meant is None or unit_id in meant) and course.job_role_id in (None, job_role_id):
                tally = counts.tallies.setdefault((course.pk, unit_id), _Tally())
                tally.people += 1
                tally.covered += pk in attended.get(course.pk, ())
    return counts


def _attended(courses: Sequence[Course], day: date) -> Mapping[int, set[int]]:
    """Who has a valid attendance, by course."""
    months = {course.pk: course.valid_months for course in courses}
    rows = Attendance.objects.filter(
        present=True, session__course__in=courses, session__starts_at__date__lte=day
    ).values_list("session__course_id", "employee_id", "session__starts_at__date")
    found: dict[int, set[int]] = {}
    for course_id, employee_id, on_day in rows:
        until = valid_until(on_day, months[course_id])
        if until is None or until >= day:
            found.setdefault(course_id, set()).add(employee_id)
    return found


def course_totals(*, day: date) -> list[CourseTotal]:
    """Every course over the whole roster, for the programme's gate."""
    counts = _count(day)
    sums: dict[int, _Tally] = {}
    for (course_id, _unit_id), tally in counts.tallies.items():
        total = sums.setdefault(course_id, _Tally())
        total.people += tally.people
        total.covered += tally.covered
    empty = _Tally()
    return [
        CourseTotal(course, sums.get(course.pk, empty).people, sums.get(course.pk, empty).covered)
        for course in counts.courses
    ]


def totals_as_evidence(totals: Sequence[CourseTotal], organisation: Organisation) -> dict[str, Any]:
    """The totals as frozen evidence; groups below the smallest size are named without numbers."""
    return {
        "courses": [
            {"code": total.course.code, "name": total.course.name, "reached": total.reached}
            | ({"people": total.people, "covered": total.covered}
               if total.people >= organisation.minimum_employees else {})
            for total in totals
        ]
    }  # fmt: skip


def coverage_reached(cycle: Cycle, day: date) -> Proof:
    """The proof `training.coverage_reached`: every course has reached its target share of the people due."""
    organisation = cycle.organisation
    totals = course_totals(day=day)
    return Proof(
        reached=bool(totals) and all(total.reached for total in totals),
        text=in_every_language(lambda: _told(totals)),
        address=f"/o/{organisation.slug}/training/",
        figures=totals_as_evidence(totals, organisation),
    )


def courses_on_offer() -> list[tuple[str, LocalText]]:
    """Code and name of each course, for proofs of single ones (`programs.evidence.register_family`)."""
    return [(course.code, course.name) for course in Course.objects.filter(archived_at=None)]


def course_reached(code: str, cycle: Cycle, day: date) -> Proof:
    """The proof `training.course:CODE`: this course has reached its target share of the people due."""
    totals = [total for total in course_totals(day=day) if total.course.code == code]
    organisation = cycle.organisation
    reached = bool(totals) and totals[0].reached
    return Proof(
        reached=reached,
        text=in_every_language(lambda: _course_told(totals[0] if totals else None)),
        address=f"/o/{organisation.slug}/training/",
        figures=totals_as_evidence(totals, organisation),
    )


def _course_told(total: CourseTotal | None) -> str:
    if total is None:
        return _("The course has been put away.")
    return _("At its target.") if total.reached else _("Not yet at its target.")


def _told(totals: Sequence[CourseTotal]) -> str:
    if not totals:
        return _("No course has been planned.")
    behind = [local(total.course.name) for total in totals if not total.reached]
    if behind:
        return _("Not yet at the target: %(courses)s.") % {"courses": ", ".join(behind)}
    return _("Every course has reached its target.")

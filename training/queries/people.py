"""Single employees: who is due at a course, who was at a session, and a person's own record."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Employee
from accounts.roles import Can
from accounts.viewer import Viewer
from organisations.queries import subtree_ids
from training.models import Attendance, Course, CourseSession


def active_on(day: date) -> Q:
    """Roster rows that count on a day."""
    begun = Q(from_day=None) | Q(from_day__lte=day)
    return begun & (Q(until_day=None) | Q(until_day__gte=day))


def valid_until(day: date, months: int | None) -> date | None:
    """The last day on which an attendance counts; none: for ever."""
    if months is None:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One employee on a session's list; `present` is None until somebody recorded it."""

    employee: Employee
    present: bool | None


def attendance_rows(*, session: CourseSession, day: date, viewer: Viewer) -> list[AttendanceRow]:
    """The employees due at a session, by unit and name: a manager's own units, none without the right."""
    if not viewer.can(Can.RECORD_TRAINING):
        return []
    due = due_at(session.course, Employee.objects.filter(active_on(day)))
    if viewer.unit_ids is not None:
        due = due.filter(unit_id__in=viewer.unit_ids)
    marks = dict(Attendance.objects.filter(session=session).values_list("employee_id", "present"))
    rows = due.select_related("unit", "job_role").order_by("unit__position", "unit__code", "name")
    return [AttendanceRow(employee, marks.get(employee.pk)) for employee in rows]


def due_at(course: Course, employees: QuerySet[Employee]) -> QuerySet[Employee]:
    """Those of the employees for whom the course is meant."""
    if course.unit_id:
        employees = employees.filter(unit_id__in=subtree_ids(course.unit_id))
    if course.job_role_id:
        employees = employees.filter(job_role_id=course.job_role_id)
    return employees


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A course in somebody's own record: done, expired or due, and where to go next."""

    course: Course
    state: str  # done, expired, due, late
    done_on: date | None
    valid_until: date | None
    next_session: CourseSession | None


def own_record(*, viewer: Viewer, day: date) -> list[RecordLine]:
    """The viewer's own courses, what is late or due first; nothing for people who are not on the roster."""
    if viewer.user_id is None:
        return []
    me = Employee.objects.filter(active_on(day), user_id=viewer.user_id).first()
    if me is None:
        return []
    courses = [course for course in _courses() if _is_for(course, me)]
    attended = _last_attendance([course.pk for course in courses], me)
    coming = _next_sessions([course.pk for course in courses], day)
    lines = [_line(course, attended.get(course.pk), coming.get(course.pk), day) for course in courses]
    order = {"late": 0, "expired": 1, "due": 2, "done": 3}
    return sorted(lines, key=lambda line: (order[line.state], line.course.due_on or date.max, line.course.code))


def _courses() -> QuerySet[Course]:
    return Course.objects.filter(archived_at=None).select_related("touchpoint")


def _is_for(course: Course, employee: Employee) -> bool:
    if course.job_role_id and course.job_role_id != employee.job_role_id:
        return False
    return not course.unit_id or employee.unit_id in subtree_ids(course.unit_id)


def _last_attendance(course_ids: Iterable[int], employee: Employee) -> dict[int, date]:
    found = Attendance.objects.filter(employee=employee, present=True, session__course_id__in=list(course_ids))
    rows = found.order_by("session__starts_at").values_list("session__course_id", "session__starts_at")
    return {course_id: starts_at.date() for course_id, starts_at in rows}


def _next_sessions(course_ids: Iterable[int], day: date) -> dict[int, CourseSession]:
    coming = CourseSession.objects.filter(course_id__in=list(course_ids), starts_at__date__gte=day)
    return {session.course_id: session for session in coming.order_by("-starts_at")}


def _line(course: Course, done_on: date | None, session: CourseSession | None, day: date) -> RecordLine:
    until = valid_until(done_on, course.valid_months) if done_on else None
    if done_on and (until is None or until >= day):
        state = "done"
    elif done_on:
        state = "expired"
    else:
        state = "late" if course.due_on and course.due_on < day else "due"
    return RecordLine(course, state, done_on, until, session)

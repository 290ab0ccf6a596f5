"""Courses, their sessions, and who was there; once everybody due has been there, the programme is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from accounts.models import Employee, JobRole
from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from brandpromise.models import Pillar
from lib.local_text import LocalText
from organisations.models import Organisation, Unit
from programs.models import StageKind
from programs.services import deliver
from touchpoints.models import Touchpoint
from training.models import Attendance, Course, CourseKind, CourseSession
from training.queries import active_on, course_totals, totals_as_evidence


class NotYourTeam(PermissionError):
    """A manager plans and records for their own unit only."""


class CourseCodeTaken(ValueError):
    """The organisation has another course of this code."""


class NotEmployedThen(ValueError):
    """Somebody marked was not on the roster on the day of the session."""


@dataclass(frozen=True, slots=True)
class CourseText:
    """What a course is: its words, what it belongs to, and for whom it is."""

    name: LocalText
    aim: LocalText = field(default_factory=dict)
    kind: str = CourseKind.TRAINING
    pillar: Pillar | None = None
    touchpoint: Touchpoint | None = None
    unit: Unit | None = None
    job_role: JobRole | None = None
    target_share: int = 90
    valid_months: int | None = None
    due_on: date | None = None


@transaction.atomic
def create_course(*, organisation: Organisation, code: str, text: CourseText, by: Viewer) -> Course:
    """A course; a manager makes one for their own unit.

    :raises NotYourTeam: it is for others
    :raises CourseCodeTaken: the code is in use
    """
    _refuse_other_units(by, text.unit)
    course = Course(organisation=organisation, code=code)
    _write(course, text)
    try:
        with transaction.atomic():
            course.save()
    except IntegrityError as error:
        raise CourseCodeTaken(code) from error
    enter(course, by, "course.created")
    return course


@transaction.atomic
def edit_course(*, course: Course, text: CourseText, by: Viewer) -> None:
    """Rewrite a course; its code stays.

    :raises NotYourTeam: it is, or would be, for others
    """
    _refuse_other_units(by, course.unit)
    _refuse_other_units(by, text.unit)
    _write(course, text)
    course.save()
    enter(course, by, "course.edited")


def _write(course: Course, text: CourseText) -> None:
    course.name, course.aim, course.kind = dict(text.name), dict(text.aim), CourseKind(text.kind)
    course.pillar, course.touchpoint = text.pillar, text.touchpoint
    course.unit, course.job_role = text.unit, text.job_role
    course.target_share, course.valid_months, course.due_on = text.target_share, text.valid_months, text.due_on


@transaction.atomic
def archive_course(*, course: Course, by: Viewer, at: datetime) -> None:
    """Put a course away: it is due to nobody any more; attendance stays.

    :raises NotYourTeam: it is for others
    """
    _refuse_other_units(by, course.unit)
    course.archived_at = at
    course.save(update_fields=["archived_at"])
    enter(course, by, "course.archived")


@transaction.atomic
def plan_session(
    *, course: Course, starts_at: datetime, by: Viewer, minutes: int = 60, place: str = "", trainer: str = ""
) -> CourseSession:
    """A meeting of the course. Once every course has one, the programme has its training plan.

    :raises NotYourTeam: the viewer plans no trainings
    """
    if not by.can(Can.PLAN_TRAINING):
        raise NotYourTeam
    session = CourseSession.objects.create(
        organisation=course.organisation,
        course=course,
        starts_at=starts_at,
        minutes=minutes,
        place=place,
        trainer=trainer,
    )
    enter(course, by, "course.session_planned", starts_at=starts_at.isoformat())
    courses = Course.objects.filter(archived_at=None)
    if not courses.filter(sessions=None).exists():
        _deliver(course.organisation, "training-plan", {"courses": courses.count()}, by, session_day(session))
    return session


@transaction.atomic
def record_attendance(*, session: CourseSession, marks: Mapping[int, bool], by: Viewer, at: datetime) -> None:
    """Say of employees (by primary key) whether they were there; who is not named stays as recorded.

    :raises NotYourTeam: somebody is of a unit that the viewer does not manage
    :raises NotEmployedThen: somebody was not on the roster that day
    """
    if not by.can(Can.RECORD_TRAINING):
        raise NotYourTeam
    day = session_day(session)
    employees = {employee.pk: employee for employee in Employee.objects.filter(active_on(day), pk__in=list(marks))}
    if set(marks) - set(employees):
        raise NotEmployedThen
    if by.unit_ids is not None and any(employee.unit_id not in by.unit_ids for employee in employees.values()):
        raise NotYourTeam
    for pk, present in marks.items():
        Attendance.objects.update_or_create(
            session=session,
            employee=employees[pk],
            defaults={"present": present, "recorded_by": by.actor, "recorded_at": at},
            create_defaults={"organisation": session.organisation, "present": present, "recorded_by": by.actor,
                             "recorded_at": at},
        )  # fmt: skip
    enter(session.course, by, "course.attendance_recorded", present=sum(marks.values()), of=len(marks))
    _tell_programme(session.organisation, by, day)


def session_day(session: CourseSession) -> date:
    """The session's day in the organisation's time zone."""
    return session.starts_at.astimezone(ZoneInfo(session.organisation.time_zone)).date()


def _tell_programme(organisation: Organisation, by: Viewer, day: date) -> None:
    totals = course_totals(day=day)
    if totals and all(total.reached for total in totals):
        _deliver(organisation, "training-coverage", totals_as_evidence(totals, organisation), by, day)


def _deliver(organisation: Organisation, code: str, evidence: dict[str, Any], by: Viewer, day: date) -> None:
    deliver(
        organisation=organisation,
        stage_kind=StageKind.ENGAGEMENT,
        code=code,
        evidence={**evidence, "address": f"/o/{organisation.slug}/training/"},
        actor=by.actor,
        day=day,
    )


def _refuse_other_units(by: Viewer, unit: Unit | None) -> None:
    if not by.can(Can.PLAN_TRAINING):
        raise NotYourTeam
    if by.unit_ids is not None and (unit is None or unit.pk not in by.unit_ids):
        raise NotYourTeam

"""Courses, sessions and attendance."""

from training.services.courses import (
    CourseCodeTaken,
    CourseText,
    NotEmployedThen,
    NotYourTeam,
    archive_course,
    create_course,
    edit_course,
    plan_session,
    record_attendance,
    session_day,
)

__all__ = [
    "CourseCodeTaken",
    "CourseText",
    "NotEmployedThen",
    "NotYourTeam",
    "archive_course",
    "create_course",
    "edit_course",
    "plan_session",
    "record_attendance",
    "session_day",
]

"""Courses with their attendance, and the knowledge check of the promise."""

from training.models.courses import Attendance, Course, CourseKind, CourseSession
from training.models.knowledge import (
    CheckAnswer,
    CheckAttempt,
    CheckChoice,
    CheckQuestion,
    CheckState,
    KnowledgeCheck,
)

__all__ = [
    "Attendance",
    "CheckAnswer",
    "CheckAttempt",
    "CheckChoice",
    "CheckQuestion",
    "CheckState",
    "Course",
    "CourseKind",
    "CourseSession",
    "KnowledgeCheck",
]

"""Questions about training: who is due, who was there, and how far each unit has come."""

from training.queries.coverage import (
    CourseTotal,
    Coverage,
    CoverageCell,
    CoverageRow,
    course_coverage,
    course_reached,
    course_totals,
    courses_on_offer,
    coverage,
    coverage_reached,
    totals_as_evidence,
)
from training.queries.knowledge import (
    CheckTotal,
    Knowledge,
    closed_checks,
    knowledge_of,
    open_check_for,
    promise_known,
)
from training.queries.people import (
    AttendanceRow,
    RecordLine,
    active_on,
    attendance_rows,
    own_record,
)

__all__ = [
    "AttendanceRow",
    "CheckTotal",
    "CourseTotal",
    "Coverage",
    "CoverageCell",
    "CoverageRow",
    "Knowledge",
    "RecordLine",
    "active_on",
    "attendance_rows",
    "closed_checks",
    "course_coverage",
    "course_reached",
    "course_totals",
    "courses_on_offer",
    "coverage",
    "coverage_reached",
    "knowledge_of",
    "open_check_for",
    "own_record",
    "promise_known",
    "totals_as_evidence",
]

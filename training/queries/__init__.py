"""Questions about training: who is due, who was there, and how far each unit has come."""

from training.queries.coverage import (
    CourseTotal,
    Coverage,
    CoverageCell,
    CoverageRow,
    course_coverage,
    course_totals,
    coverage,
    coverage_reached,
    totals_as_evidence,
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
    "CourseTotal",
    "Coverage",
    "CoverageCell",
    "CoverageRow",
    "RecordLine",
    "active_on",
    "attendance_rows",
    "course_coverage",
    "course_totals",
    "coverage",
    "coverage_reached",
    "own_record",
    "totals_as_evidence",
]

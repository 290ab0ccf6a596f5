"""Reading training coverage by key: units and courses, never persons."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request

from accounts.flat_rows import answer_rows, listed
from accounts.openapi import LOCAL, TEXT, WHOLE, YES_NO, or_null
from accounts.rest import ApiView
from accounts.roles import Can
from training.queries import coverage

_ROW = {
    "unit": or_null(TEXT),
    "unit_name": LOCAL,
    "course": TEXT,
    "course_name": LOCAL,
    "people": or_null(WHOLE),
    "covered": or_null(WHOLE),
    "percent": or_null(WHOLE),
    "target": WHOLE,
    "suppressed": YES_NO,
}


class CoverageRows(ApiView):
    """Who is trained, by unit and course. Groups below the smallest size are suppressed; `unit` null is the total."""

    needs = {"GET": (Can.READ_COVERAGE,)}

    @listed("training_coverage", "Training coverage by unit and course", "training", _ROW, parameters=())
    def get(self, request: Request) -> HttpResponse:
        table = coverage(viewer=self.viewer, organisation=self.organisation, day=timezone.localdate())
        rows = [
            _row(course, cell, row.unit.code, row.unit.name)
            for row in table.rows
            for course, cell in zip(table.courses, row.cells, strict=True)
            if cell
        ]
        rows += [_row(course, cell, None, {}) for course, cell in zip(table.courses, table.totals, strict=True) if cell]
        return answer_rows(request, rows)


def _row(course: Any, cell: Any, unit: str | None, unit_name: dict[str, str]) -> dict[str, Any]:
    return {
        "unit": unit,
        "unit_name": unit_name,
        "course": course.code,
        "course_name": course.name,
        "people": cell.people,
        "covered": cell.covered,
        "percent": cell.percent,
        "target": cell.target,
        "suppressed": cell.hidden,
    }

"""`/api/v1/employees/`: the roster, read and brought up to date by a personnel system."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.flat_rows import answer_page, listed
from accounts.models import Employee
from accounts.openapi import ALWAYS, DAY, ID, TEXT, WHOLE, YES_NO, object_of, or_null, problems, several
from accounts.queries import seen_employees
from accounts.reading import read_json, yes_or_no
from accounts.rest import ApiView, Problem
from accounts.roles import Can
from accounts.services.roster import read_roster
from accounts.services.roster_changes import (
    COLUMNS,
    DIFFERENCES,
    LONGEST,
    REQUIRED,
    RosterDifference,
    RosterRefused,
)

LARGEST_ROSTER = 1000

_COLUMNS = {
    "number": TEXT,
    "name": TEXT,
    "unit": TEXT,
    "job_role": or_null(TEXT),
    "language": TEXT,
    "manager": or_null(TEXT),
    "email": or_null(TEXT),
    "from": or_null(DAY),
    "until": or_null(DAY),
}
_SENT = {
    "type": "object",
    "required": list(REQUIRED),
    "additionalProperties": False,
    "properties": {
        **_COLUMNS,
        **{column: {**TEXT, "minLength": 1, "maxLength": LONGEST.get(column, 50)} for column in REQUIRED},
        "language": or_null(TEXT),
    },
}
_DIFFERENCE = object_of({**dict.fromkeys(("added", "changed", "leaving"), several(TEXT)), "unchanged": WHOLE,
                         "dry_run": YES_NO})  # fmt: skip

_EXAMPLE = [
    {"number": "1007", "name": "Ann Sample", "unit": "a", "language": "en", "manager": "1001", "from": "2026-01-01"},
    {"number": "1008", "name": "Jan Sample", "unit": "b", "until": "2026-06-30"},
]


class Employees(ApiView):
    """Everybody on the roster, also those who left. Sending the same again changes nothing."""

    needs = {"GET": (Can.READ_ROSTER,), "POST": (Can.EDIT_ROSTER,)}

    @listed("employees_list", "The employees' roster", "people", {"id": ID, **_COLUMNS})
    def get(self, request: Request) -> HttpResponse:
        return answer_page(request, seen_employees(viewer=self.viewer), _employee)

    @extend_schema(
        operation_id="employees_send",
        summary="Add and change rows of the roster: one, or a list of up to 1,000; all or nothing",
        tags=["people"],
        parameters=[
            OpenApiParameter("dry_run", YES_NO, description="Tell the difference and change nothing"),
            OpenApiParameter("complete", YES_NO, description="Today is the last day of whoever is not in the list"),
        ],
        request={"application/json": {"oneOf": [_SENT, several(_SENT) | {"minItems": 1, "maxItems": LARGEST_ROSTER}]}},
        responses={(200, "application/json"): OpenApiResponse(_DIFFERENCE), **problems(*ALWAYS, 413, 415)},
        examples=[OpenApiExample("two rows", _EXAMPLE, request_only=True)],
    )
    def post(self, request: Request) -> HttpResponse:
        dry_run, complete = yes_or_no(request, "dry_run"), yes_or_no(request, "complete")
        body = read_json(request._request)
        try:
            difference = read_roster(
                organisation=self.organisation, viewer=self.viewer, lines=_lines(body), today=timezone.localdate(),
                complete=complete, dry_run=dry_run, all_or_nothing=True,
            )  # fmt: skip
        except RosterRefused as refused:
            raise _refusal(
                {**_pointer(body, bad.line, bad.column), "code": bad.code, "detail": bad.reason} for bad in refused.bad
            ) from None
        return HttpResponse(orjson.dumps(_told(difference, dry_run)), content_type="application/json")


def _employee(row: Employee) -> dict[str, Any]:
    return {
        "id": str(row.public_id),
        "number": row.number,
        "name": row.name,
        "unit": row.unit.code,
        "job_role": row.job_role.code if row.job_role else None,
        "language": row.language,
        "manager": row.manager.number if row.manager else None,
        "email": row.user.email if row.user else None,
        "from": row.from_day,
        "until": row.until_day,
    }


def _told(difference: RosterDifference, dry_run: bool) -> dict[str, Any]:
    changes = {kind: getattr(difference, kind) for kind in DIFFERENCES if kind not in ("unchanged", "bad")}
    return {**changes, "unchanged": len(difference.unchanged), "dry_run": dry_run}


def _lines(body: Any) -> list[tuple[int, Mapping[str, str]]]:
    """The rows sent, numbered from 0, null as empty text.

    :raises Problem: something is no row of texts under our columns' names
    """
    rows = body if isinstance(body, list) else [body]
    if not 1 <= len(rows) <= LARGEST_ROSTER:
        raise Problem("items_count", 400, detail=_("Send 1 to 1,000 items."))
    faults = [fault for place, row in enumerate(rows) for fault in _faults(body, place, row)]
    if faults:
        raise _refusal(faults)
    return [(place, {name: text or "" for name, text in row.items()}) for place, row in enumerate(rows)]


def _faults(body: Any, place: int, row: Any) -> Sequence[dict[str, str]]:
    if not isinstance(row, dict):
        return [{**_pointer(body, place, ""), "code": "row_invalid", "detail": _("This is no JSON object.")}]
    unknown = [
        {**_pointer(body, place, name), "code": "field_unknown", "detail": _("There is no field of this name.")}
        for name in row if name not in COLUMNS
    ]  # fmt: skip
    return unknown + [
        {**_pointer(body, place, name), "code": "text_expected", "detail": _("This must be text or null.")}
        for name, text in row.items() if name in COLUMNS and not isinstance(text, str | None)
    ]  # fmt: skip


def _pointer(body: Any, place: int, column: str) -> dict[str, str]:
    """Where it stands (RFC 6901): `/3/unit` in a list, `/unit` in a single row."""
    step = column.replace("~", "~0").replace("/", "~1")
    return {"pointer": (f"/{place}" if isinstance(body, list) else "") + (f"/{step}" if column else "")}


def _refusal(errors: Any) -> Problem:
    return Problem(
        "roster_refused", 400, title=_("The roster cannot be taken."), detail=_("Nothing was stored."),
        errors=list(errors),
    )  # fmt: skip

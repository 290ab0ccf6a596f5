"""Service standards and what was measured: read and written by key."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.flat_rows import answer_page, answer_rows, listed
from accounts.openapi import ALWAYS, DAY, LOCAL, PAGING, TEXT, WHOLE, object_of, one_of, or_null, problems, several
from accounts.reading import one_day, read_json
from accounts.rest import ApiView, Problem
from accounts.roles import Can
from touchpoints import services
from touchpoints.measures import MeasuredValue, Refusal
from touchpoints.models import (
    DesignStandard,
    Direction,
    MeasureKind,
    Standard,
    StandardOrigin,
    StandardValue,
    ValueSource,
)
from touchpoints.queries import touchpoints_of
from touchpoints.queries.standards import readable_wordings, values_of
from touchpoints.refusals import REFUSALS

MOST_AT_ONCE = 1000
_NUMBER = {"type": "number"}

_STANDARD = {
    "code": TEXT,
    "touchpoint": TEXT,
    "name": LOCAL,
    "measured_in": one_of(MeasureKind.values),
    "direction": one_of(Direction.values),
    "target": _NUMBER,
    "origin": one_of(StandardOrigin.values),
    "basis": TEXT,
    "design_version": WHOLE,
}
_VALUE = {"day": DAY, "unit": or_null(TEXT), "value": _NUMBER, "cases": WHOLE}
_SENT = {
    "type": "object",
    "required": ["day", "value"],
    "properties": {"day": DAY, "unit": or_null(TEXT), "value": _NUMBER, "cases": WHOLE},
    "additionalProperties": False,
}


class Standards(ApiView):
    """The standards of the designs that hold."""

    needs = {"GET": (Can.READ_PROGRAMME, Can.WRITE_MEASURES)}

    @listed("standards_list", "Service standards", "programme", _STANDARD)
    def get(self, request: Request) -> HttpResponse:
        return answer_page(request, readable_wordings(viewer=self.viewer), _standard)


def _standard(row: DesignStandard) -> dict[str, Any]:
    return {
        "code": row.standard.code,
        "touchpoint": row.design.touchpoint.code,
        "name": row.name,
        "measured_in": str(row.standard.kind),
        "direction": str(row.direction),
        "target": float(row.target),
        "origin": str(row.origin),
        "basis": row.basis,
        "design_version": row.design.number,
    }


_DAYS = (
    OpenApiParameter("from", OpenApiTypes.DATE, description="First day"),
    OpenApiParameter("to", OpenApiTypes.DATE, description="Last day, included"),
)


class StandardValues(ApiView):
    """What was measured of one standard, by day and unit."""

    needs = {"GET": (Can.READ_PROGRAMME, Can.WRITE_MEASURES), "POST": (Can.WRITE_MEASURES,)}

    @listed(
        "standard_values_list", "Measured values of a standard", "programme", _VALUE,
        parameters=(*PAGING, *_DAYS), names_a_row=True,
    )  # fmt: skip
    def get(self, request: Request, code: str) -> HttpResponse:
        found = values_of(standard=self._standard(code), viewer=self.viewer)
        return answer_page(request, _between(found, one_day(request, "from"), one_day(request, "to")), _value)

    @extend_schema(
        operation_id="standard_values_write",
        summary="Measured values of a standard: all rows or none; a day and unit sent again is written over",
        tags=["programme"],
        request={"application/json": several(_SENT)},
        responses={
            (200, "application/json"): OpenApiResponse(object_of({"results": several(object_of(_VALUE))})),
            **problems(*ALWAYS, 404, 413, 415),
        },
    )
    def post(self, request: Request, code: str) -> HttpResponse:
        standard = self._standard(code)
        values = _read(read_json(request._request))
        try:
            services.record_values(
                standard=standard, values=values, source=ValueSource.API, by=self.viewer, at=timezone.now(),
                today=timezone.localdate(),
            )  # fmt: skip
        except services.ValuesRefused as refused:
            raise Problem(
                "invalid", 400, errors=[_fault(place, why) for place, why in refused.refusals.items()]
            ) from None
        return answer_rows(request, [_sent(value) for value in values])

    def _standard(self, code: str) -> Standard:
        standards = Standard.objects.select_related("touchpoint", "organisation")
        found = standards.filter(code=code, touchpoint__in=touchpoints_of(viewer=self.viewer)).first()
        if found is None:
            raise Http404
        return found


def _between(values: QuerySet[StandardValue], first: date | None, last: date | None) -> QuerySet[StandardValue]:
    if first:
        values = values.filter(day__gte=first)
    return values.filter(day__lte=last) if last else values


def _value(row: StandardValue) -> dict[str, Any]:
    unit = row.unit.code if row.unit else None
    return {"day": row.day, "unit": unit, "value": float(row.value), "cases": row.cases}


def _sent(row: MeasuredValue) -> dict[str, Any]:
    return {"day": row.day, "unit": row.unit or None, "value": float(row.value), "cases": row.cases}


def _read(body: Any) -> list[MeasuredValue]:
    rows = body if isinstance(body, list) else [body]
    if not 1 <= len(rows) <= MOST_AT_ONCE:
        raise Problem("too_many_items", 400, detail=_("Send 1 to %(most)s rows.") % {"most": MOST_AT_ONCE})
    return [_read_one(place, row) for place, row in enumerate(rows)]


def _read_one(place: int, row: Any) -> MeasuredValue:
    if not isinstance(row, Mapping) or not {"day", "value"} <= set(row) <= set(_VALUE):
        raise _malformed(place, "", _("A row has a day and a value, and may have a unit and cases."))
    day, unit, cases = row["day"], row.get("unit") or "", row.get("cases", 1)
    if not isinstance(unit, str):
        raise _malformed(place, "unit", str(REFUSALS[Refusal.UNIT]))
    if not isinstance(cases, int) or isinstance(cases, bool):
        raise _malformed(place, "cases", str(REFUSALS[Refusal.CASES]))
    try:
        return MeasuredValue(date.fromisoformat(day), _decimal(row["value"]), unit, cases)
    except (TypeError, ValueError):
        raise _malformed(place, "day", _("Write the day as 2026-11-30.")) from None
    except InvalidOperation:
        raise _malformed(place, "value", _("The value is a number with at most three decimals.")) from None


def _decimal(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidOperation
    exact = Decimal(str(value))
    if abs(exact) > 10**12 or exact != exact.quantize(Decimal("0.001")):
        raise InvalidOperation
    return exact


def _malformed(place: int, field: str, detail: str) -> Problem:
    pointer = f"/{place}/{field}".rstrip("/")
    return Problem("invalid", 400, detail=detail, errors=[{"pointer": pointer, "code": "malformed", "detail": detail}])


_FIELDS = {Refusal.DAY: "day", Refusal.UNIT: "unit", Refusal.CASES: "cases"}


def _fault(place: int, why: Refusal) -> dict[str, Any]:
    pointer = f"/{place}/{_FIELDS.get(why, 'value')}"
    return {"pointer": pointer, "code": str(why), "detail": str(REFUSALS[why])}

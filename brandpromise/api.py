"""Reading the promise by key: the version that holds, or an earlier one."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.openapi import (
    ALWAYS,
    DAY,
    ID,
    LOCAL,
    TEXT,
    UNCHANGED,
    WHOLE,
    object_of,
    one_of,
    or_null,
    problems,
    several,
)
from accounts.rest import ApiView, bad_parameter, entity_tag, not_modified
from accounts.roles import Can
from brandpromise.models import CarrierKind, CarrierMode, PillarText, Promise, PromiseState, ValueDriver
from brandpromise.queries import approved_promise, carried, promise_version

_PILLAR = object_of({"code": TEXT, "name": LOCAL, "meaning": LOCAL, "proof": LOCAL})
_DRIVER = object_of({"name": LOCAL, "goal": LOCAL, "how": LOCAL, "pillar": or_null(TEXT)})
_CARRIER = object_of(
    {
        "code": TEXT,
        "kind": one_of(CarrierKind.values),
        "mode": one_of(CarrierMode.values),
        "name": LOCAL,
        "promises": LOCAL,
        "where": LOCAL,
        "from": or_null(DAY),
        "until": or_null(DAY),
        "address": TEXT,
        "pillars": several(TEXT),
    }
)
_CLAIM = object_of(
    {"code": TEXT, "slogan": LOCAL, "checkable": LOCAL, "carrier": or_null(TEXT), "pillar": or_null(TEXT)}
)
_PROMISE = object_of(
    {
        "id": ID,
        "version": WHOLE,
        "state": one_of([PromiseState.APPROVED, PromiseState.RETIRED]),
        "approved_on": DAY,
        "text": LOCAL,
        "audience": LOCAL,
        "proof": LOCAL,
        "pillars": several(_PILLAR),
        "value_drivers": several(_DRIVER),
        "carriers": several(_CARRIER),
        "claims": several(_CLAIM),
    }
)
_VERSION = OpenApiParameter(
    "version", {"type": "integer", "minimum": 1}, description="An approved version's number; else the one that holds"
)


class HeldPromise(ApiView):
    """The promise with its pillars, and the carriers and claims as they stood when it was approved."""

    needs = {"GET": (Can.READ_SCRIPTS,)}

    @extend_schema(
        operation_id="promise_read",
        summary="The promise",
        tags=["programme"],
        parameters=[_VERSION],
        responses={
            (200, "application/json"): OpenApiResponse(_PROMISE),
            **UNCHANGED,
            **problems(*ALWAYS, 404),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        found = _wanted(request)
        if found is None or found.approved_at is None or found.is_open:
            raise Http404
        body = orjson.dumps(_promise(found))
        tag = entity_tag(body)
        return not_modified(request, tag) or HttpResponse(body, content_type="application/json", headers={"ETag": tag})


def _wanted(request: Request) -> Promise | None:
    raw = request.GET.get("version", "")
    if not raw:
        return approved_promise()
    if not (raw.isascii() and raw.isdigit() and 0 < int(raw[:6]) <= 32767 and len(raw) < 6):
        raise bad_parameter("version", _("version is the number of a version."))
    return promise_version(int(raw))


def _promise(row: Promise) -> dict[str, Any]:
    frozen = carried(row)
    return {
        "id": str(row.public_id),
        "version": row.number,
        "state": str(row.state),
        "approved_on": row.approved_at.date() if row.approved_at else None,
        "text": row.text,
        "audience": row.audience,
        "proof": row.proof,
        "pillars": [_pillar(one) for one in row.pillars.all()],
        "value_drivers": [_driver(one) for one in row.drivers.all()],
        "carriers": [_without_file(one) for one in frozen["carriers"]],
        "claims": frozen["claims"],
    }


def _pillar(row: PillarText) -> dict[str, Any]:
    return {"code": row.pillar.code, "name": row.name, "meaning": row.meaning, "proof": row.proof}


def _driver(row: ValueDriver) -> dict[str, Any]:
    return {"name": row.name, "goal": row.goal, "how": row.how, "pillar": row.pillar.code if row.pillar else None}


def _without_file(carrier: Mapping[str, Any]) -> dict[str, Any]:
    """Stored files are opened by people, not by keys."""
    return {name: value for name, value in carrier.items() if name != "file"}

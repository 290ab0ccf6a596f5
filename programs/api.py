"""Reading the programme by key: engagements, cycles, phases; and how the apps above list flat rows."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import orjson
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request

from accounts.rest import ApiView, bad_parameter, entity_tag, next_address, not_modified, page_limit
from accounts.roles import Can
from programs.models import Cycle, Engagement, Stage
from programs.queries import engagements_of

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
YES_NO: dict[str, Any] = {"type": "boolean"}
LOCAL: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "string"}}
ID: dict[str, Any] = {"type": "string", "format": "uuid"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {"type": TEXT, "title": TEXT, "status": WHOLE, "code": TEXT, "detail": TEXT},
}


def or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same, or null."""
    return {**schema, "nullable": True}


def one_of(values: Sequence[str]) -> dict[str, Any]:
    """One of these words."""
    return {"type": "string", "enum": list(values)}


class FlatRows(ApiView):
    """A list of flat rows, a page at a time by `limit` and `cursor`, with an entity tag.

    A class names its rows' columns, gives them with `rows` in the order of their primary keys, and writes one with
    `written`; `listed` makes the address's part of the OpenAPI document.
    """

    columns: ClassVar[dict[str, Any]] = {}

    def rows(self) -> QuerySet[Any]:
        """Everything the key may read."""
        raise NotImplementedError

    def written(self, row: Any) -> dict[str, Any]:
        """One row with exactly the columns."""
        raise NotImplementedError

    def get(self, request: Request, **address: str) -> HttpResponse:
        limit = page_limit(request)
        found = list(self.rows().order_by("pk").filter(pk__gt=cursor_of(request))[: limit + 1])
        page: list[Model] = found[:limit]
        following = next_address(request, str(page[-1].pk)) if len(found) > limit else None
        return answer_rows(request, [self.written(row) for row in page], following)


def cursor_of(request: Request) -> int:
    """After which row the page begins; 0 for the first page.

    :raises Problem: the cursor is none of ours
    """
    raw = request.GET.get("cursor", "")
    if not raw:
        return 0
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise bad_parameter("cursor", _("This cursor was not given by this address."))
    return int(raw)


def answer_rows(request: Request, rows: Sequence[Mapping[str, Any]], following: str | None) -> HttpResponse:
    """The page of rows, or 304 when the client has it already."""
    body = orjson.dumps({"results": rows, "next": following})
    tag = entity_tag(body)
    return not_modified(request, tag) or HttpResponse(body, content_type="application/json", headers={"ETag": tag})


def listed(operation_id: str, summary: str, tag: str, columns: Mapping[str, Any], *, paged: bool = True) -> Any:
    """The decorator of `get` that describes a list of rows with these columns."""
    row = {"type": "object", "required": list(columns), "properties": dict(columns)}
    page = {
        "type": "object",
        "required": ["results", "next"],
        "properties": {
            "results": {"type": "array", "items": row},
            "next": or_null({"type": "string", "format": "uri"}),
        },
    }
    problem = OpenApiResponse(_PROBLEM, description="Problem document (RFC 9457)")
    parameters = [
        OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 500}, description="Rows on a page"),
        OpenApiParameter("cursor", OpenApiTypes.STR, description="From `next` of the page before"),
    ]
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        tags=[tag],
        parameters=parameters if paged else [],
        responses={
            (200, "application/json"): OpenApiResponse(page),
            304: OpenApiResponse(description="Nothing changed since the entity tag of If-None-Match"),
            **{(status, "application/problem+json"): problem for status in (400, 401, 403, 429)},
        },
    )


_ENGAGEMENT = {"id": ID, "slug": TEXT, "name": LOCAL, "vision": LOCAL, "goals": LOCAL, "started_on": or_null(DAY)}


class Engagements(FlatRows):
    """The organisation's engagements."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("engagements_list", "Engagements", "programme", _ENGAGEMENT)
    def get(self, request: Request, **address: str) -> HttpResponse:
        return super().get(request, **address)

    def rows(self) -> QuerySet[Engagement]:
        return engagements_of(viewer=self.viewer)

    def written(self, row: Engagement) -> dict[str, Any]:
        return {
            "id": str(row.public_id),
            "slug": row.slug,
            "name": row.name,
            "vision": row.vision,
            "goals": row.goals,
            "started_on": row.started_on,
        }


_CYCLE = {
    "id": ID,
    "engagement": TEXT,
    "number": WHOLE,
    "opened_on": DAY,
    "closed_on": or_null(DAY),
    "previous": or_null(WHOLE),
}


class Cycles(FlatRows):
    """The turns of every engagement."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("cycles_list", "Cycles", "programme", _CYCLE)
    def get(self, request: Request, **address: str) -> HttpResponse:
        return super().get(request, **address)

    def rows(self) -> QuerySet[Cycle]:
        seen = engagements_of(viewer=self.viewer)
        return Cycle.objects.filter(engagement__in=seen).select_related("engagement", "previous")

    def written(self, row: Cycle) -> dict[str, Any]:
        return {
            "id": str(row.public_id),
            "engagement": row.engagement.slug,
            "number": row.number,
            "opened_on": row.opened_on,
            "closed_on": row.closed_on,
            "previous": row.previous.number if row.previous else None,
        }


_PHASE = {
    "id": ID,
    "engagement": TEXT,
    "cycle": WHOLE,
    "kind": one_of(["audit", "promise", "design", "engagement", "launch", "reaudit"]),
    "position": WHOLE,
    "state": one_of(["planned", "open", "proposed", "passed"]),
    "planned_from": or_null(DAY),
    "planned_until": or_null(DAY),
    "started_on": or_null(DAY),
    "ended_on": or_null(DAY),
    "out_of_order_reason": TEXT,
    "deliverables_done": WHOLE,
    "deliverables": WHOLE,
}


class Phases(FlatRows):
    """The six stages of every cycle; the launch is the gate between the fourth phase and the fifth."""

    needs = {"GET": (Can.READ_PROGRAMME,)}

    @listed("phases_list", "Phases", "programme", _PHASE)
    def get(self, request: Request, **address: str) -> HttpResponse:
        return super().get(request, **address)

    def rows(self) -> QuerySet[Stage]:
        seen = engagements_of(viewer=self.viewer)
        stages = Stage.objects.filter(cycle__engagement__in=seen).select_related("cycle__engagement")
        return stages.prefetch_related("deliverables")

    def written(self, row: Stage) -> dict[str, Any]:
        wanted = list(row.deliverables.all())
        return {
            "id": str(row.public_id),
            "engagement": row.cycle.engagement.slug,
            "cycle": row.cycle.number,
            "kind": str(row.kind),
            "position": row.position,
            "state": str(row.state),
            "planned_from": row.planned_from,
            "planned_until": row.planned_until,
            "started_on": row.started_on,
            "ended_on": row.ended_on,
            "out_of_order_reason": row.out_of_order_reason,
            "deliverables_done": sum(1 for one in wanted if one.done_on),
            "deliverables": len(wanted),
        }

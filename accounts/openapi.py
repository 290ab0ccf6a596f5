"""What all addresses say alike in the OpenAPI document: plain columns, pages of rows, problem documents."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

TEXT: dict[str, Any] = {"type": "string"}
WHOLE: dict[str, Any] = {"type": "integer"}
YES_NO: dict[str, Any] = {"type": "boolean"}
LOCAL: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "string"}}
ID: dict[str, Any] = {"type": "string", "format": "uuid"}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}


def or_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The same, or null."""
    return {**schema, "nullable": True}


def one_of(values: Iterable[str]) -> dict[str, Any]:
    """One of these words."""
    return {"type": "string", "enum": [str(value) for value in values]}


def several(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A list of such values."""
    return {"type": "array", "items": dict(schema)}


def object_of(columns: Mapping[str, Any]) -> dict[str, Any]:
    """An object that has each of these columns."""
    return {"type": "object", "required": list(columns), "properties": dict(columns)}


def page_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A page of rows with the address of the next."""
    return object_of({"results": several(row), "next": or_null({**TEXT, "format": "uri"})})


LIMIT = OpenApiParameter("limit", {"type": "integer", "minimum": 1, "maximum": 500}, description="Rows on a page")
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="From `next` of the page before")
PAGING = (LIMIT, CURSOR)
UNCHANGED = {304: OpenApiResponse(description="Nothing changed since the entity tag of If-None-Match")}

ERROR: dict[str, Any] = {
    "type": "object",
    "properties": {"pointer": TEXT, "parameter": TEXT, "code": TEXT, "detail": TEXT},
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": TEXT,
        "title": TEXT,
        "status": WHOLE,
        "code": TEXT,
        "detail": TEXT,
        "errors": several(ERROR),
        "scopes": several(TEXT),
    },
}
ALWAYS = (400, 401, 403, 429)  # what any address may answer with
_TITLES = {
    400: _("A field or a parameter cannot be taken; `errors` points to each."),
    401: _("No key, or one that is not known."),
    403: _("The key does not carry the scope."),
    404: _("Nothing is there."),
    409: _("The external id is stored with other content."),
    413: _("The body is too large."),
    415: _("The body is no JSON."),
    422: _("The Idempotency-Key was used with another body."),
    429: _("Too many requests; wait as long as Retry-After says."),
}


def problems(*statuses: int) -> dict[Any, Any]:
    """The problem documents an address may answer with."""
    return {
        (status, "application/problem+json"): OpenApiResponse(PROBLEM, description=str(_TITLES[status]))
        for status in statuses
    }

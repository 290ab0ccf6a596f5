"""What the OpenAPI document says about answers. Written out, because the bodies are read strictly and by hand."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

EXAMPLE = {
    "survey": "airport-2017",
    "external_id": "R-1002",
    "contact_at": "2017-05-11T09:10:00-07:00",
    "answered_at": "2017-05-11T09:30:00-07:00",
    "channel": "branch",
    "source": "terminal",
    "touchpoint": "security",
    "unit": "terminal-2",
    "segments": {"lifecycle": "first-time"},
    "customer": "C-77",
    "employee": "E-9",
    "language": "en",
    "weight": 1.0,
    "answers": {"recommend": 9, "security": 4},
    "comment": "Quick and kind.",
    "contact_allowed": False,
    "metadata": {"flight": "UA1"},
}
_STORED_EXAMPLE = {
    "id": "0190163d-8694-739b-aea5-966c26f8ad91",
    **{name: value for name, value in EXAMPLE.items() if name not in ("customer", "employee")},
    "contact_at": "2017-05-11T16:10:00Z",
    "asked_at": None,
    "answered_at": "2017-05-11T16:30:00Z",
    "answered_on": "2017-05-11",
    "precision": "moment",
    "received_at": "2017-05-11T16:30:02Z",
    "updated_at": "2017-05-11T16:30:02Z",
    "customer": None,
    "counted": True,
    "not_counted_reason": None,
    "partial": False,
}


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return schema | {"nullable": True}


_CODE = {"type": "string", "maxLength": 100}
_MOMENT = {"type": "string", "format": "date-time"}
_DAY = {"type": "string", "format": "date"}
_COMMENT = {"type": "string", "maxLength": 5000}
_SOURCES = ["email", "link", "widget", "kiosk", "terminal", "api", "import", "manual", "review"]
_REASONS = ["skipped", "not_applicable", "dont_know"]
_VALUE = {
    "description": "An integer on the question's scale, an option's code or a list of them, words, a number, a day, "
    "true or false, or the reason why there is no value.",
    "oneOf": [
        {"type": "number"},
        {"type": "string", "maxLength": 5000},
        {"type": "boolean"},
        {"type": "array", "items": {"type": "string"}, "minItems": 1, "uniqueItems": True},
        {
            "type": "object",
            "required": ["missing"],
            "additionalProperties": False,
            "properties": {"missing": {"type": "string", "enum": _REASONS}},
        },
    ],
}
_METADATA = {
    "type": "object",
    "maxProperties": 50,
    "additionalProperties": {"oneOf": [{"type": "string"}, {"type": "number"}, {"type": "boolean"}], "nullable": True},
}
_SEGMENTS = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 100}}

SENT: dict[str, Any] = {
    "type": "object",
    "required": ["survey", "answers"],
    "additionalProperties": False,
    "properties": {
        "survey": {"type": "string", "description": "code of the survey"},
        "external_id": _nullable({"type": "string", "maxLength": 200}),
        "contact_at": _nullable(_MOMENT),
        "asked_at": _nullable(_MOMENT),
        "answered_at": _nullable(_MOMENT),
        "occurred_at": _nullable(_MOMENT | {"description": "alias of answered_at"}),
        "answered_on": _nullable(_DAY | {"description": "where only the day is known; without answered_at"}),
        "channel": _nullable(_CODE),
        "source": _nullable({"type": "string", "enum": _SOURCES}),
        "touchpoint": _nullable(_CODE),
        "unit": _nullable(_CODE),
        "segments": _nullable(_SEGMENTS),
        "customer": _nullable({"type": "string", "maxLength": 100}),
        "employee": _nullable(_CODE),
        "language": _nullable({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?$"}),
        "weight": _nullable({"type": "number", "minimum": 0, "exclusiveMinimum": True}),
        "answers": {"type": "object", "minProperties": 1, "additionalProperties": _VALUE},
        "comment": _nullable(_COMMENT),
        "contact_allowed": {"type": "boolean", "nullable": True},
        "metadata": _nullable(_METADATA),
    },
}
STORED: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "description": "A response; what was erased on request is only its id and `deleted`.",
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "deleted": {"type": "boolean"},
        "survey": {"type": "string"},
        "external_id": _nullable({"type": "string"}),
        "contact_at": _nullable(_MOMENT),
        "asked_at": _nullable(_MOMENT),
        "answered_at": _nullable(_MOMENT),
        "answered_on": _nullable(_DAY),
        "precision": {"type": "string", "enum": ["moment", "day", "unknown"]},
        "received_at": _MOMENT,
        "updated_at": _MOMENT,
        "source": {"type": "string", "enum": _SOURCES},
        "channel": _nullable({"type": "string"}),
        "touchpoint": _nullable({"type": "string"}),
        "unit": _nullable({"type": "string"}),
        "segments": {"type": "object", "additionalProperties": {"type": "string"}},
        "customer": _nullable({"type": "string", "description": "with the scope identity:read only"}),
        "language": _nullable({"type": "string"}),
        "weight": {"type": "number"},
        "answers": {"type": "object", "additionalProperties": True},
        "comment": _nullable({"type": "string", "description": "with the scope comments:read only"}),
        "contact_allowed": {"type": "boolean", "nullable": True},
        "metadata": {"type": "object", "additionalProperties": True},
        "counted": {"type": "boolean"},
        "not_counted_reason": _nullable({"type": "string"}),
        "partial": {"type": "boolean"},
    },
}
_ERROR = {
    "type": "object",
    "properties": {
        "pointer": {"type": "string"},
        "parameter": {"type": "string"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
    },
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _ERROR},
    },
}
_COUNT = {"type": "integer", "minimum": 0}
BULK: dict[str, Any] = {
    "type": "object",
    "required": ["results", "created", "updated", "unchanged", "refused"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["status", "response", "errors"],
                "properties": {
                    "status": {"type": "integer"},
                    "response": STORED | {"nullable": True},
                    "errors": {"type": "array", "items": _ERROR},
                },
            },
        },
        "created": _COUNT,
        "updated": _COUNT,
        "unchanged": _COUNT,
        "refused": _COUNT,
    },
}


def page_of(row: dict[str, Any]) -> dict[str, Any]:
    """A page of rows with the address of the next."""
    return {
        "type": "object",
        "required": ["results", "next"],
        "properties": {
            "results": {"type": "array", "items": row},
            "next": {"type": "string", "format": "uri", "nullable": True},
        },
    }


def problems(*statuses: int) -> dict[Any, Any]:
    """The problem documents an address may answer with."""
    return {
        (status, "application/problem+json"): OpenApiResponse(PROBLEM, description=str(_TITLES[status]))
        for status in statuses
    }


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
ALWAYS = (400, 401, 403, 429)
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": 500}, description=str(_("Rows on a page, 500 if not given."))
)
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description=str(_("From the address in `next`.")))
_BODY = {"application/json": {"oneOf": [SENT, {"type": "array", "items": SENT, "minItems": 1, "maxItems": 1000}]}}
_ONE_OR_MANY = {"oneOf": [STORED, BULK]}

POST: dict[str, Any] = {
    "operation_id": "responses_send",
    "summary": "Send one answer, or a list of up to 1,000",
    "tags": ["responses"],
    "request": _BODY,
    "responses": {
        (200, "application/json"): OpenApiResponse(_ONE_OR_MANY, description="Known already, or replaced"),
        (201, "application/json"): OpenApiResponse(
            _ONE_OR_MANY,
            description="Stored",
            examples=[OpenApiExample("stored", _STORED_EXAMPLE, response_only=True, status_codes=["201"])],
        ),
        **problems(*ALWAYS, 409, 413, 415, 422),
    },
    "parameters": [
        OpenApiParameter(
            "partial",
            {"type": "string", "enum": ["false", "true"]},
            description="Lists: store the good items although others are refused",
        ),
        OpenApiParameter(
            "on_conflict",
            {"type": "string", "enum": ["refuse", "update"]},
            description="What to do when the external id is stored with other content",
        ),
        OpenApiParameter(
            "Idempotency-Key",
            {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
            OpenApiParameter.HEADER,
            description="The same key and body get the same answer for 24 hours",
        ),
    ],
    "examples": [OpenApiExample("one answer", EXAMPLE, request_only=True)],
}
LIST: dict[str, Any] = {
    "operation_id": "responses_list",
    "summary": "Answers in the order of their last change",
    "tags": ["responses"],
    "parameters": [
        OpenApiParameter("survey", OpenApiTypes.STR, many=True, description="Code of a survey; may be repeated"),
        OpenApiParameter("updated_since", OpenApiTypes.DATETIME, description="A moment with its offset"),
        LIMIT,
        CURSOR,
    ],
    "responses": {(200, "application/json"): OpenApiResponse(page_of(STORED)), **problems(*ALWAYS)},
}
ONE: dict[str, Any] = {
    "operation_id": "responses_one",
    "summary": "One answer",
    "tags": ["responses"],
    "responses": {(200, "application/json"): OpenApiResponse(STORED), **problems(*ALWAYS, 404)},
}

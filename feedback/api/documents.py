"""What the OpenAPI document says about answers. Written out, because the bodies are read strictly and by hand."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from accounts.openapi import ALWAYS, CURSOR, DAY, ERROR, LIMIT, MOMENT, or_null, page_of, problems, several

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

_CODE = {"type": "string", "maxLength": 100}
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
        "external_id": or_null({"type": "string", "maxLength": 200}),
        "contact_at": or_null(MOMENT),
        "asked_at": or_null(MOMENT),
        "answered_at": or_null(MOMENT),
        "occurred_at": or_null(MOMENT | {"description": "alias of answered_at"}),
        "answered_on": or_null(DAY | {"description": "where only the day is known; without answered_at"}),
        "channel": or_null(_CODE),
        "source": or_null({"type": "string", "enum": _SOURCES}),
        "touchpoint": or_null(_CODE),
        "unit": or_null(_CODE),
        "segments": or_null(_SEGMENTS),
        "customer": or_null({"type": "string", "maxLength": 100}),
        "employee": or_null(_CODE),
        "language": or_null({"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?$"}),
        "weight": or_null({"type": "number", "minimum": 0, "exclusiveMinimum": True}),
        "answers": {"type": "object", "minProperties": 1, "additionalProperties": _VALUE},
        "comment": or_null(_COMMENT),
        "contact_allowed": {"type": "boolean", "nullable": True},
        "metadata": or_null(_METADATA),
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
        "external_id": or_null({"type": "string"}),
        "contact_at": or_null(MOMENT),
        "asked_at": or_null(MOMENT),
        "answered_at": or_null(MOMENT),
        "answered_on": or_null(DAY),
        "precision": {"type": "string", "enum": ["moment", "day", "unknown"]},
        "received_at": MOMENT,
        "updated_at": MOMENT,
        "source": {"type": "string", "enum": _SOURCES},
        "channel": or_null({"type": "string"}),
        "touchpoint": or_null({"type": "string"}),
        "unit": or_null({"type": "string"}),
        "segments": {"type": "object", "additionalProperties": {"type": "string"}},
        "customer": or_null({"type": "string", "description": "with the scope identity:read only"}),
        "language": or_null({"type": "string"}),
        "weight": {"type": "number"},
        "answers": {"type": "object", "additionalProperties": True},
        "comment": or_null({"type": "string", "description": "with the scope comments:read only"}),
        "contact_allowed": {"type": "boolean", "nullable": True},
        "metadata": {"type": "object", "additionalProperties": True},
        "counted": {"type": "boolean"},
        "not_counted_reason": or_null({"type": "string"}),
        "partial": {"type": "boolean"},
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
                    "errors": several(ERROR),
                },
            },
        },
        "created": _COUNT,
        "updated": _COUNT,
        "unchanged": _COUNT,
        "refused": _COUNT,
    },
}
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

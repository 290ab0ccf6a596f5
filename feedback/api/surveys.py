"""`/api/v1/surveys/`: the surveys with their questions, scales and options."""

from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework.request import Request

from accounts.openapi import ALWAYS, PAGING, UNCHANGED, page_of, problems
from accounts.rest import ApiView, bad_parameter, entity_tag, next_address, not_modified, page_limit
from accounts.roles import Can
from feedback.answers.plan import QuestionPlan
from feedback.models import Survey
from feedback.queries.catalogue import Catalogue
from feedback.queries.plans import plan
from feedback.queries.surveys import surveys

_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
_ROW = {
    "type": "object",
    "required": ["id", "code", "name", "state", "role", "questions"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "code": {"type": "string"},
        "name": _TEXTS,
        "state": {"type": "string", "enum": ["draft", "open", "closed"]},
        "role": {"type": "string"},
        "engagement": {"type": "string", "nullable": True},
        "cycle": {"type": "integer", "nullable": True},
        "opens_on": {"type": "string", "format": "date", "nullable": True},
        "closes_on": {"type": "string", "format": "date", "nullable": True},
        "weighted": {"type": "boolean"},
        "sample": {"type": "boolean"},
        "counts": {"type": "string", "enum": ["latest", "first", "all"]},
        "main": {"type": "object", "additionalProperties": {"type": "string", "nullable": True}},
        "questions": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
    },
}


@extend_schema_view(
    get=extend_schema(
        operation_id="surveys_list",
        summary="Surveys with their questions",
        tags=["surveys"],
        parameters=list(PAGING),
        responses={
            (200, "application/json"): OpenApiResponse(page_of(_ROW)),
            **UNCHANGED,
            **problems(*ALWAYS),
        },
    )
)
class Surveys(ApiView):
    """The organisation's surveys, the newest first."""

    needs = {"GET": (Can.READ_SURVEYS,)}

    def get(self, request: Request) -> HttpResponse:
        limit = page_limit(request)
        rows = surveys(viewer=self.viewer).select_related("main_nps", "main_csat", "main_ces", "comment")
        before = _before(request)
        found = list((rows.filter(pk__lt=before) if before else rows)[: limit + 1])
        page = found[:limit]
        following = next_address(request, str(page[-1].pk)) if len(found) > limit else None
        catalogue = Catalogue()
        body = orjson.dumps({"results": [_written(row, catalogue) for row in page], "next": following})
        tag = entity_tag(body)
        return not_modified(request, tag) or HttpResponse(body, content_type="application/json", headers={"ETag": tag})


def _before(request: Request) -> int | None:
    raw = request.GET.get("cursor", "")
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit() and len(raw) < 19):
        raise bad_parameter("cursor", _("This cursor was not given by this address."))
    return int(raw)


def _written(survey: Survey, catalogue: Catalogue) -> dict[str, Any]:
    main = {
        "nps": survey.main_nps,
        "csat": survey.main_csat,
        "ces": survey.main_ces,
        "comment": survey.comment,
    }
    return {
        "id": str(survey.public_id),
        "code": survey.code,
        "name": survey.name,
        "state": str(survey.state),
        "role": str(survey.role),
        "engagement": survey.engagement.slug if survey.engagement else None,
        "cycle": survey.cycle.number if survey.cycle else None,
        "opens_on": survey.opens_on,
        "closes_on": survey.closes_on,
        "weighted": survey.weighted,
        "sample": survey.is_sample,
        "counts": str(survey.keep),
        "main": {name: question.code if question else None for name, question in main.items()},
        "questions": [_question(question, catalogue) for question in plan(survey).questions.values()],
    }


def _question(question: QuestionPlan, catalogue: Catalogue) -> dict[str, Any]:
    touchpoint = catalogue.touchpoint_codes.get(question.touchpoint_id) if question.touchpoint_id else None
    return {
        "code": question.code,
        "kind": question.kind,
        "text": question.text,
        "required": question.required,
        "touchpoint": touchpoint,
        "pillar": question.pillar or None,
        "aspect": question.aspect or None,
        "scales": [
            {"code": scale.code, "from": first, "minimum": scale.minimum, "maximum": scale.maximum}
            for first, scale in question.scales
        ],
        "options": [
            {"code": option.code, "label": option.label, "archived": option.archived}
            for option in question.options.values()
        ],
    }

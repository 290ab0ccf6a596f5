"""`/api/v1/responses/`: answers from other programs, and answers for them."""

import base64
import binascii
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request

from accounts.reading import one_word, read_json, yes_or_no
from accounts.rest import ApiView, Problem, bad_parameter, next_address, page_limit
from accounts.roles import Can
from feedback.api import documents
from feedback.api.reading import moment_of
from feedback.api.recording import errors, kind, record, refusal, status
from feedback.api.writing import ResponseWriter
from feedback.models import Survey
from feedback.queries.answers import Position, find_response, responses_changed
from feedback.services.intake import LARGEST_BATCH, BatchRefused, Refused
from operations.services import KeyReused, MalformedKey, answer_once

Produced = tuple[int, str]


@extend_schema_view(get=extend_schema(**documents.LIST), post=extend_schema(**documents.POST))
class Responses(ApiView):
    """Answers: send one or up to a thousand, and read them in the order of their last change."""

    needs = {"GET": (Can.READ_ANSWERS,), "POST": (Can.WRITE_RESPONSES,)}

    def get(self, request: Request) -> HttpResponse:
        limit = page_limit(request)
        rows = responses_changed(
            viewer=self.viewer,
            surveys=_surveys_wanted(request),
            since=_since(request),
            after=_position(request),
            limit=limit + 1,
        )
        page = rows[:limit]
        following = next_address(request, _cursor(page[-1].updated_at, page[-1].pk)) if len(rows) > limit else None
        return _json(200, {"results": ResponseWriter(self.viewer).written(page), "next": following})

    def post(self, request: Request) -> HttpResponse:
        body = read_json(request._request)
        partial = yes_or_no(request, "partial")
        update = one_word(request, "on_conflict", ("refuse", "update")) == "update"
        produce = _many(self, body, partial, update) if isinstance(body, list) else _one(self, body, update)
        key = request.headers.get("Idempotency-Key")
        if key is None:
            code, text = produce()
            return HttpResponse(text, status=code, content_type="application/json")
        return self._once(key, request, produce)

    def _once(self, key: str, request: Request, produce: Callable[[], Produced]) -> HttpResponse:
        """The same key and body get the same answer for a day."""
        said = f"{request.get_full_path()}\n".encode() + request._request.body
        try:
            answer = answer_once(
                organisation=self.organisation, owner=self.viewer.actor, key=key, body=said, produce=produce
            )
        except MalformedKey:
            raise Problem("idempotency_key_invalid", 400, detail=_("1 to 255 printable ASCII characters.")) from None
        except KeyReused:
            raise Problem(
                "idempotency_key_reused", 422, detail=_("This key was used with another body within 24 hours.")
            ) from None
        headers = {"Idempotent-Replayed": "true"} if answer.replayed else None
        return HttpResponse(answer.text, status=answer.status, content_type="application/json", headers=headers)


@extend_schema_view(get=extend_schema(**documents.ONE))
class OneResponse(ApiView):
    """One answer by its id."""

    needs = {"GET": (Can.READ_ANSWERS,)}

    def get(self, request: Request, public_id: UUID) -> HttpResponse:
        response = find_response(public_id=public_id, viewer=self.viewer)
        if response is None:
            raise Http404
        return _json(200, ResponseWriter(self.viewer).written([response])[0])


def _one(view: ApiView, body: Any, update: bool) -> Callable[[], Produced]:
    """What answers a single object."""

    def produce() -> Produced:
        outcome = record(view, [body], partial=True, update=update)[0]
        if isinstance(outcome[0], Refused):
            raise refusal({0: outcome[0]}, single=True)
        return status(outcome[0]), _text(outcome[1])

    return produce


def _many(view: ApiView, body: list[Any], partial: bool, update: bool) -> Callable[[], Produced]:
    """What answers a list."""
    if not 1 <= len(body) <= LARGEST_BATCH:
        raise Problem("items_count", 400, detail=_("Send 1 to 1,000 items."))

    def produce() -> Produced:
        try:
            outcomes = record(view, body, partial=partial, update=update)
        except BatchRefused as error:
            raise refusal(error.refusals) from None
        counts = {"created": 0, "updated": 0, "unchanged": 0, "refused": 0}
        results = []
        for outcome, written in outcomes:
            counts[kind(outcome)] += 1
            results.append({"status": status(outcome), "response": written, "errors": errors(outcome)})
        return 201 if counts["created"] else 200, _text({"results": results, **counts})

    return produce


def _surveys_wanted(request: Request) -> list[int] | None:
    codes = request.GET.getlist("survey")
    if not codes:
        return None
    found = dict(
        Survey.objects.filter(code__in=[code for code in codes if "\x00" not in code]).values_list("code", "pk")
    )
    if set(codes) - set(found):
        raise bad_parameter("survey", _("There is no survey with this code."), "survey_unknown")
    return list(found.values())


def _since(request: Request) -> datetime | None:
    raw = request.GET.get("updated_since", "")
    if not raw:
        return None
    moment = moment_of(raw.replace(" ", "+"))  # an unescaped plus arrives as a blank
    if moment is None:
        raise bad_parameter("updated_since", _("A moment with its offset, such as 2026-05-31T09:30:00Z."))
    return moment


def _cursor(at: datetime, pk: int) -> str:
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{pk}".encode()).decode().rstrip("=")


def _position(request: Request) -> Position | None:
    raw = request.GET.get("cursor", "")
    if not raw:
        return None
    try:
        at, _bar, pk = base64.urlsafe_b64decode(raw + "=" * (-len(raw) % 4)).decode("ascii").partition("|")
        position = datetime.fromisoformat(at), int(pk)
    except (ValueError, binascii.Error):
        raise bad_parameter("cursor", _("This cursor was not given by this address.")) from None
    if position[0].tzinfo is None or not 0 <= position[1] < 2**63:
        raise bad_parameter("cursor", _("This cursor was not given by this address."))
    return position


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()


def _json(status: int, value: Any) -> HttpResponse:
    return HttpResponse(orjson.dumps(value), status=status, content_type="application/json")

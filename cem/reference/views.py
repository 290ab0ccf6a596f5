"""`/api/v1/schema/` and `/api/docs/`: the OpenAPI document, and the same for people. Open: they hold no figures."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView

from accounts.policy import Audience, Policy, public
from cem.reference.calls import curl_call
from cem.reference.problems import TROUBLES
from cem.reference.reading import Chapter, Line, Operation, chapters, matching
from cem.reference.words import CHAPTERS, FIELDS, OPERATIONS, PARAMETERS
from feedback.answers.faults import SENTENCES

_REASON = "a description of the API; it shows no figures and no names"
# What the addresses answered with in the demo.
_SAMPLES: dict[str, Any] = json.loads((Path(__file__).parent / "samples.json").read_text(encoding="utf-8"))


class Schema(SpectacularAPIView):
    """`/api/v1/schema/`: the OpenAPI document."""

    policy = Policy(Audience.PUBLIC, reason=_REASON)
    authentication_classes = []
    permission_classes = []


@dataclass(frozen=True, slots=True)
class Shown:
    """An operation with what only the page adds: a call to copy, and an answer to look at."""

    operation: Operation
    call: str
    sample: str
    same_as: Operation | None = None


@public(_REASON)
@require_safe
@gzip_page
def reference(request: HttpRequest) -> HttpResponse:
    """Every address of the API, or those that hold the words of `?q=`."""
    asked = request.GET.get("q", "").strip()[:100]
    site = request.build_absolute_uri("/").rstrip("/")
    known = book(get_language() or "en")
    found = [
        {"key": chapter.key, "title": CHAPTERS.get(chapter.key, chapter.key), "shown": _shown(chapter, site)}
        for chapter in matching(known, asked)
    ]
    context = {
        "chapters": found, "asked": asked, "site": site, "troubles": TROUBLES,
        "faults": [(code, _without_values(str(text))) for code, text in sorted(SENTENCES.items())],
        "count": sum(len(chapter["shown"]) for chapter in found),
    }  # fmt: skip
    return render(request, "cem/reference.html", context)


@cache
def book(language: str) -> tuple[Chapter, ...]:
    """The chapters in one language, made once: what the API is does not change while it runs."""
    with override(language):
        document = SchemaGenerator().get_schema(request=None, public=True)
        return tuple(
            Chapter(chapter.key, tuple(_worded(one) for one in _in_order(chapter.operations, OPERATIONS, "key")))
            for chapter in chapters(document, CHAPTERS)
        )


def _worded(operation: Operation) -> Operation:
    """The operation in words for people, its parameters in their order."""
    title, text = OPERATIONS.get(operation.key, (operation.title, operation.text))
    query = _in_order(operation.query, PARAMETERS, "name")
    return replace(
        operation, title=str(title), text=str(text),
        query=_lines(query, PARAMETERS), headers=_lines(operation.headers, PARAMETERS),
        sent=_lines(operation.sent, FIELDS), received=_lines(operation.received, FIELDS),
    )  # fmt: skip


def _in_order(things: Iterable[Any], names: Iterable[str], attribute: str) -> list[Any]:
    """The things as their names come; the unnamed at the end."""
    places = {name: place for place, name in enumerate(names)}
    return sorted(things, key=lambda thing: places.get(getattr(thing, attribute), len(places)))


def _lines(lines: Any, words: dict[str, Any]) -> tuple[Line, ...]:
    return tuple(replace(line, text=str(words.get(line.name, line.text))) for line in lines)


def _shown(chapter: Chapter, site: str) -> list[Shown]:
    """The chapter's operations; columns that stood before are not told again."""
    shown: list[Shown] = []
    for operation in chapter.operations:
        before = (one.operation for one in shown if operation.received and one.operation.received == operation.received)
        sample = _pretty(_SAMPLES.get(operation.key, operation.example))
        shown.append(Shown(operation, curl_call(operation, site), sample, next(before, None)))
    return shown


def _without_values(sentence: str) -> str:
    """The sentence with an ellipsis where it names what somebody sent."""
    return re.sub(r"%\(\w+\)s", "…", sentence)


def _pretty(sample: Any) -> str:
    if sample is None or isinstance(sample, str):
        return sample or ""
    return json.dumps(sample, indent=2, ensure_ascii=False)

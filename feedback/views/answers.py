"""The inbox of single answers, and one answer with its history. For those who may open answers only."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.answers.plan import QuestionPlan, ScalePlan
from feedback.forms.inbox import InboxForm
from feedback.models import Missing, NotCounted, Response, Revision
from feedback.queries.answers import Given, Position, find_response, given_answers, inbox, named_segments, segments_of
from feedback.queries.plans import plan
from feedback.services.corrections import ReasonNeeded, flag_answer, unflag_answer
from feedback.views.tabs import feedback_tabs
from lib.local_text import local

PAGE = 50


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One response in the list: its score, its group and its words."""

    response: Response
    score: int | None
    group: str
    words: list[str]


@needs(Can.READ_ANSWERS)
@require_safe
def answer_list(request: MemberRequest, slug: str) -> HttpResponse:
    """The latest answers, as the filters in the address want them."""
    form = InboxForm(request.GET or {})
    found = inbox(wanted=form.wanted, viewer=request.viewer, after=_position(request), limit=PAGE + 1)
    page = found[:PAGE]
    given = given_answers(page, viewer=request.viewer)
    context = {
        "form": form,
        "rows": [_row(response, given[response.pk]) for response in page],
        "older": _address(request, page[-1]) if len(found) > PAGE else "",
        "newest": request.path if request.GET.get("cursor") else "",
        "tabs": feedback_tabs(request, "answers"),
    }
    return render(request, "feedback/answers.html", context)


def _row(response: Response, given: Sequence[Given]) -> InboxRow:
    main = next((answer for answer in given if answer.question_id == response.survey.main_nps_id), None)
    score = main.value if main else None
    return InboxRow(response, score, _group(score), [answer.text for answer in given if answer.text])


def _group(score: int | None) -> str:
    if score is None:
        return ""
    return "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"


def _address(request: MemberRequest, last: Response) -> str:
    query = request.GET.copy()
    query["cursor"] = base64.urlsafe_b64encode(f"{last.updated_at.isoformat()}|{last.pk}".encode()).decode()
    return f"{request.path}?{query.urlencode()}"


def _position(request: MemberRequest) -> Position | None:
    """The place in the list that the address names; an unreadable one is the beginning."""
    try:
        at, _bar, pk = base64.urlsafe_b64decode(request.GET.get("cursor", "")).decode().partition("|")
        position = datetime.fromisoformat(at), int(pk)
    except (ValueError, binascii.Error):
        return None
    return position if position[0].tzinfo and 0 <= position[1] < 2**63 else None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One question of a response with its answer in words."""

    question: str
    value: str
    note: str
    is_words: bool


@needs(Can.READ_ANSWERS)
@require_safe
def answer_page(request: MemberRequest, slug: str, answer: UUID) -> HttpResponse:
    """One response: what was answered, when and where, and what was changed."""
    response = _response(request, answer)
    given = given_answers([response], viewer=request.viewer)[response.pk]
    questions = plan(response.survey).by_id()
    segments = segments_of([response.profile_id]).get(response.profile_id, {}) if response.profile_id else {}
    context = {
        "response": response,
        "lines": [_line(item, questions.get(item.question_id)) for item in given],
        "segments": named_segments(segments),
        "revisions": Revision.objects.filter(response=response).order_by("-pk").only("at", "actor"),
        "may_flag": request.viewer.can(Can.FLAG_ANSWER),
        "is_flagged": response.not_counted_reason == NotCounted.FLAGGED,
        "shows_words": request.viewer.can(Can.READ_COMMENTS),
        "tabs": feedback_tabs(request, "answers"),
    }
    return render(request, "feedback/answer.html", context)


def _line(given: Given, question: QuestionPlan | None) -> AnswerLine:
    text = (local(question.text) if question else "") or given.code
    if given.missing is not None:
        return AnswerLine(text, str(Missing(given.missing).label), "", is_words=False)
    if given.text is not None:
        return AnswerLine(text, given.text, "", is_words=True)
    if given.options and question:
        labels = [local(question.options[code].label) or code for code in given.options]
        return AnswerLine(text, ", ".join(labels), "", is_words=False)
    if given.kind == "consent":
        return AnswerLine(text, _("yes") if given.value else _("no"), "", is_words=False)
    if given.number is not None:
        return AnswerLine(text, localize(float(f"{given.number:.12g}")).removesuffix(".0"), "", is_words=False)
    return AnswerLine(text, str(given.plain), _scale_note(given, question), is_words=False)


def _scale_note(given: Given, question: QuestionPlan | None) -> str:
    scales: list[ScalePlan] = [scale for _first, scale in question.scales] if question else []
    scale = next((scale for scale in scales if scale.id == given.scale_id), None)
    if scale is None:
        return ""
    bounds = _("scale %(low)s–%(high)s") % {"low": scale.minimum, "high": scale.maximum}
    word = local(scale.labels.get(str(given.value)))
    return f"{word}, {bounds}" if word else bounds


@needs(Can.FLAG_ANSWER)
@require_POST
def answer_flag(request: MemberRequest, slug: str, answer: UUID) -> HttpResponse:
    """Leave an answer out of the figures for a reason, or count it again."""
    response = _response(request, answer)
    change = {
        "organisation": request.organisation,
        "response": response,
        "reason": request.POST.get("reason", "").replace("\x00", "")[:500],
        "actor": request.viewer.actor,
        "now": timezone.now(),
    }
    _flag(request, request.POST.get("flag") == "off", change)
    return redirect("feedback:answer", slug=slug, answer=answer)


def _flag(request: MemberRequest, off: bool, change: dict[str, Any]) -> None:
    if off:
        unflag_answer(**change)
        messages.success(request, _("The answer counts again."))
        return
    try:
        flag_answer(**change)
    except ReasonNeeded:
        messages.error(request, _("Say why the answer is suspect."))
    else:
        messages.success(request, _("The answer is left out of the figures."))


def _response(request: MemberRequest, public_id: UUID) -> Response:
    response = find_response(public_id=public_id, viewer=request.viewer)
    if response is None or response.deleted_at:
        raise Http404
    return response

"""The survey page `/s/<code>`: one page on a phone, without an account, a cookie or a script that must load.

GET and HEAD show and never record. The page carries a one-time token that becomes the response's external id, so a
page sent twice is one response. The way back to correct it is signed into the address of the thank-you page.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import public
from accounts.preferences import THEME_COOKIE
from accounts.rest import Problem
from accounts.viewer import Viewer
from feedback.answers.faults import Rejected
from feedback.answers.filling import zone
from feedback.forms.answering import AnsweringForm
from feedback.models import CollectionPoint, Response
from feedback.queries.answers import own_response, own_texts
from feedback.queries.plans import plan
from feedback.queries.surveys import point_of_code
from feedback.services.respondents import CORRECTION_DAYS, CORRECTION_WINDOW, answer_at_point, may_correct
from feedback.services.surveys import is_taking_answers
from feedback.views.strangers import check_answers_rate, check_wrong_codes, language_of
from lib.kept_pages import kept_page

_TOKEN = re.compile(r"[0-9a-f]{32}")
_SALT = "feedback.own-response"


def _point_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the collection point, and the page the reader's language."""

    @never_cache
    @wraps(view)
    def with_point(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponse:
        try:
            point = _point(request, code)
        except Problem as problem:
            return _wait(request, problem)
        language = language_of(request, point.organisation)
        with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
            return view(request, point, **kwargs)

    return with_point


def _point(request: HttpRequest, code: str) -> CollectionPoint:
    """The point behind a printed code.

    :raises Http404: there is none
    :raises Problem: too many codes were tried
    """
    point = point_of_code(code) if getattr(request, "organisation", None) else None
    if point is None:
        check_wrong_codes(request, timezone.localdate())
        raise Http404
    return point


@csrf_exempt
@public("customers answer without an account; the code is the credential, no cookie is read")
@require_http_methods(["GET", "HEAD", "POST"])
@_point_page
def survey_page(request: HttpRequest, point: CollectionPoint) -> HttpResponse:
    """The questions; sent, they become one response."""
    if not _is_open(point):
        return _closed(request, point)
    today = _today(point)
    if request.method != "POST":
        return _unanswered(request, point, today)
    form = AnsweringForm.posted(plan(point.survey), request.POST, today=today)
    sent = request.POST.get("token", "")
    token = sent if _TOKEN.fullmatch(sent) else secrets.token_hex(16)
    return _take(request, point, form, token)


def _unanswered(request: HttpRequest, point: CollectionPoint, today: date) -> HttpResponse:
    """The questions without answers, which are the same for everybody but for the one-time token."""

    def make() -> HttpResponse:
        form = AnsweringForm.of(plan(point.survey), today=today)
        return _ask(request, point, form, token=secrets.token_hex(16))

    if request.COOKIES.keys() & {settings.SESSION_COOKIE_NAME, "messages"}:  # it may show what somebody is told
        return make()
    page = kept_page(request, _tag(request, point, today), make)
    page.headers["Content-Language"] = translation.get_language() or "en"
    return page


def _tag(request: HttpRequest, point: CollectionPoint, today: date) -> str:
    """Everything the questions and the page round them are made of."""
    version, organisation = point.survey.version, point.organisation
    rows = (point, point.survey, point.survey.comment, version, version.instrument)
    shown = [[getattr(row, field.attname) for field in row._meta.concrete_fields] for row in rows if row]
    frame = (organisation.name, organisation.language_codes, organisation.accent, organisation.sample_notice)
    return repr((shown, frame, today, translation.get_language(), request.COOKIES.get(THEME_COOKIE)))


@csrf_exempt
@public("customers correct their own answer for a week; the signed address is the credential")
@require_http_methods(["GET", "HEAD", "POST"])
@_point_page
def correct_page(request: HttpRequest, point: CollectionPoint, own: str) -> HttpResponse:
    """The questions as they were answered, to be changed."""
    response, viewer = _own(point, own)
    if not _is_open(point) or not may_correct(response, timezone.now()):
        return _closed(request, point)
    today = response.answered_on or _today(point)
    if request.method != "POST":
        given = own_texts(response, viewer=viewer)
        form = AnsweringForm.of(plan(point.survey), today=today, given=given)
        return _ask(request, point, form, token=response.external_id)
    form = AnsweringForm.posted(plan(point.survey), request.POST, today=today)
    return _take(request, point, form, response.external_id)


@public("thanks for an answer; the signed address is the credential")
@require_safe
@_point_page
def thanks_page(request: HttpRequest, point: CollectionPoint, own: str) -> HttpResponse:
    """Thanks, and the way back to correct the answer."""
    response, _viewer = _own(point, own)
    correctable = _is_open(point) and may_correct(response, timezone.now())
    context = {
        "again": "again" in request.GET,
        "correct": _address("survey_correct", request, point, own=own) if correctable else "",
        "another": _address("survey_page", request, point) if _is_open(point) else "",
        "days": CORRECTION_DAYS,
    }
    return _show(request, "feedback/public/thanks.html", point, context)


def _take(request: HttpRequest, point: CollectionPoint, form: AnsweringForm, token: str) -> HttpResponse:
    """Store what was sent, or show it again with what is wrong."""
    try:
        check_answers_rate(request, point.code, timezone.localdate())
    except Problem as problem:
        form.error = _("Many people are answering right now. Your answers are kept here and sent again in a moment.")
        wait = _seconds(problem)
        page = _ask(request, point, form, token=token, status=429, retry=wait)
        page.headers["Retry-After"] = wait
        return page
    if form.requires_more():
        return _ask(request, point, form, token=token, status=422)
    try:
        recorded = answer_at_point(
            point=point,
            token=token,
            answers=form.answers,
            language=translation.get_language() or "",
            now=timezone.now(),
        )
    except Rejected as rejected:
        form.show(rejected.faults)
        return _ask(request, point, form, token=token, status=422)
    own = signing.dumps(str(recorded.response.public_id), salt=_SALT)
    again = {} if recorded.created else {"again": "1"}
    response = HttpResponseRedirect(_address("survey_thanks", request, point, again, own=own))
    response.status_code = 303
    return response


def _own(point: CollectionPoint, own: str) -> tuple[Response, Viewer]:
    """The response that a signed address belongs to, and its respondent.

    :raises Http404: the address is not ours, is too old, or leads elsewhere
    """
    try:
        public_id = UUID(signing.loads(own, salt=_SALT, max_age=CORRECTION_WINDOW))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    viewer = Viewer.of_point(point.organisation, actor=str(public_id))
    response = own_response(public_id=public_id, viewer=viewer)
    if response is None or response.survey_id != point.survey_id:
        raise Http404
    return response, viewer


def _is_open(point: CollectionPoint) -> bool:
    return is_taking_answers(point.survey, [point], _today(point))


def _today(point: CollectionPoint) -> date:
    return timezone.localdate(timezone=zone(point.organisation.time_zone))


def _ask(
    request: HttpRequest, point: CollectionPoint, form: AnsweringForm, *, token: str, status: int = 200, retry: str = ""
) -> HttpResponse:
    context = {"form": form, "token": token, "retry": retry}
    return _show(request, "feedback/public/survey.html", point, context, status)


def _closed(request: HttpRequest, point: CollectionPoint) -> HttpResponse:
    return _show(request, "feedback/public/closed.html", point, {}, 410)


def _show(
    request: HttpRequest, template: str, point: CollectionPoint, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    page = {
        "point": point,
        "survey": point.survey,
        "organisation": point.organisation,
        "language": translation.get_language(),
        "languages": point.organisation.language_codes,
    }
    response = render(request, template, page | context, status=status)
    response.headers["Content-Language"] = translation.get_language() or "en"
    return response


def _wait(request: HttpRequest, problem: Problem) -> HttpResponse:
    response = render(request, "feedback/public/wait.html", status=429)
    response.headers["Retry-After"] = _seconds(problem)
    return response


def _seconds(problem: Problem) -> str:
    return (problem.headers or {}).get("Retry-After", "60")


def _address(
    name: str, request: HttpRequest, point: CollectionPoint, said: Mapping[str, str] | None = None, **own: str
) -> str:
    """An address of the point's; the language that was asked for stays."""
    asked = request.GET.get("lang", "")
    language = {"lang": asked} if asked in point.organisation.language_codes else {}
    address = reverse(f"feedback:{name}", kwargs={"code": point.code, **own})
    query = urlencode({**(said or {}), **language})
    return f"{address}?{query}" if query else address

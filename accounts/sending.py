"""Forms as they were sent: from which page, with which words, and whether the same one came before."""

import functools
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from operations.services import lead_once

SAME_WITHIN = timedelta(minutes=10)
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 (the name of a field)

View = Callable[..., HttpResponse]


def page_of(request: HttpRequest) -> str:
    """The page asked for; for a form that was sent, the page on which it stood, where the browser tells."""
    here = request.get_full_path()
    if request.method in ("GET", "HEAD"):
        return here
    told = urlsplit(request.headers.get("Referer", ""))
    page = told._replace(scheme="", netloc="").geturl()
    is_ours = told.netloc == request.get_host() and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if is_ours else here


def is_sent_from_here(request: HttpRequest) -> bool:
    """Whether the browser vouches that one of our own pages sent the form."""
    origin = request.headers.get("Origin")
    if origin:
        return urlsplit(origin).netloc == request.get_host()
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def sent_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of a form as it was sent, without its token and without passwords."""
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN and "password" not in name
    ]


def once(view: View) -> View:
    """For pages that make something: the same form, sent twice within ten minutes, makes one thing.

    The second time leads to where the first one led. A form that was not taken may be sent again as often as needed.
    """

    @functools.wraps(view)
    def answered(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        made: list[HttpResponse] = []

        def make() -> str:
            made.append(view(request, *args, **kwargs))
            return made[0].url if isinstance(made[0], HttpResponseRedirect) else ""

        led = lead_once(
            organisation=request.organisation,
            owner=request.viewer.actor,
            key=_key(request),
            within=SAME_WITHIN,
            act=make,
        )
        if made:
            return made[0]
        messages.info(request, _("The same came twice; it is taken once."))
        return redirect(led)

    return answered


def _key(request: HttpRequest) -> str:
    """The same for the same words sent to the same address."""
    files = [(name, one.name, one.size) for name, several in request.FILES.lists() for one in several]
    sent = json.dumps([request.path, sorted(sent_fields(request)), sorted(files, key=str)])
    return f"form:{hashlib.sha256(sent.encode()).hexdigest()}"

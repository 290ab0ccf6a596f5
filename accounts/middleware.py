"""Opens an organisation's scope for a request and lets in whom the view's policy admits.

The outsider gets 404, the insider without the right 403, the stranger the sign-in page. Views that declare no policy
are refused. Scopes open here, in jobs and in tests, nowhere else.
"""

import base64
import binascii
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from structlog.contextvars import bind_contextvars

from accounts import doors
from accounts.models import ApiKey
from accounts.policy import Audience, Policy, policy_of
from accounts.problems import problem, scope_missing
from accounts.roles import SECOND_FACTOR_ROLES
from accounts.sending import page_of
from accounts.services.keys import note_use
from accounts.viewer import Viewer
from organisations.doors import organisation_by_public_code, organisation_by_slug
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

# Kinds of public codes by the first word of their address.
PUBLIC_KINDS = {
    "s": "survey",
    "r": "token",
    "k": "kiosk",
    "w": "widget",
    "v": "reviews",
    "u": "unsubscribe",
    "invitation": "invitation",
}
# Where no session is looked at: programs bring a key, strangers a code.
WITHOUT_SESSION = {"api", "static", *PUBLIC_KINDS} - {"invitation"}


def looks_at_session(request: HttpRequest) -> bool:
    """Whether the address may depend on who has signed in; the doors of programs and strangers read no cookie."""
    return request.path_info.lstrip("/").partition("/")[0] not in WITHOUT_SESSION


class UndeclaredView(RuntimeError):
    """A view was reached that says nothing about who may use it."""


class LanguageMiddleware:
    """Answers a person who signed in, in the language they chose, on whatever device."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if looks_at_session(request) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class OrganisationMiddleware:
    """Finds the organisation by address, key or public code and keeps its scope open while the view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = None  # type: ignore[attr-defined]
        request.viewer = None  # type: ignore[attr-defined]
        request.engagement = None  # type: ignore[attr-defined]
        first, _slash, rest = request.path_info.lstrip("/").partition("/")
        if first == "api":
            return self._with_key(request)
        try:
            organisation = self._organisation(first, rest.partition("/")[0])
        except Http404:
            organisation = None
        request.organisation = organisation  # type: ignore[attr-defined]
        return self._inside(organisation, request)

    def _inside(self, organisation: Organisation | None, request: HttpRequest) -> HttpResponse:
        """Answer inside the scope and by the organisation's clock.

        Where the scope is a transaction, a failed request leaves nothing behind.
        """
        with _scope(organisation), _clock(organisation):
            response = self.get_response(request)
            if organisation and response.status_code >= 500 and connection.vendor == "postgresql":
                transaction.set_rollback(True)
            return response

    def _organisation(self, first: str, name: str) -> Organisation | None:
        if first == "o":
            return organisation_by_slug(name)
        if first in PUBLIC_KINDS:
            return organisation_by_public_code(code=unquote(name), kind=PUBLIC_KINDS[first])
        return None

    def _with_key(self, request: HttpRequest) -> HttpResponse:
        secret = _secret(request)
        key: ApiKey | None = None
        if secret:
            key = doors.api_key_of(secret=secret, now=timezone.now())
            if key is None:
                return _ask_for_key(problem("key_unknown", 401))
            note_use(key=key, today=timezone.now().date())
        request.api_key = key  # type: ignore[attr-defined]
        request.organisation = key.organisation if key else None  # type: ignore[attr-defined]
        if key:
            _let_in(request, Viewer.of_key(key))
        return self._inside(key.organisation if key else None, request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        policy = policy_of(view)
        if policy is None:
            raise UndeclaredView(f"{view!r} declares no policy (accounts.policy)")
        if policy.audience is Audience.PUBLIC:
            return None
        if policy.audience is Audience.KEYS:
            return _admit_key(request, policy, view)
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return _admit_member(request, policy) if policy.audience is Audience.MEMBERS else None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; it leads back, and says that the session ended and a form sent since is not stored."""
    answer = redirect_to_login(page_of(request))
    has_ended = settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.is_empty()
    if request.method not in ("GET", "HEAD"):
        answer["Location"] += "&sent=1"
    elif has_ended:
        answer["Location"] += "&ended=1"
    return answer


def _admit_key(request: HttpRequest, policy: Policy, view: Any) -> HttpResponse | None:
    viewer: Viewer | None = request.viewer  # type: ignore[attr-defined]
    if viewer is None:
        return _ask_for_key(problem("key_missing", 401))
    if policy.admits(viewer.capabilities):
        return None
    needs = getattr(getattr(view, "cls", None), "needs", {})
    return scope_missing(needs.get(request.method, policy.capabilities))


def _admit_member(request: HttpRequest, policy: Policy) -> HttpResponse | None:
    organisation: Organisation | None = request.organisation  # type: ignore[attr-defined]
    membership = organisation and doors.membership_of(
        user=request.user,  # type: ignore[arg-type]
        organisation=organisation,
        today=timezone.localdate(),
    )
    if not organisation or not membership:
        raise Http404("no such organisation")
    viewer = Viewer.of_membership(membership)
    _let_in(request, viewer)
    if _second_factor_is_due(request, viewer, organisation):
        return redirect(reverse("mfa_activate_totp"))
    if not policy.admits(viewer.capabilities):
        raise PermissionDenied
    return None


def _let_in(request: HttpRequest, viewer: Viewer) -> None:
    """The viewer is known from here on, to the view and to the log."""
    request.viewer = viewer  # type: ignore[attr-defined]
    bind_contextvars(actor=viewer.actor)


def _second_factor_is_due(request: HttpRequest, viewer: Viewer, organisation: Organisation) -> bool:
    if organisation.is_demo or not viewer.roles & SECOND_FACTOR_ROLES:
        return False
    from allauth.mfa.utils import is_mfa_enabled

    return not is_mfa_enabled(request.user)


def _scope(organisation: Organisation | None) -> AbstractContextManager[None]:
    return organisation_scope(organisation) if organisation else nullcontext()


def _clock(organisation: Organisation | None) -> AbstractContextManager[None]:
    if not organisation:
        return nullcontext()
    try:
        return timezone.override(ZoneInfo(organisation.time_zone))
    except (KeyError, ValueError):  # the machine's database of times does not know it
        return nullcontext()


def _secret(request: HttpRequest) -> str:
    """The key in the header: `Bearer KEY`, or Basic with the key as user name (for spreadsheets)."""
    kind, _blank, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return value.strip()
    if kind.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return "unreadable"
    return ""


def _ask_for_key(response: HttpResponse) -> HttpResponse:
    response["WWW-Authenticate"] = 'Basic realm="API key", charset="UTF-8"'
    return response

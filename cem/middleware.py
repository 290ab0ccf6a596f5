"""Headers that every page carries, and the two ends of a session."""

import time
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CheckableLazyObject, CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from accounts.middleware import looks_at_session

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
PRIVATE = "private, no-store"
NOTE_EVERY_SECONDS = 60
_NONCE = "the-nonce-of-this-page"


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp's; each policy is put together once, and only its nonce is new in every page."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self._kept: dict[str, str] = {}

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG:
            return super().process_response(request, response)
        parts = self.get_policy_parts(request, response)
        if not getattr(response, "_csp_exempt", False):
            response.headers.setdefault(HEADER, self._policy(parts))
        if parts.nonce is None:
            request.csp_nonce = CheckableLazyObject(self._csp_nonce_post_response)  # type: ignore[attr-defined]
        return response

    def _policy(self, parts: PolicyParts) -> str:
        asked = repr((parts.config, parts.update, parts.replace, parts.nonce is None))
        policy = self._kept.get(asked)
        if policy is None:
            nonce = parts.nonce and _NONCE
            policy = self._kept[asked] = build_policy(parts.config, parts.update, parts.replace, nonce)
        return policy.replace(_NONCE, parts.nonce) if parts.nonce else policy


class PageHeadersMiddleware:
    """Keeps what a signed-in person or a key reads out of every cache, and sensors away from every page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if not looks_at_session(request):
            if getattr(request, "viewer", None):
                response.headers.setdefault("Cache-Control", PRIVATE)
        elif hasattr(request, "user") and request.user.is_authenticated:
            response.headers["Cache-Control"] = PRIVATE
        return response


class SessionLimitsMiddleware:
    """Ends a session twelve hours after it began, or three hours after its last page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not looks_at_session(request):
            return self.get_response(request)
        now = int(time.time())
        session = request.session
        if _is_over(session, now):
            session.flush()
        elif session.get("_auth_user_id") and now - session.get("seen_at", 0) >= NOTE_EVERY_SECONDS:
            session.setdefault("began_at", now)
            session["seen_at"] = now
        return self.get_response(request)


def _is_over(session: SessionBase, now: int) -> bool:
    if "seen_at" not in session:
        return False
    idle = now - session["seen_at"]
    age = now - session.get("began_at", session["seen_at"])
    return bool(idle > settings.SESSION_IDLE_SECONDS or age > settings.SESSION_LONGEST_SECONDS)

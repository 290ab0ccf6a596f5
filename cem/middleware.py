"""Headers that every page carries, and the two ends of a session."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "accelerometer=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
NOTE_EVERY_SECONDS = 60


class PageHeadersMiddleware:
    """Keeps what a signed-in person or a key reads out of every cache, and sensors away from every page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            response.headers["Cache-Control"] = "private, no-store"
        return response


class SessionLimitsMiddleware:
    """Ends a session twelve hours after it began, or three hours after its last page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
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

"""Addresses about the installation itself: its health, and its unexpected errors."""

import sys
import uuid

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from accounts.policy import public
from accounts.problems import problem
from accounts.sending import is_sent_from_here, page_of, sent_fields
from cem.versions import versions

RETRY_AFTER = "5"


@public("asked by supervisors and balancers; says versions only")
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 once the database answers and holds every migration, else 503 with the reason."""
    reason = _reason_not_to_serve()
    if reason:
        return JsonResponse({"status": reason, **versions()}, status=503, headers={"Retry-After": "2"})
    return JsonResponse({"status": "ok", **versions()})


_migrated = False


def _reason_not_to_serve() -> str:
    global _migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated:
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "the database does not answer"
    return "" if _migrated else "the database waits for migrations"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of an address that is not there; a problem document for programs."""
    if request.path_info.startswith("/api/"):
        return problem("not_found", 404)
    return page_not_found(request, exception)


def not_taken(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page of a form without the token of this sign-in, such as one from before signing in again elsewhere.

    What was typed is given back, to copy or to send again; only where our own page sent it, so that nobody is led to
    confirm what another site wrote.
    """
    gives_back = request.user.is_authenticated and request.path.startswith("/o/") and is_sent_from_here(request)
    fields = sent_fields(request) if gives_back else []
    shown = {
        "page": page_of(request) if request.path.startswith("/o/") else "",
        "fields": fields,
        "texts": [value for _name, value in fields if " " in value.strip()],
        "had_files": bool(request.FILES),
    }
    return render(request, "403_csrf.html", shown, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an unexpected error, with the id under which the log holds it.

    503 where the database is away, full or busy for too long: nothing was stored, and trying again is right.
    """
    error_id = structlog.contextvars.get_contextvars().get("request_id") or str(uuid.uuid4())
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    code, status = ("unavailable", 503) if is_away else ("unexpected", 500)
    if request.path_info.startswith("/api/"):
        answer = problem(code, status, id=error_id)
    else:
        answer = render(request, "500.html", {"error_id": error_id, "status": status}, status=status)
    if is_away:
        answer.headers["Retry-After"] = RETRY_AFTER
    return answer

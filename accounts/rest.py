"""What all addresses of the API share: the key, the rights, problem documents, pages of rows, entity tags, limits.

A class says in `needs` which capabilities each method asks for; a key holding any one of them is let in:

    class Figures(ApiView):
        needs = {"GET": (Can.READ_FIGURES,)}
"""

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.views import APIView

from accounts.policy import Audience, Policy
from accounts.problems import problem, scope_missing
from accounts.roles import Can, scopes_for
from accounts.viewer import Viewer
from organisations.models import Organisation

MAXIMUM_PAGE = 500


class KeyHolder:
    """What stands in `request.user` for a program: the viewer behind its key."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.pk = viewer.actor


class KeyAuthentication(BaseAuthentication):
    """Reads what the middleware resolved; session cookies do not open the API."""

    def authenticate(self, request: Request) -> tuple[KeyHolder, None] | None:
        viewer = getattr(request._request, "viewer", None)
        return (KeyHolder(viewer), None) if viewer else None

    def authenticate_header(self, request: Request) -> str:
        return 'Basic realm="API key", charset="UTF-8"'


class KeyScheme(OpenApiAuthenticationExtension):
    """Says in the OpenAPI document how a key is sent."""

    target_class = "accounts.rest.KeyAuthentication"
    name = ["bearerKey", "basicKey"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, str]]:
        return [
            {"type": "http", "scheme": "bearer", "description": _("Authorization: Bearer KEY")},
            {"type": "http", "scheme": "basic", "description": _("The key as user name, the password empty")},
        ]


class KeySchema(AutoSchema):
    """Says in the OpenAPI document which scopes open an address: any one of `x-scopes`."""

    def get_extensions(self) -> dict[str, Any]:
        wanted = getattr(self.view, "needs", {}).get(self.method, ())
        return {**super().get_extensions(), "x-scopes": scopes_for(wanted)}


class Problem(exceptions.APIException):
    """An error that is answered as a problem document.

    :param errors: one mapping for each bad field with `pointer` or `parameter`, `code` and `detail`
    """

    def __init__(
        self,
        code: str,
        status: int = 400,
        *,
        title: str = "",
        detail: str = "",
        errors: list[dict[str, Any]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or title or code, code)
        self.code, self.status_code, self.title = code, status, title
        self.problem_detail, self.errors, self.headers = detail, errors or [], headers


def wanted_of(needs: Mapping[str, tuple[Can, ...]], method: str) -> tuple[Can, ...]:
    """The capabilities of which a method asks for one; what only looks asks for those of GET."""
    return needs.get("GET" if method == "HEAD" else method, ())


def bad_parameter(name: str, detail: str, code: str = "bad_parameter") -> Problem:
    """A 400 that points to one parameter of the query."""
    return Problem(code, 400, detail=detail, errors=[{"parameter": name, "code": code, "detail": detail}])


def all_at_once(found: Sequence[Problem]) -> Problem:
    """One 400 that points to everything that is wrong; `code` is that of the first."""
    errors = [error for one in found for error in one.errors]
    detail = " ".join(dict.fromkeys(one.problem_detail for one in found))
    return Problem(found[0].code, 400, detail=detail, errors=errors)


def answer_problem(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: every expected error as a problem document; the unexpected ones go on to the log."""
    if isinstance(error, Problem):
        return problem(
            error.code,
            error.status_code,
            title=error.title,
            detail=error.problem_detail,
            errors=error.errors,
            headers=error.headers,
        )
    if isinstance(error, Http404 | exceptions.NotFound):
        return problem("not_found", 404)
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return scope_missing(context["view"].wanted)
    if isinstance(error, exceptions.MethodNotAllowed):
        allow = ", ".join(context["view"].allowed_methods)
        return problem("method_not_allowed", 405, headers={"Allow": allow})
    if isinstance(error, exceptions.APIException):
        codes = error.get_codes()
        return problem(codes if isinstance(codes, str) else "invalid", error.status_code, detail=str(error.detail))
    return None


class ApiView(APIView):
    """An address of the API."""

    needs: ClassVar[dict[str, tuple[Can, ...]]] = {}
    policy = Policy(Audience.KEYS)
    authentication_classes = [KeyAuthentication]

    def get_exception_handler(self) -> Callable[..., Any]:
        return answer_problem

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        union = tuple(dict.fromkeys(can for wanted in cls.needs.values() for can in wanted))
        cls.policy = Policy(Audience.KEYS, union)

    @property
    def viewer(self) -> Viewer:
        viewer: Viewer = self.request._request.viewer  # type: ignore[attr-defined]
        return viewer

    @property
    def organisation(self) -> Organisation:
        organisation: Organisation = self.request._request.organisation  # type: ignore[attr-defined]
        return organisation

    @property
    def wanted(self) -> tuple[Can, ...]:
        """The capabilities of which this call asks for one."""
        return wanted_of(self.needs, str(self.request.method))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.wanted and not any(self.viewer.can(capability) for capability in self.wanted):
            raise PermissionDenied
        check_rate(f"key:{self.viewer.actor}", limit=settings.API_CALLS_A_MINUTE)


def check_rate(name: str, *, limit: int, seconds: int = 60) -> None:
    """Count one call under a name.

    :param limit: calls allowed in each window of `seconds`; 0 means no limit
    :raises Problem: 429 with Retry-After, when there were more
    """
    if not limit:
        return
    window = int(time.time()) // seconds
    cell = f"rate:{hashlib.sha256(name.encode()).hexdigest()[:32]}:{window}"
    cache.add(cell, 0, seconds * 2)
    try:
        calls = cache.incr(cell)
    except ValueError:  # the cell fell out of the cache between the two calls
        return
    if calls > limit:
        wait = (window + 1) * seconds - int(time.time())
        raise Problem("too_many_requests", 429, detail=_("Too many requests. Please wait."),
                      headers={"Retry-After": str(max(wait, 1))})  # fmt: skip


def page_limit(request: HttpRequest | Request) -> int:
    """The wanted number of rows on a page: `limit`, 1…500, 500 when not given.

    :raises Problem: it is something else
    """
    raw = request.GET.get("limit", "")
    if not raw:
        return MAXIMUM_PAGE
    if not (raw.isascii() and raw.isdigit() and 1 <= int(raw[:6]) <= MAXIMUM_PAGE):
        raise bad_parameter("limit", _("limit is a whole number from 1 to 500."))
    return int(raw)


def next_address(request: HttpRequest | Request, cursor: str) -> str:
    """The address of the page after this one."""
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def entity_tag(*parts: object) -> str:
    """A strong entity tag made of whatever the answer depends on."""
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def not_modified(request: HttpRequest | Request, tag: str) -> HttpResponse | None:
    """304 when the client's `If-None-Match` names the tag, else nothing."""
    named = {candidate.strip().removeprefix("W/") for candidate in request.headers.get("If-None-Match", "").split(",")}
    return HttpResponse(status=304, headers={"ETag": tag}) if tag in named or "*" in named else None


def both(route: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """The address with and without its trailing slash; both answer alike, without a redirect."""
    bare = route.rstrip("/")
    return [path(f"{bare}/", view, name=name), path(bare, view, name=f"{name}-bare")]


def without_bare(endpoints: list[Any]) -> list[Any]:
    """For the OpenAPI document: name each address once, with its slash (or its file ending)."""
    named = {entry[0] for entry in endpoints}
    return [entry for entry in endpoints if f"{entry[0]}/" not in named]

"""Errors of the API as problem documents (RFC 9457), each with a stable code."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Can, scopes_for

TITLES = {
    "key_missing": gettext_lazy("This address needs an API key."),
    "key_unknown": gettext_lazy("This API key is not known, has expired or was withdrawn."),
    "scope_missing": gettext_lazy("This API key does not carry the scope that this address needs."),
    "not_found": gettext_lazy("There is nothing at this address."),
    "method_not_allowed": gettext_lazy("This address does not answer to this method."),
    "unexpected": gettext_lazy("Something went wrong here. The error is noted under the id."),
}


def scope_missing(wanted: Iterable[Can]) -> HttpResponse:
    """The 403 of a key that may not do any of what is wanted; `scopes` names those of which one would do."""
    scopes = scopes_for(wanted)
    detail = _("Use a key with one of these scopes: %(scopes)s.") % {"scopes": ", ".join(scopes)} if scopes else ""
    return problem("scope_missing", 403, detail=detail, scopes=scopes)


def problem(
    code: str,
    status: int,
    *,
    title: str = "",
    detail: str = "",
    errors: Sequence[Mapping[str, Any]] = (),
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """A problem document.

    :param code: stable name of the error, for programs
    :param errors: one mapping for each bad field: `pointer` (JSON pointer) or `parameter`, `code`, `detail`
    """
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": str(title or TITLES.get(code) or _("The request could not be answered.")),
        "status": status,
        "code": code,
    }
    if detail:
        body["detail"] = detail
    if errors:
        body["errors"] = list(errors)
    body |= more
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json", headers=headers
    )

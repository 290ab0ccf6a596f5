"""What programs send, read strictly: JSON bodies, and words, flags and days in the query."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from rest_framework.request import Request

from accounts.rest import Problem, bad_parameter
from lib.strict_json import BadJson, parse

LARGEST_BODY = 10 * 1024 * 1024


def read_json(request: HttpRequest) -> Any:
    """The JSON value of a request's body.

    :raises Problem: 400, 413 or 415
    """
    if request.content_type != "application/json":
        raise Problem("media_type", 415, detail=_("Send application/json."))
    try:
        return parse(request.body, largest=LARGEST_BODY)
    except (RequestDataTooBig, RawPostDataException):
        raise Problem("json_too_large", 413, detail=_("The body is larger than 10 MB.")) from None
    except BadJson as error:
        status = 413 if error.code == "json_too_large" else 400
        raise Problem(error.code, status, detail=_("The body is no JSON that can be taken.")) from None


def one_word(request: Request, name: str, words: Sequence[str]) -> str:
    """One of a few words in the query; the first when it is not given.

    :raises Problem: it is another one
    """
    value = request.GET.get(name, words[0])
    if value not in words:
        raise bad_parameter(name, _("One of: %(words)s.") % {"words": ", ".join(words)})
    return value


def yes_or_no(request: Request, name: str) -> bool:
    """A flag in the query; false when it is not given.

    :raises Problem: it is neither true nor false
    """
    return one_word(request, name, ("false", "true")) == "true"


def one_text(request: Request, name: str, *, longest: int = 200) -> str:
    """Words to look for; empty when they are not given.

    :raises Problem: they are too long, or cannot be looked for
    """
    text = request.GET.get(name, "")
    if len(text) > longest or "\x00" in text:
        raise bad_parameter(name, _("At most %(most)s characters.") % {"most": longest})
    return text


def one_day(request: Request, name: str) -> date | None:
    """A day; none when it is not given.

    :raises Problem: it is no day
    """
    text = request.GET.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise bad_parameter(name, _("Write the day as 2026-11-30.")) from None

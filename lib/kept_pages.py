"""Whole pages kept by this process for as long as nothing they show has changed.

What must differ each time, such as form tokens and the nonce of the policy, is a hole in the kept page: it is left out
when the page is kept and filled when the page is served.
"""

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

_MOST_BYTES = 12 * 1024 * 1024
_HOLES = re.compile(
    rb'(?:(?<=name="csrfmiddlewaretoken" value=")(?P<form>[^"]*)'
    rb'|(?<=nonce=")(?P<nonce>[^"]*)|(?<=name="token" value=")(?P<once>[^"]*))'
)
_FILLINGS: Mapping[str, Callable[[HttpRequest], str]] = {
    "form": get_token,
    "nonce": lambda request: str(request.csp_nonce),  # type: ignore[attr-defined]
    "once": lambda request: secrets.token_hex(16),
}

# A page is its parts: bytes, and between them the names of holes.
_Parts = Sequence[bytes | str]
_kept: OrderedDict[str, _Parts] = OrderedDict()
_sizes: dict[str, int] = {}
_lock = threading.Lock()


def kept_page(request: HttpRequest, tag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page kept under its tag, else the page made now, which is kept.

    :param tag: changes with everything the page shows: its rows, the reader, the language, the look
    """
    with _lock:
        parts = _kept.get(tag)
        if parts is not None:
            _kept.move_to_end(tag)
    if parts is None:
        made = make()
        if made.status_code == 200 and not settings.DEBUG:
            _keep(tag, made.content)
        return made
    return HttpResponse(_filled(parts, request))


def _keep(tag: str, page: bytes) -> None:
    """Keep it; the pages longest unseen make room."""
    parts = _parted(page)
    with _lock:
        _kept[tag], _sizes[tag] = parts, len(page)
        while sum(_sizes.values()) > _MOST_BYTES:
            oldest, _parts_of_it = _kept.popitem(last=False)
            del _sizes[oldest]


def _parted(page: bytes) -> _Parts:
    parts: list[bytes | str] = []
    start = 0
    for hole in _HOLES.finditer(page):
        parts += [page[start : hole.start()], str(hole.lastgroup)]
        start = hole.end()
    return [*parts, page[start:]]


def _filled(parts: _Parts, request: HttpRequest) -> bytes:
    names = {part for part in parts if isinstance(part, str)}
    values = {name: _FILLINGS[name](request).encode() for name in names}
    return b"".join([values[part] if isinstance(part, str) else part for part in parts])

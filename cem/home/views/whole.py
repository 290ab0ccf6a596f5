"""A whole page kept for a reader as long as nothing it shows has changed.

What must differ each time, the form tokens and the nonce of the policy, is left out when the page is kept and put in
when it is served.
"""

import re
from collections.abc import Callable

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token

KEPT_SECONDS = 60 * 60
_TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
_NONCE = re.compile(r'(nonce=")[^"]*')


def kept_page(request: HttpRequest, tag: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page under its tag from the cache, else made now and kept.

    :param tag: changes with everything the page shows, the reader and the session included
    """
    html: str | None = cache.get(f"page:{tag}")
    if html is None:
        made = make()
        html = _NONCE.sub(r"\1", _TOKEN.sub(r"\1", made.content.decode()))
        cache.set(f"page:{tag}", html, KEPT_SECONDS)
        return made
    served = _TOKEN.sub(rf"\g<1>{get_token(request)}", html)
    return HttpResponse(_NONCE.sub(rf"\g<1>{request.csp_nonce}", served))  # type: ignore[attr-defined]

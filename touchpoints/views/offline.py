"""What a member may keep on their own device: the promise and the published scripts, on one page without frame.

Nothing is kept unless the member says that the device is theirs alone. `static/js/offline.js` fetches the list and puts
page and files into the browser's cache under the member's name; `static/js/offline-worker.js` shows the page while the
network is away, and erases it at sign-out and after `KEPT_FOR`.
"""

import re
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import needs, public
from accounts.requests import MemberRequest
from accounts.roles import Can
from brandpromise.queries import approved_promise
from touchpoints.queries import published_scripts
from touchpoints.queries.scripts import validity_of
from touchpoints.views.common import viewer_of

KEPT_FOR = timedelta(days=7)
_IMPORT = re.compile(r'@import url\("([^"]+)"\)')


@needs(Can.READ_SCRIPTS)
@require_safe
def kept(request: MemberRequest, slug: str) -> HttpResponse:
    """The page that is kept: when it was saved, the promise, and the viewer's own scripts."""
    now = timezone.now()
    today = timezone.localdate(now)
    scripts = published_scripts(viewer=viewer_of(request))
    context = {
        "slug": slug,
        "saved_at": now,
        "until": now + KEPT_FOR,
        "promise": approved_promise(),
        "scripts": [(script, validity_of(script, today=today)) for script in scripts],
    }
    response = render(request, "touchpoints/kept.html", context)
    response.headers["Kept-At"] = now.isoformat()
    response.headers["Kept-Until"] = (now + KEPT_FOR).isoformat()
    return response


@needs(Can.READ_SCRIPTS)
@require_safe
def kept_list(request: MemberRequest, slug: str) -> HttpResponse:
    """What the browser puts aside: the page, the files it needs, and whose they are."""
    colour = (request.organisation.accent or "").removeprefix("#").lower()
    files = [static(name) for name in (*_style_sheets(), "js/offline.js", "icons/favicon.svg")]
    if colour:
        files.append(reverse("accent", kwargs={"colour": colour}))
    page = reverse("touchpoints:kept", args=[slug])
    return JsonResponse({"member": viewer_of(request).actor, "page": page, "files": files})


@cache
def _style_sheets() -> tuple[str, ...]:
    """The look's files: the first one imports the others."""
    text = (settings.BASE_DIR / "static/css/app.css").read_text(encoding="utf-8")
    return ("css/app.css", *(f"css/{name}" for name in _IMPORT.findall(text)))


@public("a script like those under /static/; at the root, since a worker serves no address above its own")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Browsers ask for it anew by themselves."""
    return HttpResponse(_worker(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@cache
def _worker() -> str:
    return (settings.BASE_DIR / "static/js/offline-worker.js").read_text(encoding="utf-8")

"""Cards at the counter, to be printed: QR codes that lead staff to the script and to proposing an idea."""

import io

import segno
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints.models import Touchpoint
from touchpoints.queries import readable_script
from touchpoints.queries.touchpoints import touchpoints_of
from touchpoints.views.common import touchpoint_or_404, viewer_of


@needs(Can.READ_SCRIPTS)
@require_safe
def script_card(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """A page to print and put up where staff stand; customers who scan it meet the sign-in page."""
    found = touchpoint_or_404(request, code)
    context = {
        "slug": slug,
        "touchpoint": found,
        "script": readable_script(touchpoint=found, viewer=viewer_of(request)),
        "address": _script_address(slug, found),
    }
    return render(request, "touchpoints/script_card.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def script_qr(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """The QR code as SVG."""
    return _picture(_script_address(slug, touchpoint_or_404(request, code)))


@needs(Can.PROPOSE_IDEA)
@require_safe
def idea_card(request: MemberRequest, slug: str) -> HttpResponse:
    """Cards that ask staff for ideas, a page each: for anywhere, for one touchpoint, or for each of them.

    A touchpoint's card leads to its script too.
    """
    offered, chosen = _touchpoints(request), request.GET.get("touchpoint", "")
    places: list[Touchpoint | None] = [None]
    if chosen:
        places = [one for one in offered if chosen in ("all", one.code)] or [None]
    cards = [(place, _idea_address(slug, place), _script_address(slug, place) if place else "") for place in places]
    context = {
        "slug": slug,
        "cards": cards,
        "offered": offered,
        "chosen": chosen,
    }
    return render(request, "touchpoints/ideas/card.html", context)


@needs(Can.PROPOSE_IDEA)
@require_safe
def idea_qr(request: MemberRequest, slug: str) -> HttpResponse:
    """A QR code that leads to proposing an idea; `?touchpoint=` sets the place, for its counter."""
    found = _touchpoints(request).filter(code=request.GET.get("touchpoint", "")).first()
    return _picture(_idea_address(slug, found))


def _touchpoints(request: MemberRequest) -> QuerySet[Touchpoint]:
    """Those whose script the viewer may read."""
    return touchpoints_of(viewer=viewer_of(request))


def _picture(address: str) -> HttpResponse:
    """The address as a QR code."""
    picture = io.BytesIO()
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=12, border=4)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _script_address(slug: str, touchpoint: Touchpoint) -> str:
    return settings.ADDRESS + reverse("touchpoints:script", args=[slug, touchpoint.code])


def _idea_address(slug: str, touchpoint: Touchpoint | None) -> str:
    place = f"?touchpoint={touchpoint.code}" if touchpoint else ""
    return settings.ADDRESS + reverse("touchpoints:idea_new", args=[slug]) + place

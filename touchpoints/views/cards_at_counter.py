"""The card at the counter: a QR code that leads to the script, to be printed."""

import io

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints.models import Touchpoint
from touchpoints.queries import readable_script
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
        "address": _address(slug, found),
    }
    return render(request, "touchpoints/script_card.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def script_qr(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """The QR code as SVG."""
    picture = io.BytesIO()
    address = _address(slug, touchpoint_or_404(request, code))
    segno.make(address, error="m", micro=False).save(picture, kind="svg", scale=12, border=4)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


def _address(slug: str, touchpoint: Touchpoint) -> str:
    return settings.ADDRESS + reverse("touchpoints:script", args=[slug, touchpoint.code])

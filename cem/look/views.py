"""Addresses of the look."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.policy import public
from cem.frame import frame_of
from cem.look import samples
from lib.chart_pages import chart_page
from lib.charts.colours import accent_css


@public("a style sheet computed from the colour in the address")
@require_safe
def accent(request: HttpRequest, colour: str) -> HttpResponse:
    """The accent in light and dark; the colour is the address, so it never changes."""
    try:
        sheet = accent_css(f"#{colour}")
    except ValueError as error:
        raise Http404(str(error)) from error
    return HttpResponse(
        sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


@chart_page
@public("every component with sample content; while developing only")
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the product on one page, or framed as a phone page or a survey (`?page=`)."""
    if not settings.DEBUG:
        raise Http404("shown while developing only")
    page = request.GET.get("page", "")
    template = {"phone": "styleguide/phone.html", "survey": "styleguide/survey.html"}.get(page, "styleguide/page.html")
    form = samples.SampleForm({"name": "", "amount": "x"}, auto_id="sample_%s") if page != "survey" else None
    shown = {
        "sample": samples, "form": form, "charts": samples.sample_charts(),
        "frame": samples.sample_frame(frame_of(request), request.GET.get("accent", "")),
    }  # fmt: skip
    return render(request, template, shown)

"""My work: the frontline's own page, built for a phone first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints.cards import my_work_cards
from touchpoints.queries import own_touchpoints
from touchpoints.views.common import offered, viewer_of


@needs(Can.USE)
@require_safe
def my_work(request: MemberRequest, slug: str) -> HttpResponse:
    """The promise of the day, my scripts, and the cards of the apps above."""
    context = {
        "slug": slug,
        "now": timezone.localtime(),
        "first_name": viewer_of(request).name.split(" ")[0],
        "name": viewer_of(request).name,
        "cards": my_work_cards(request),
        "learn": offered("training:my_record", slug),
    }
    return render(request, "touchpoints/my_work.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def my_scripts(request: MemberRequest, slug: str) -> HttpResponse:
    """Every script of my touchpoints; `?q=` finds those with these words."""
    words = request.GET.get("q", "").strip()[:200]
    own = own_touchpoints(viewer=viewer_of(request), words=words)
    context = {"slug": slug, "own": own, "words": words, "learn": offered("training:my_record", slug)}
    return render(request, "touchpoints/my_scripts.html", context)

"""Versions of a map: journeys begun, copies drawn, maps locked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.periods import day_of
from programs.engagements import engagement_or_404
from touchpoints import services
from touchpoints.forms.maps import CopyForm, NewJourneyForm
from touchpoints.models import Journey, MapKind
from touchpoints.services import maps
from touchpoints.views.common import languages_of, viewer_of
from touchpoints.views.maps.common import map_address, map_or_404

# What is usually drawn next: the wish from what is, the re-audit from the wish.
_NEXT = {MapKind.AS_IS: MapKind.TO_BE, MapKind.TO_BE: MapKind.REAUDIT, MapKind.REAUDIT: MapKind.TO_BE}


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def journey_new(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """A new journey with its first map."""
    shown = engagement_or_404(request, engagement)
    journeys = Journey.objects.filter(engagement=shown)
    form = NewJourneyForm(request.POST or None, languages=languages_of(request), journeys=journeys)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if journeys.filter(code=told["code"]).exists():
            form.add_error("code", _("There is another journey of this code."))
        else:
            journey = services.create_journey(
                engagement=shown, code=told["code"], name=told["name"], for_whom=told["for_whom"],
                actor=viewer_of(request).actor, **form.place(),
            )  # fmt: skip
            return redirect(map_address(services.ensure_map(journey), editing=True))
    back = reverse("touchpoints:touchpoints", args=[slug, engagement])
    context = {"slug": slug, "engagement": shown, "form": form, "back": back, "heading": _("New journey")}
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """A new version with everything that stands on this one."""
    drawn = map_or_404(request, engagement, key)
    form = CopyForm(request.POST or None, initial={"kind": _NEXT[MapKind(drawn.kind)]})
    if request.method == "POST" and form.is_valid():
        made = maps.copy_map(source=drawn, by=viewer_of(request), **form.cleaned_data)
        return redirect(map_address(made, editing=True))
    context = {
        "slug": slug, "engagement": drawn.journey.engagement, "form": form, "back": map_address(drawn),
        "heading": _("A new version of the map"),
    }  # fmt: skip
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """Ask, then freeze a map with the names and figures of today."""
    drawn = map_or_404(request, engagement, key)
    if request.method != "POST" and not drawn.is_locked:
        context = {"slug": slug, "engagement": drawn.journey.engagement, "drawn": drawn, "back": map_address(drawn)}
        return render(request, "touchpoints/maps/lock.html", context)
    now = timezone.now()
    try:
        maps.lock_map(drawn=drawn, by=viewer_of(request), at=now, today=day_of(now, request.organisation.time_zone))
    except maps.MapLocked:
        messages.error(request, _("The map is locked already."))
    else:
        messages.success(request, _("The map is locked: it is read as it stands now, for ever."))
    return redirect(map_address(drawn))

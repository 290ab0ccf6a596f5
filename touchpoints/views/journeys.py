"""The journey map and its making."""

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from programs.engagements import engagement_or_404
from touchpoints import services
from touchpoints.forms import JourneyForm, PlaceForm, StageForm
from touchpoints.models import Journey, JourneyStage, Placement
from touchpoints.queries import journey_map, journeys_of
from touchpoints.views.common import languages_of, offered, viewer_of


@needs(Can.READ_SCRIPTS)
@require_safe
def touchpoints(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The map of a journey; `?journey=` chooses one, `?edit` shows the tools for those who may use them."""
    shown = engagement_or_404(request, engagement)
    viewer = viewer_of(request)
    view = journey_map(engagement=shown, viewer=viewer, code=request.GET.get("journey", ""))
    may_edit = viewer.can(Can.EDIT_PROGRAMME)
    context = {
        "slug": slug,
        "engagement": shown,
        "map": view,
        "journeys": list(journeys_of(engagement=shown)),
        "figures": offered("metrics:touchpoint_figures", slug) if viewer.can(Can.READ_FIGURES) else "",
        "may_edit": may_edit,
        "is_editing": may_edit and "edit" in request.GET,
    }
    return render(request, "touchpoints/touchpoints.html", context)


def _map_address(slug: str, engagement: str, journey: str) -> str:
    return reverse("touchpoints:touchpoints", args=[slug, engagement]) + f"?journey={journey}&edit=1"


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def journey_new(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """A new journey."""
    shown = engagement_or_404(request, engagement)
    form = JourneyForm(request.POST or None, languages=languages_of(request))
    if request.method == "POST" and form.is_valid():
        if Journey.objects.filter(engagement=shown, code=form.cleaned_data["code"]).exists():
            form.add_error("code", _("There is another journey of this code."))
        else:
            services.create_journey(engagement=shown, actor=viewer_of(request).actor, **form.cleaned_data)
            return redirect(_map_address(slug, engagement, form.cleaned_data["code"]))
    back = reverse("touchpoints:touchpoints", args=[slug, engagement])
    context = {"slug": slug, "engagement": shown, "form": form, "back": back, "heading": _("New journey")}
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def stage_new(request: MemberRequest, slug: str, engagement: str, journey: str) -> HttpResponse:
    """A new stretch of a journey."""
    shown = engagement_or_404(request, engagement)
    on_journey = get_object_or_404(Journey, engagement=shown, code=journey)
    form = StageForm(request.POST or None, languages=languages_of(request))
    back = _map_address(slug, engagement, journey)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                services.add_journey_stage(journey=on_journey, actor=viewer_of(request).actor, **form.cleaned_data)
        except IntegrityError:
            form.add_error("code", _("There is another stage of this code on the journey."))
        else:
            return redirect(back)
    context = {"slug": slug, "engagement": shown, "form": form, "back": back, "heading": _("New stage of the journey")}
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def stage_edit(request: MemberRequest, slug: str, engagement: str, journey: str, stage: str) -> HttpResponse:
    """Name, need and order of a stretch."""
    found = _stage_or_404(request, engagement, journey, stage)
    initial = {"code": found.code, "name": found.name, "need": found.need, "position": found.position}
    form = StageForm(request.POST or None, languages=languages_of(request), initial=initial)
    form.fields["code"].disabled = True
    back = _map_address(slug, engagement, journey)
    if request.method == "POST" and form.is_valid():
        services.edit_journey_stage(
            stage=found,
            name=form.cleaned_data["name"],
            need=form.cleaned_data["need"],
            position=form.cleaned_data["position"] or 0,
            actor=viewer_of(request).actor,
        )
        return redirect(back)
    context = {"slug": slug, "form": form, "back": back, "heading": _("Edit the stage")}
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: MemberRequest, slug: str, engagement: str, journey: str, stage: str) -> HttpResponse:
    """Put a touchpoint on a stretch, or change its channel and order there."""
    found = _stage_or_404(request, engagement, journey, stage)
    form = PlaceForm(request.POST or None)
    back = _map_address(slug, engagement, journey)
    if request.method == "POST" and form.is_valid():
        services.place_touchpoint(stage=found, actor=viewer_of(request).actor, **form.cleaned_data)
        return redirect(back)
    context = {"slug": slug, "form": form, "back": back, "heading": _("Place a touchpoint")}
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def unplace(request: MemberRequest, slug: str, engagement: str, journey: str, stage: str, code: str) -> HttpResponse:
    """Take a touchpoint off a stretch."""
    found = _stage_or_404(request, engagement, journey, stage)
    placements = Placement.objects.select_related("stage__map__journey", "touchpoint")
    services.remove_placement(
        placement=get_object_or_404(placements, stage=found, touchpoint__code=code), actor=viewer_of(request).actor
    )
    return redirect(_map_address(slug, engagement, journey))


def _stage_or_404(request: MemberRequest, engagement: str, journey: str, stage: str) -> JourneyStage:
    shown = engagement_or_404(request, engagement)
    on_journey = get_object_or_404(Journey, engagement=shown, code=journey)
    return get_object_or_404(on_journey.stages.select_related("map__journey"), code=stage)

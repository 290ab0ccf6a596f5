"""Touchpoints on a map: placed, moved by form, by drag and by keyboard, marked, taken off."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.local_text import local
from touchpoints.forms.maps import MoveForm, NewPlaceForm
from touchpoints.models import JourneyMap, Placement
from touchpoints.services import maps
from touchpoints.views.maps.common import FORM, asked_in_place, attempt, changed, map_or_404, stage_or_404


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(FORM)
def place_new(request: MemberRequest, slug: str, engagement: str, key: UUID, stage: UUID) -> HttpResponse:
    """Put a touchpoint on a stretch."""
    drawn = map_or_404(request, engagement, key)
    found = stage_or_404(drawn, stage)
    form = NewPlaceForm(request.POST or None, drawn=drawn, initial={"stage": found.public_id})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        attempt(
            request,
            maps.place_on_map,
            stage=told["stage"],
            touchpoint=told["touchpoint"],
            channel=told["channel"],
            position=form.order(),
        )
        return changed(request, drawn, anchor=f"stage-{found.code}")
    context = {"form": form, "heading": _("Place a touchpoint"), "place": f"place-{found.code}"}
    return asked_in_place(request, drawn, context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(FORM)
def place_edit(request: MemberRequest, slug: str, engagement: str, key: UUID, place: UUID) -> HttpResponse:
    """Move a touchpoint to another stage, channel or order, or say that it decides loyalty."""
    drawn = map_or_404(request, engagement, key)
    found = _place_or_404(drawn, place)
    initial = {
        "stage": found.stage.public_id, "channel": found.channel.code if found.channel else "",
        "position": _order_of(found), "is_moment_of_truth": found.is_moment_of_truth,
        "is_hypothesis": found.is_hypothesis,
    }  # fmt: skip
    form = MoveForm(request.POST or None, drawn=drawn, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        moved = attempt(
            request, maps.move_place, place=found, stage=told["stage"], channel=told["channel"], position=form.order()
        )
        if moved:
            marks = {name: told[name] for name in ("is_moment_of_truth", "is_hypothesis")}
            attempt(request, maps.mark_place, place=found, **marks)
        return changed(request, drawn, anchor=f"place-{found.public_id}")
    context = {"form": form, "heading": local(found.touchpoint.name), "place": f"place-{found.public_id}"}
    return asked_in_place(request, drawn, context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def place_drop(request: MemberRequest, slug: str, engagement: str, key: UUID, place: UUID) -> HttpResponse:
    """A touchpoint let go over a stage, a channel and an order; whether it decides stays as it is."""
    drawn = map_or_404(request, engagement, key)
    found = _place_or_404(drawn, place)
    form = MoveForm(request.POST, drawn=drawn)
    if form.is_valid():
        told = form.cleaned_data
        attempt(
            request, maps.move_place, place=found, stage=told["stage"], channel=told["channel"], position=form.order()
        )
    else:
        messages.error(request, _("That stage is no longer on the map."))
    return changed(request, drawn, anchor=f"place-{found.public_id}")


def _place_or_404(drawn: JourneyMap, key: UUID) -> Placement:
    places = Placement.objects.select_related("stage__map__journey__engagement", "touchpoint", "channel")
    place: Placement = get_object_or_404(places, public_id=key, stage__map=drawn)
    return place


def _order_of(place: Placement) -> int:
    return list(place.stage.placements.values_list("pk", flat=True)).index(place.pk) + 1


@needs(Can.EDIT_PROGRAMME)
@require_POST
def place_remove(request: MemberRequest, slug: str, engagement: str, key: UUID, place: UUID) -> HttpResponse:
    """Take a touchpoint off a stretch."""
    drawn = map_or_404(request, engagement, key)
    found = _place_or_404(drawn, place)
    attempt(request, maps.remove_place, place=found)
    return changed(request, drawn, anchor=f"stage-{found.stage.code}")

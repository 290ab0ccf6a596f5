"""Stages of a map: begun, named, put in order, taken off."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.both_texts import ChangedMeanwhile, reopen
from touchpoints.forms.maps import MapStageForm
from touchpoints.services import maps
from touchpoints.views.common import languages_of
from touchpoints.views.maps.common import (
    FORM,
    asked_in_place,
    attempt,
    both_of,
    changed,
    map_or_404,
    stage_or_404,
)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(FORM)
def stage_new(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """A new stretch at the end of the map."""
    drawn = map_or_404(request, engagement, key)
    form = MapStageForm(request.POST or None, languages=languages_of(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if drawn.stages.filter(code=told["code"]).exists():
            form.add_error("code", _("There is another stage of this code on the map."))
        else:
            attempt(request, maps.add_stage, drawn=drawn, code=told["code"], name=told["name"], need=told["need"])
            return changed(request, drawn)
    return asked_in_place(request, drawn, {"form": form, "heading": _("New stage"), "place": "new-stage"})


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(FORM)
def stage_edit(request: MemberRequest, slug: str, engagement: str, key: UUID, stage: UUID) -> HttpResponse:
    """Name and need of a stretch."""
    drawn = map_or_404(request, engagement, key)
    found = stage_or_404(drawn, stage)
    initial = {"code": found.code, "name": found.name, "need": found.need, "revision": found.revision}
    form = MapStageForm(request.POST or None, languages=languages_of(request), initial=initial)
    form.fields["code"].disabled = True
    form.fields["revision"].required = True
    context: dict[str, Any] = {"form": form, "heading": _("Edit the stage"), "place": f"edit-stage-{found.code}"}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            attempt(
                request, maps.edit_stage, stage=found, name=told["name"], need=told["need"], opened=told["revision"]
            )
        except ChangedMeanwhile:
            found.refresh_from_db()
            context["both"] = both_of(request, drawn, _("Name"), found.name, told["name"], found.revision)
            reopen(form, found.revision)
        else:
            return changed(request, drawn, anchor=f"stage-{found.code}")
    return asked_in_place(request, drawn, context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def stage_move(request: MemberRequest, slug: str, engagement: str, key: UUID, stage: UUID) -> HttpResponse:
    """A stretch one step to the left or right."""
    drawn = map_or_404(request, engagement, key)
    found = stage_or_404(drawn, stage)
    order = list(drawn.stages.values_list("pk", flat=True))
    step = -1 if request.POST.get("to") == "earlier" else 1
    position = max(0, order.index(found.pk) + step)
    attempt(request, maps.move_stage, stage=found, position=position)
    return changed(request, drawn, anchor=f"stage-{found.code}")


@needs(Can.EDIT_PROGRAMME)
@require_POST
def stage_remove(request: MemberRequest, slug: str, engagement: str, key: UUID, stage: UUID) -> HttpResponse:
    """Take a stretch off the map; undoing brings it back with all that stood on it."""
    drawn = map_or_404(request, engagement, key)
    found = stage_or_404(drawn, stage)
    attempt(request, maps.remove_stage, stage=found)
    return changed(request, drawn)

"""Notes and feelings on a map, and taking the last change back; owners write about their own touchpoints."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.both_texts import ChangedMeanwhile, reopen
from lib.local_text import local
from touchpoints.forms.maps import FeelingForm, NoteForm
from touchpoints.models import JourneyMap, JourneyStage, Lane, MapNote, Touchpoint
from touchpoints.services import maps
from touchpoints.views.common import languages_of, viewer_of
from touchpoints.views.maps.common import (
    FORM,
    asked_in_place,
    attempt,
    both_of,
    changed,
    map_or_404,
    stage_or_404,
)


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(FORM)
def note_new(request: MemberRequest, slug: str, engagement: str, key: UUID, stage: UUID, lane: str) -> HttpResponse:
    """A new note in a lane."""
    drawn = map_or_404(request, engagement, key)
    found = stage_or_404(drawn, stage)
    place = f"notes-{found.code}-{lane}"
    form = _note_form(request, found)
    label = dict(Lane.choices).get(lane)
    if label is None:
        return changed(request, drawn)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        told.pop("revision")
        attempt(request, maps.add_note, stage=found, lane=lane, **told)
        return changed(request, drawn, anchor=place)
    return asked_in_place(request, drawn, {"form": form, "heading": f"{local(found.name)}: {label}", "place": place})


def _note_form(request: MemberRequest, stage: JourneyStage, **more: Any) -> NoteForm:
    """The form of a note on a stretch; an owner chooses among their own touchpoints there.

    :raises PermissionDenied: none of them stands there
    """
    viewer = viewer_of(request)
    standing = Touchpoint.objects.filter(placements__stage=stage, archived_at=None).distinct()
    about_stage = viewer.can(Can.EDIT_PROGRAMME) or maps.owns_stage(stage=stage, viewer=viewer)
    if not viewer.can(Can.EDIT_PROGRAMME) and viewer.touchpoint_ids is not None:
        standing = standing.filter(pk__in=viewer.touchpoint_ids)
    if not about_stage and not standing.exists():
        raise PermissionDenied
    return NoteForm(
        request.POST or None, languages=languages_of(request), touchpoints=standing, about_stage=about_stage, **more
    )


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(FORM)
def note_edit(request: MemberRequest, slug: str, engagement: str, key: UUID, note: UUID) -> HttpResponse:
    """A note written anew; who saves later sees both texts."""
    drawn = map_or_404(request, engagement, key)
    found = _note_or_404(drawn, note)
    if not (viewer_of(request).can(Can.EDIT_PROGRAMME) or maps.owns_note(note=found, viewer=viewer_of(request))):
        raise PermissionDenied
    initial = {"text": found.text, "segment": found.segment_id, "revision": found.revision}
    initial["touchpoint"] = found.touchpoint.code if found.touchpoint else ""
    form = _note_form(request, found.stage, initial=initial)
    form.fields["revision"].required = True
    heading = f"{local(found.stage.name)}: {found.get_lane_display()}"
    context: dict[str, Any] = {"form": form, "heading": heading, "place": f"note-{found.public_id}"}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            opened = told.pop("revision")
            attempt(request, maps.edit_note, note=found, opened=opened, **told)
        except ChangedMeanwhile:
            found.refresh_from_db()
            context["both"] = both_of(request, drawn, _("Note"), found.text, told["text"], found.revision)
            reopen(form, found.revision)
        else:
            return changed(request, drawn, anchor=f"note-{found.public_id}")
    return asked_in_place(request, drawn, context)


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def note_remove(request: MemberRequest, slug: str, engagement: str, key: UUID, note: UUID) -> HttpResponse:
    """Take a note off the map."""
    drawn = map_or_404(request, engagement, key)
    found = _note_or_404(drawn, note)
    attempt(request, maps.remove_note, note=found)
    return changed(request, drawn, anchor=f"notes-{found.stage.code}-{found.lane}")


def _note_or_404(drawn: JourneyMap, key: UUID) -> MapNote:
    notes = MapNote.objects.select_related("stage__map__journey__engagement", "segment", "touchpoint")
    note: MapNote = get_object_or_404(notes, public_id=key, stage__map=drawn)
    return note


@needs(Can.EDIT_PROGRAMME, Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(FORM)
def feeling(request: MemberRequest, slug: str, engagement: str, key: UUID, stage: UUID) -> HttpResponse:
    """What customers shall feel on a stretch, or are thought to."""
    drawn = map_or_404(request, engagement, key)
    found: JourneyStage = stage_or_404(drawn, stage)
    viewer = viewer_of(request)
    if not (viewer.can(Can.EDIT_PROGRAMME) or maps.owns_stage(stage=found, viewer=viewer)):
        raise PermissionDenied
    form = FeelingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        attempt(request, maps.set_feeling, stage=found, kind=told["kind"], level=told["level"], segment=told["segment"])
        return changed(request, drawn, anchor=f"feelings-{found.code}")
    heading = _("%(stage)s: emotion") % {"stage": local(found.name)}
    return asked_in_place(request, drawn, {"form": form, "heading": heading, "place": f"feelings-{found.code}"})


@needs(Can.EDIT_PROGRAMME)
@require_POST
def undo(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """Take the last change of the map back, whoever made it."""
    drawn = map_or_404(request, engagement, key)
    attempt(request, maps.undo_last, drawn=drawn, at=timezone.now())
    return changed(request, drawn)

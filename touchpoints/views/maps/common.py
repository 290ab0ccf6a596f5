"""What the pages of a map share."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from lib.both_texts import BothTexts, both_texts, local_parts
from lib.local_text import LocalText
from programs.engagements import engagement_or_404
from touchpoints.models import JourneyMap, JourneyStage
from touchpoints.services import CodeTaken, NotYours, maps
from touchpoints.views.common import language_names, viewer_of

FORM = ["GET", "HEAD", "POST"]


def map_or_404(request: MemberRequest, engagement: str, key: UUID) -> JourneyMap:
    """The map of this key in the engagement. :raises Http404: there is none"""
    shown = engagement_or_404(request, engagement)
    maps = JourneyMap.objects.select_related("journey__engagement", "organisation")
    drawn: JourneyMap = get_object_or_404(maps, public_id=key, journey__engagement=shown)
    return drawn


def stage_or_404(drawn: JourneyMap, key: UUID) -> JourneyStage:
    """The stage of this key on the map. :raises Http404: there is none"""
    stages = drawn.stages.select_related("map__journey__engagement", "organisation")
    stage: JourneyStage = get_object_or_404(stages, public_id=key)
    return stage


def map_address(drawn: JourneyMap, *, editing: bool = False) -> str:
    """Where the map is read, or drawn on."""
    journey = drawn.journey
    page = reverse("touchpoints:touchpoints", args=[drawn.organisation.slug, journey.engagement.slug])
    return f"{page}?journey={journey.code}&map={drawn.kind}-{drawn.number}{'&edit=1' if editing else ''}"


def back_to(request: MemberRequest, drawn: JourneyMap, *, anchor: str = "") -> str:
    """The map as the editor saw it, layers and density too: known from where the form was sent."""
    plain = map_address(drawn, editing=True)
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if came_from.path == urlsplit(plain).path and "edit=1" in came_from.query:
        plain = f"{came_from.path}?{came_from.query}"
    return f"{plain}#{anchor}" if anchor else plain


def changed(request: MemberRequest, drawn: JourneyMap, *, anchor: str = "") -> HttpResponse:
    """After a change: to the map again."""
    return redirect(back_to(request, drawn, anchor=anchor))


def asked_in_place(
    request: MemberRequest, drawn: JourneyMap, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A form: in its place on the map where htmx asks for it, else on a page of its own."""
    context = {"slug": drawn.organisation.slug, "drawn": drawn, "back": back_to(request, drawn), **context}
    if not request.htmx:
        return render(request, "touchpoints/maps/form.html", context, status=status)
    response = render(request, "touchpoints/maps/_form.html", context)
    if request.method == "POST":  # the form comes back, with its faults or with both texts, to where it stands
        place = f"#{context['place']}"
        response["HX-Retarget"], response["HX-Reselect"], response["HX-Reswap"] = place, place, "outerHTML"
    return response


def attempt(request: MemberRequest, service: Callable[..., object], **told: Any) -> bool:
    """Call the service for the viewer, or say why it cannot be done.

    :raises PermissionDenied: the viewer may not draw
    """
    try:
        service(by=viewer_of(request), **told)
    except maps.MapLocked:
        messages.error(request, _("The map is locked and never changes; draw on a copy."))
    except maps.NothingToUndo:
        messages.error(request, _("There is nothing to undo."))
    except maps.Gone:
        messages.error(request, _("Somebody took it off the map meanwhile."))
    except CodeTaken:
        messages.error(request, _("It stands on that stage already."))
    except NotYours as error:
        raise PermissionDenied from error
    else:
        return True
    return False


def both_of(
    request: MemberRequest, drawn: JourneyMap, label: str, stored: LocalText, yours: LocalText, revision: int
) -> BothTexts:
    """The stored text beside the one just sent, by language."""
    names = language_names(request)
    newest = drawn.changes.first()
    return both_texts(
        stored=local_parts(label, stored, names), yours=local_parts(label, yours, names), revision=revision,
        whose=newest.actor_name if newest else "",
    )  # fmt: skip

"""What the pages of a touchpoint share."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.requests import MemberRequest
from accounts.viewer import Viewer
from operations.services.notices import as_uuid
from touchpoints.models import Touchpoint
from touchpoints.queries import may_read
from touchpoints.services import may_edit


def viewer_of(request: MemberRequest) -> Viewer:
    """Who looks."""
    viewer: Viewer = request.viewer
    return viewer


def languages_of(request: MemberRequest) -> list[str]:
    """The languages in which the organisation writes."""
    codes: list[str] = request.organisation.language_codes
    return codes


def language_names(request: MemberRequest) -> dict[str, str]:
    """The same with their own names, for texts shown part by part."""
    names = dict(settings.LANGUAGES)
    return {code: str(names.get(code, code)) for code in languages_of(request)}


def touchpoint_or_404(request: MemberRequest, code: str) -> Touchpoint:
    """The touchpoint of this code.

    :raises Http404: there is none
    :raises PermissionDenied: the viewer may read only their own touchpoints and this is none of them
    """
    touchpoints = Touchpoint.objects.select_related("owner__user", "organisation")
    touchpoint = get_object_or_404(touchpoints, code=code)
    if not may_read(touchpoint=touchpoint, viewer=viewer_of(request)):
        raise PermissionDenied
    return touchpoint


def own_to_edit(request: MemberRequest, code: str) -> Touchpoint:
    """The touchpoint of this code, for somebody who may edit it.

    :raises Http404: there is none
    :raises PermissionDenied: it is somebody else's
    """
    touchpoint = touchpoint_or_404(request, code)
    if not may_edit(touchpoint=touchpoint, viewer=viewer_of(request)):
        raise PermissionDenied
    return touchpoint


def offered(name: str, *args: str) -> str:
    """The address of a page or card that an app above offers, or nothing."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def saved_by(actor: str) -> str:
    """The name of who saved a draft, as far as it is a person of ours."""
    person = User.objects.filter(public_id=actor).first() if as_uuid(actor) else None
    return person.name if person else ""

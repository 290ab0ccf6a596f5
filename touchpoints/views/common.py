"""What the pages of a touchpoint share."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.models import User
from accounts.requests import MemberRequest, language_names, languages_of, viewer_of
from lib.addresses import offered
from lib.differences import Difference
from operations.services.notices import as_uuid
from touchpoints.models import Touchpoint
from touchpoints.queries import may_read
from touchpoints.services import may_edit

T = TypeVar("T")

__all__ = [
    "comparison_page",
    "language_names",
    "languages_of",
    "offered",
    "own_to_edit",
    "saved_by",
    "sent_revision",
    "touchpoint_or_404",
    "viewer_of",
]


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


def comparison_page(
    request: MemberRequest, touchpoint: Touchpoint, versions: tuple[T, T], compare: Callable[[T, T], list[Difference]],
    *, title: str, back: str,
) -> HttpResponse:  # fmt: skip
    """Two versions of something at a touchpoint, part by part. :param versions: the earlier and the later one"""
    earlier, later = versions
    context = {
        "slug": request.organisation.slug,
        "touchpoint": touchpoint,
        "title": title,
        "differences": compare(earlier, later),
        "earlier": earlier,
        "later": later,
        "back": back,
    }
    return render(request, "touchpoints/comparison.html", context)


def sent_revision(request: MemberRequest) -> int:
    """The revision with which an editor without a form of its own was opened; 0 for what is none."""
    sent = request.POST.get("revision", "0")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def saved_by(actor: str) -> str:
    """The name of who saved a draft, as far as it is a person of ours."""
    person = User.objects.filter(public_id=actor).first() if as_uuid(actor) else None
    return person.name if person else ""

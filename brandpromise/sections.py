"""What the promise asks of somebody today, as a card for My work."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.queries import (
    approved_promise,
    feasibility_of,
    has_read,
    has_said,
    open_consultation_on,
    open_version,
)


def asked_of_me(request: MemberRequest) -> SafeString | str:
    """An opinion on a draft, a signature for one's unit, a page to be read; nothing where nothing is asked."""
    viewer: Viewer = request.viewer
    if not viewer.can(Can.READ_SCRIPTS) or viewer.membership_id is None:
        return ""
    asked = open_consultation_on(timezone.localdate())
    held = approved_promise()
    context = {
        "slug": request.organisation.slug,
        "asked": asked if asked and not has_said(asked, viewer=viewer) else None,
        "to_sign": _to_sign(viewer),
        "unread": held if held and not has_read(held, viewer=viewer) else None,
    }
    if not any((context["asked"], context["to_sign"], context["unread"])):
        return ""
    return render_to_string("brandpromise/_asked_of_me.html", context, request)


def _to_sign(viewer: Viewer) -> list[object]:
    """Units for which the viewer has to sign."""
    draft = open_version() if viewer.can(Can.READ_PROGRAMME) else None
    return [*feasibility_of(draft, viewer=viewer).mine] if draft and draft.is_draft else []

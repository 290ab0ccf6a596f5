"""What the pages of the promise share: the version asked for, and the way between them."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.requests import MemberRequest, viewer_of
from accounts.viewer import Viewer
from brandpromise.models import Promise
from brandpromise.queries import approved_promise, consultation_of, may_see, open_version, promise_version
from lib.addresses import offered

Tab = tuple[str, str, bool]


def version_or_404(request: MemberRequest, number: int) -> Promise:
    """The version of this number.

    :raises Http404: there is none, or it is in the making and the viewer takes no part in that
    """
    found = promise_version(number)
    if found is None or not may_see(found, viewer_of(request)):
        raise Http404("no such version")
    return found


def page_of(promise: Promise, slug: str) -> str:
    """The address of a version."""
    return reverse("brandpromise:version", args=[slug, promise.number])


def section(request: MemberRequest, slug: str, here: str, *, shown: Promise | None = None) -> Mapping[str, Any]:
    """What stands above every page of the promise: its parts, and the version they speak of.

    :param here: the name of the page's route
    :param shown: the version that the page shows; else the one in the making, else the one that holds
    """
    viewer = viewer_of(request)
    about = shown or _about(viewer)
    places: list[tuple[str, str, tuple[int, ...]]] = [(_("Promise"), "promise", ())]
    if about is not None and (may_see(about, viewer) or consultation_of(about)):
        places.append((_("Consultation"), "consultation", (about.number,)))
    if about is not None and may_see(about, viewer):
        places.append((_("Can we deliver it?"), "feasibility", (about.number,)))
    places += [
        (pgettext("of the promise", "Carriers"), "carriers", ()),
        (pgettext("of the promise", "Claims"), "claims", ()),
        (_("Vision and values"), "vision", ()),
    ]
    tabs: list[Tab] = [
        (text, reverse(f"brandpromise:{name}", args=[slug, *more]), name == here) for text, name, more in places
    ]
    above = ((_("Promise gap"), "metrics:gaps"), (_("The whole chain"), "cem:chain"))
    tabs += [(text, address, name == here) for text, name in above if (address := offered(name, slug))]
    return {"slug": slug, "tabs": tabs}


def _about(viewer: Viewer) -> Promise | None:
    unfinished = open_version()
    if unfinished and (may_see(unfinished, viewer) or consultation_of(unfinished)):
        return unfinished
    return approved_promise()

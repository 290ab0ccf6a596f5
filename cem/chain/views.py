"""The whole chain on one page."""

from collections import defaultdict
from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from brandpromise.views.common import section
from cem.chain.queries import Chain, Hole, whole_chain
from metrics.views.filtering import today_of


@needs(Can.READ_PROGRAMME)
@require_safe
def chain(request: MemberRequest, slug: str) -> HttpResponse:
    """From every pillar to what customers say of it; what is missing is named."""
    found = whole_chain(viewer=request.viewer, organisation=request.organisation, today=today_of(request))
    context = {
        **section(request, slug, "cem:chain"),
        "chain": found,
        "heading": _heading(found),
        "of_promise": [hole for hole in found.holes if not hole.touchpoint],
        "at_touchpoints": _by_touchpoint(found.holes),
    }
    return render(request, "cem/chain.html", context)


def _heading(found: Chain) -> str:
    n = len(found.holes)
    if not n:
        return _("The chain is whole: every pillar reaches the customer")
    return ngettext("The chain has %(n)d hole", "The chain has %(n)d holes", n) % {"n": n}


def _by_touchpoint(holes: Sequence[Hole]) -> list[tuple[str, list[Hole]]]:
    found: dict[str, list[Hole]] = defaultdict(list)
    for hole in holes:
        if hole.touchpoint:
            found[hole.touchpoint].append(hole)
    return list(found.items())

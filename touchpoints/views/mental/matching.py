"""Matching what staff wrote with our touchpoints: suggested, decided by a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest, viewer_of
from accounts.roles import Can
from lib.local_text import local
from touchpoints.forms.mental import NameForm
from touchpoints.models import MappingName, MappingRound, NameVerdict, Touchpoint
from touchpoints.queries.mental.matching import names_of, with_suggestions
from touchpoints.services import NotYours, mental
from touchpoints.services.mental.matching import equal_names
from touchpoints.services.mental.rounds import may_run
from touchpoints.views.mental.common import round_or_404

ON_A_PAGE = 30


def _own_round(request: MemberRequest, engagement: str, key: UUID) -> MappingRound:
    """The round, for who runs it.

    :raises Http404: there is none
    :raises PermissionDenied: the viewer neither edits the programme nor opened it
    """
    held = round_or_404(request, engagement, key)
    if not may_run(held, viewer_of(request)):
        raise PermissionDenied
    return held


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_safe
def mapping_names(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """The names by the alphabet, `?verdict=` narrows them; those that wait come with suggestions."""
    held = _own_round(request, engagement, key)
    viewer = viewer_of(request)
    asked = request.GET.get("verdict", "")
    verdict = asked if asked in NameVerdict.values else ""
    found = names_of(held, viewer=viewer, verdict=verdict)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    waiting = names_of(held, viewer=viewer, verdict=NameVerdict.WAITING)
    known = equal_names()
    context = {
        "slug": slug,
        "engagement": held.journey.engagement,
        "round": held,
        "page": page,
        "names": with_suggestions(list(page.object_list)),
        "waiting": waiting.count(),
        "equal": sum(name.folded in known for name in waiting),
        "chosen": verdict,
        "verdicts": NameVerdict.choices,
        "touchpoints": Touchpoint.objects.filter(archived_at=None),
        "may_list": viewer.can(Can.EDIT_PROGRAMME),
    }
    return render(request, "touchpoints/mental/names.html", context)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def mapping_names_equal(request: MemberRequest, slug: str, engagement: str, key: UUID) -> HttpResponse:
    """Take over every name that is letter by letter one of our touchpoints."""
    held = _own_round(request, engagement, key)
    try:
        count = mental.accept_equal_names(held=held, by=viewer_of(request), at=timezone.now())
    except mental.NothingToDecide:
        messages.error(request, _("Names are matched when the round is closed."))
    else:
        told = ngettext("%(count)s name is matched.", "%(count)s names are matched.", count)
        messages.success(request, told % {"count": count})
    return redirect(_back(request, held))


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def mapping_name(request: MemberRequest, slug: str, engagement: str, key: UUID, name: UUID) -> HttpResponse:
    """Decide about a name: which touchpoint it is, that the map lacks it, or that it is none; or make one of it."""
    held = _own_round(request, engagement, key)
    found = get_object_or_404(
        MappingName.objects.select_related("round__journey", "organisation"), round=held, public_id=name
    )
    try:
        _decide(request, found)
    except mental.NothingToDecide:
        messages.error(request, _("Names are matched when the round is closed."))
    except mental.NameDecided:
        messages.error(request, _("Something was made of this name already."))
    except NotYours as refused:
        raise PermissionDenied from refused
    return redirect(_back(request, held))


def _decide(request: MemberRequest, name: MappingName) -> None:
    at, by = timezone.now(), viewer_of(request)
    make = request.POST.get("make", "")
    if make == "touchpoint":
        made = mental.touchpoint_of_missing(name=name, by=by, at=at)
        told = _("“%(name)s” is a touchpoint now. Place it on the map and say who answers for it.")
        messages.success(request, told % {"name": local(made.name)})
    elif make == "idea":
        mental.propose_missing(name=name, by=by, at=at)
        messages.success(request, _("“%(name)s” is an idea now.") % {"name": name.text})
    else:
        form = NameForm(request.POST)
        if form.is_valid():
            mental.match_name(name=name, by=by, at=at, **form.cleaned_data)


def _back(request: MemberRequest, held: MappingRound) -> str:
    """The list as it stood, the page of it too."""
    address = reverse("touchpoints:mapping_names", args=_inside(held))
    kept: Any = {name: request.GET[name] for name in ("verdict", "page") if request.GET.get(name, "").isalnum()}
    return f"{address}?{'&'.join(f'{name}={value}' for name, value in kept.items())}" if kept else address


def _inside(held: MappingRound) -> list[Any]:
    return [held.organisation.slug, held.journey.engagement.slug, held.public_id]

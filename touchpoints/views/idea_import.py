"""Ideas from another program's file: looked at first, then brought in; nobody is told."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints.fider import FiderIdea, NoFiderFile, read_ideas
from touchpoints.forms.ideas import FiderForm, StatesForm
from touchpoints.models import Touchpoint
from touchpoints.refusals import FIDER_REFUSALS
from touchpoints.services import idea_import
from touchpoints.views.common import viewer_of

SHOWN = 10


@needs(Can.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def idea_import_page(request: MemberRequest, slug: str) -> HttpResponse:
    """A Fider file: what it would bring, what its states become here, then the ideas."""
    places = Touchpoint.objects.filter(archived_at=None)
    form = FiderForm(request.POST or None, request.FILES or None, touchpoints=places, initial={"board": "fider"})
    context: dict[str, Any] = {"slug": slug, "form": form, "may_read": viewer_of(request).can(Can.PROPOSE_IDEA)}
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            lines = list(read_ideas(told["table"], now=timezone.now()))
        except NoFiderFile:
            form.add_error(None, _("This is no file of Fider: its headings are missing."))
        else:
            ideas = [found for _line, found in lines if isinstance(found, FiderIdea)]
            plan = idea_import.plan_ideas(ideas=ideas, board=told["board"], by=viewer_of(request))
            states = StatesForm(request.POST if "take" in request.POST else None, states=plan.states)
            if "take" in request.POST and plan.new and states.is_valid():
                return _taken(request, ideas, told, states.chosen())
            context |= {
                "plan": plan,
                "states": states,
                "kept": told["table"].packed(),
                "told": told,
                "shown": plan.new[:SHOWN],
                "more": max(0, len(plan.new) - SHOWN),
                "rejected": [
                    (line, FIDER_REFUSALS[found]) for line, found in lines if not isinstance(found, FiderIdea)
                ],
            }  # fmt: skip
    return render(request, "touchpoints/ideas/import.html", context)


def _taken(
    request: MemberRequest, ideas: list[FiderIdea], told: dict[str, Any], states: dict[str, str]
) -> HttpResponse:
    plan = idea_import.import_ideas(
        organisation=request.organisation, ideas=ideas, board=told["board"], states=states, by=viewer_of(request),
        touchpoint=told["touchpoint"],
    )  # fmt: skip
    words = ngettext("%(count)s idea is here now.", "%(count)s ideas are here now.", len(plan.new))
    messages.success(request, words % {"count": len(plan.new)})
    return redirect(request.path)

"""Vision and values: one page every employee has seen, and who has."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Employee
from accounts.policy import needs
from accounts.requests import MemberRequest, viewer_of
from accounts.roles import Can
from brandpromise import services
from brandpromise.forms import TeamReadingForm
from brandpromise.queries import approved_promise, has_read, seen_by_unit, team_to_read
from brandpromise.views.common import section
from programs.queries import engagements_of


@needs(Can.READ_SCRIPTS)
@require_safe
def vision(request: MemberRequest, slug: str) -> HttpResponse:
    """The vision of the experience, the promise, its pillars: to be read once for each version."""
    viewer, promise, today = viewer_of(request), approved_promise(), timezone.localdate()
    team = team_to_read(promise, viewer=viewer, day=today) if promise and _leads(request) else []
    context = {
        **section(request, slug, "vision"),
        "promise": promise,
        "engagements": engagements_of(viewer=viewer),
        "has_read": promise is not None and has_read(promise, viewer=viewer),
        "seen": seen_by_unit(promise, viewer=viewer, organisation=request.organisation, day=today) if promise else None,
        "minimum": request.organisation.minimum_employees,
        "team_form": TeamReadingForm(people=team) if team else None,
    }
    return render(request, "brandpromise/vision.html", context)


def _leads(request: MemberRequest) -> bool:
    """Whether the reader leads people of certain units; the others' lists are their leaders' matter."""
    return viewer_of(request).unit_ids is not None and viewer_of(request).can(Can.RECORD_TRAINING)


@needs(Can.READ_SCRIPTS)
@require_POST
def vision_read(request: MemberRequest, slug: str) -> HttpResponse:
    """Say that one has read it."""
    promise = approved_promise()
    if promise is not None:
        services.note_reading(promise=promise, by=viewer_of(request), at=timezone.now())
        messages.success(request, _("Thank you. It is noted that you have read it."))
    return redirect("brandpromise:vision", slug)


@needs(Can.RECORD_TRAINING)
@require_POST
def vision_team(request: MemberRequest, slug: str) -> HttpResponse:
    """Note that people of one's team read it together."""
    promise = approved_promise()
    if promise is None:
        return redirect("brandpromise:vision", slug)
    people = team_to_read(promise, viewer=viewer_of(request), day=timezone.localdate())
    form = TeamReadingForm(request.POST, people=people)
    if not form.is_valid():
        messages.error(request, _("Tick who was there."))
        return redirect("brandpromise:vision", slug)
    there = Employee.objects.filter(public_id__in=form.cleaned_data["people"])
    try:
        noted = services.note_team_reading(promise=promise, employees=there, by=viewer_of(request), at=timezone.now())
    except services.NotOwnTeam as refused:
        raise PermissionDenied from refused
    told = ngettext("Noted for %(n)s person.", "Noted for %(n)s people.", noted) % {"n": noted}
    messages.success(request, told)
    return redirect("brandpromise:vision", slug)

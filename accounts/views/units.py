"""The tree of units: add, rename, move, put away."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries
from accounts.forms.settings import UnitForm
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.services.places import NotEmpty, add_unit, archive_unit, change_unit
from accounts.viewer import Viewer
from organisations.models import Unit


@dataclass(slots=True)
class Branch:
    """A unit with those below it."""

    unit: Unit
    below: list["Branch"] = field(default_factory=list)


def tree_of(viewer: Viewer) -> list[Branch]:
    """The units the viewer sees, as a tree; a unit whose parent is out of sight stands at the top."""
    branches = {unit.pk: Branch(unit) for unit in queries.seen_units(viewer=viewer)}
    top: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.unit.parent_id or 0)
        (above.below if above else top).append(branch)
    return top


@needs(Can.READ_ROSTER, Can.EDIT_UNITS)
@require_safe
def units(request: MemberRequest, slug: str) -> HttpResponse:
    """The whole tree, or one's own branch of it."""
    tree = tree_of(request.viewer)
    shown = {"tree": tree, "count": queries.seen_units(viewer=request.viewer).filter(archived_at=None).count()}
    return render(request, "accounts/units.html", shown | {"may_edit": request.viewer.can(Can.EDIT_UNITS)})


@needs(Can.EDIT_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_unit(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a unit."""
    above = Unit.objects.filter(code=request.GET.get("below", "")).first()
    form = UnitForm(
        request.POST or None, organisation=request.organisation, initial={"parent": above.pk if above else None}
    )
    if request.method == "POST" and form.is_valid():
        add_unit(organisation=request.organisation, actor=request.viewer.actor, **form.cleaned_data)
        messages.success(request, _("The unit is added."))
        return redirect("accounts:units", slug)
    return render(request, "accounts/unit.html", {"form": form, "unit": None}, status=400 if form.errors else 200)


@needs(Can.EDIT_UNITS)
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Rename or move a unit."""
    found: Unit = get_object_or_404(Unit.objects.select_related("organisation"), code=code)
    form = UnitForm(request.POST or None, organisation=request.organisation, unit=found)
    if request.method == "POST" and form.is_valid():
        change_unit(unit=found, actor=request.viewer.actor, **form.cleaned_data)
        messages.success(request, _("The unit is changed. Answers stay where they were given."))
        return redirect("accounts:units", slug)
    return render(request, "accounts/unit.html", {"form": form, "unit": found}, status=400 if form.errors else 200)


@needs(Can.EDIT_UNITS)
@require_POST
def archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a unit away, or take it back into use."""
    found: Unit = get_object_or_404(Unit.objects.select_related("organisation"), code=code)
    try:
        archive_unit(unit=found, actor=request.viewer.actor, at=None if found.archived_at else timezone.now())
    except NotEmpty:
        messages.error(request, _("Units below it are in use: put those away first."))
        return redirect("accounts:unit", slug, code)
    return redirect("accounts:units", slug)

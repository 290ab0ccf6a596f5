"""Where job roles stand on the customer's path: one's own on a phone, and the table for who arranges it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import JobRole
from accounts.policy import needs
from accounts.requests import MemberRequest, languages_of, viewer_of
from accounts.roles import Can
from lib.addresses import offered
from touchpoints.forms.role_places import RolePlacesForm
from touchpoints.models import RolePlace, Touchpoint
from touchpoints.queries.role_places import own_job_role, role_path, role_table
from touchpoints.services.rights import may_edit
from touchpoints.services.role_places import set_role_places


@needs(Can.READ_SCRIPTS)
@require_safe
def my_place(request: MemberRequest, slug: str) -> HttpResponse:
    """My touchpoints on the customer's path; `?role=` shows another role to who reads the programme."""
    viewer = viewer_of(request)
    may_choose = viewer.can(Can.READ_PROGRAMME)
    asked = request.GET.get("role", "") if may_choose else ""
    own = own_job_role(viewer, day=timezone.localdate())
    role = (JobRole.objects.filter(code=asked).first() if asked else None) or own
    context = {
        "slug": slug,
        "role": role,
        "is_own": role is not None and role == own,
        "path": role_path(role, viewer=viewer) if role else None,
        "roles": JobRole.objects.order_by("code") if may_choose else [],
        "learn": offered("training:my_record", slug),
    }
    return render(request, "touchpoints/roles/my_place.html", context)


@needs(Can.READ_PROGRAMME)
@require_safe
def role_places(request: MemberRequest, slug: str) -> HttpResponse:
    """Job roles against touchpoints, and the holes."""
    viewer = viewer_of(request)
    table = role_table(viewer=viewer, day=timezone.localdate())
    context = {
        "slug": slug,
        "table": table,
        "cells": [(one, [row.places.get(one.pk) for row in table.roles]) for one in table.touchpoints],
        "may_edit": viewer.can(Can.EDIT_OWN_TOUCHPOINT),
    }
    return render(request, "touchpoints/roles/table.html", context)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def role_place_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """What a role does at each touchpoint; an owner edits their own touchpoints."""
    role = get_object_or_404(JobRole, code=code)
    viewer = viewer_of(request)
    touchpoints = list(Touchpoint.objects.filter(archived_at=None).select_related("organisation"))
    form = RolePlacesForm(
        request.POST or None,
        languages=languages_of(request),
        touchpoints=touchpoints,
        editable=frozenset(one.pk for one in touchpoints if may_edit(touchpoint=one, viewer=viewer)),
        places={one.touchpoint_id: one for one in RolePlace.objects.filter(job_role=role)},
    )
    if request.method == "POST" and form.is_valid():
        set_role_places(job_role=role, places=form.texts, by=viewer)
        messages.success(request, _("The places are kept; people of this role see them on their phones."))
        return redirect("touchpoints:role_places", slug=slug)
    return render(request, "touchpoints/roles/edit.html", {"slug": slug, "role": role, "form": form})

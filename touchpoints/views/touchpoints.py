"""Touchpoints: the list, a touchpoint's page, its editing and its people."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.local_text import local
from touchpoints import services
from touchpoints.forms import PeopleForm, TouchpointForm
from touchpoints.models import MisfitState, Touchpoint
from touchpoints.queries import touchpoint_page, touchpoints_of
from touchpoints.queries.ideas import open_ideas
from touchpoints.queries.initiatives import initiatives_of
from touchpoints.queries.processes import processes_of
from touchpoints.queries.scripts import validity_of
from touchpoints.queries.standards import standards_at
from touchpoints.queries.usage import backlog_of, script_usage
from touchpoints.services.rights import may_propose_script
from touchpoints.views.common import languages_of, offered, own_to_edit, touchpoint_or_404, viewer_of


@needs(Can.READ_SCRIPTS)
@require_safe
def touchpoint_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Every touchpoint the viewer may read, also those on no journey."""
    viewer = viewer_of(request)
    context = {
        "slug": slug,
        "touchpoints": list(touchpoints_of(viewer=viewer)),
        "may_edit": viewer.can(Can.EDIT_PROGRAMME),
        "reads_volumes": viewer.can(Can.READ_PROGRAMME) or viewer.can(Can.WRITE_MEASURES),
    }
    return render(request, "touchpoints/touchpoint_list.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def touchpoint(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Today → desired, the script, owner, attributes, figures and trainings of a touchpoint."""
    found = touchpoint_or_404(request, code)
    viewer, today = viewer_of(request), timezone.localdate()
    page = touchpoint_page(touchpoint=found, viewer=viewer)
    context = {
        "slug": slug,
        "page": page,
        "standards": standards_at(touchpoint=found, viewer=viewer, today=today),
        "validity": validity_of(page.script, today=today) if page.script else None,
        "usage": script_usage(touchpoint=found, viewer=viewer, today=today),
        "remarks": backlog_of(touchpoint=found, viewer=viewer, state=MisfitState.OPEN).count(),
        "may_edit": services.may_edit(touchpoint=found, viewer=viewer),
        "may_measure": services.may_measure(touchpoint=found, viewer=viewer),
        "may_write_script": may_propose_script(touchpoint=found, viewer=viewer),
        "may_approve": viewer.can(Can.APPROVE_SCRIPT),
        "may_set_people": viewer.can(Can.EDIT_PROGRAMME),
        "behind": list(processes_of(viewer=viewer, touchpoint=code)),
        "ideas": open_ideas(touchpoint=found, viewer=viewer),
        "figures": offered("metrics:touchpoint_card", slug, code),
        "initiatives": list(initiatives_of(viewer=viewer).filter(touchpoints__touchpoint=found)),
        "reads_programme": viewer.can(Can.READ_PROGRAMME),
        "reads_volumes": viewer.can(Can.READ_PROGRAMME) or viewer.can(Can.WRITE_MEASURES),
        "findings": offered("audits:touchpoint_findings", slug, code) if viewer.can(Can.READ_PROGRAMME) else "",
        "training": offered("training:people", slug) if viewer.can(Can.READ_COVERAGE) else "",
    }
    return render(request, "touchpoints/touchpoint.html", context)


def _address(slug: str, touchpoint: Touchpoint) -> str:
    return reverse("touchpoints:touchpoint", args=[slug, touchpoint.code])


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_new(request: MemberRequest, slug: str) -> HttpResponse:
    """A new touchpoint."""
    organisation = request.organisation
    if request.method == "GET":
        services.ensure_standard_attributes(organisation)
    form = TouchpointForm(request.POST or None, is_new=True, languages=languages_of(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_touchpoint(
                organisation=organisation, actor=viewer_of(request).actor, **form.cleaned_data
            )
        except services.CodeTaken:
            form.add_error("code", _("There is another touchpoint of this code."))
        else:
            return redirect(_address(slug, made))
    back = reverse("touchpoints:touchpoint_list", args=[slug])
    context = {"slug": slug, "form": form, "back": back, "heading": _("New touchpoint")}
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """What a touchpoint is; an owner edits their own."""
    found = own_to_edit(request, code)
    initial = {
        "name": found.name,
        "description": found.description,
        "control": found.control,
        "depends_on": found.depends_on,
        "attributes": [one.attribute.code for one in found.attributes.select_related("attribute")],
    }
    form = TouchpointForm(request.POST or None, is_new=False, languages=languages_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        services.edit_touchpoint(touchpoint=found, by=viewer_of(request), **form.cleaned_data)
        return redirect(_address(slug, found))
    heading = _("Edit %(name)s") % {"name": local(found.name)}
    context = {"slug": slug, "form": form, "back": _address(slug, found), "heading": heading}
    return render(request, "touchpoints/form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def touchpoint_people(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Who answers for a touchpoint, and who works there."""
    found = touchpoint_or_404(request, code)
    members = Membership.objects.filter(organisation=found.organisation, ended_at=None).select_related("user")
    assigned = set(found.assignments.values_list("membership_id", flat=True))
    initial = {"owner": found.owner_id, "people": list(assigned)}
    form = PeopleForm(request.POST or None, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        _save_people(found, form, assigned, viewer_of(request).actor)
        return redirect(_address(slug, found))
    heading = _("%(name)s: who answers for it, who works there") % {"name": local(found.name)}
    context = {"slug": slug, "form": form, "back": _address(slug, found), "heading": heading}
    return render(request, "touchpoints/form.html", context)


def _save_people(touchpoint: Touchpoint, form: PeopleForm, before: set[int], actor: str) -> None:
    owner, people = form.cleaned_data["owner"], form.cleaned_data["people"]
    if owner != touchpoint.owner:
        services.set_owner(touchpoint=touchpoint, owner=owner, actor=actor, day=timezone.localdate())
    for member in people:
        services.assign_member(touchpoint=touchpoint, membership=member, actor=actor)
    for member in Membership.objects.filter(pk__in=before - {member.pk for member in people}):
        services.unassign_member(touchpoint=touchpoint, membership=member, actor=actor)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def touchpoint_archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a touchpoint away, or bring it back."""
    found = touchpoint_or_404(request, code)
    at = None if found.archived_at else timezone.now()
    services.archive_touchpoint(touchpoint=found, actor=viewer_of(request).actor, at=at)
    return redirect(_address(slug, found))

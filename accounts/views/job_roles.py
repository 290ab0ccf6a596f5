"""The jobs people do here: listed, added, renamed, put away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries
from accounts.forms.settings import JobRoleForm
from accounts.models import JobRole
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.services.job_roles import add_job_role, archive_job_role, rename_job_role


@needs(Can.READ_ROSTER)
@require_safe
def job_roles(request: MemberRequest, slug: str) -> HttpResponse:
    """All jobs with the people who do them, as far as the viewer sees them."""
    shown = {
        "job_roles": queries.job_roles(viewer=request.viewer, day=timezone.localdate()),
        "may_edit": request.viewer.can(Can.EDIT_ROSTER),
    }
    return render(request, "accounts/job_roles.html", shown)


@needs(Can.EDIT_ROSTER)
@require_http_methods(["GET", "HEAD", "POST"])
def new_job_role(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a job."""
    form = JobRoleForm(request.POST or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        add_job_role(organisation=request.organisation, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The job role is added."))
        return redirect("accounts:job-roles", slug)
    shown = {"form": form, "job_role": None}
    return render(request, "accounts/job_role.html", shown, status=400 if form.errors else 200)


@needs(Can.EDIT_ROSTER)
@require_http_methods(["GET", "HEAD", "POST"])
def job_role(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Rename a job."""
    found: JobRole = get_object_or_404(JobRole.objects.select_related("organisation"), code=code)
    form = JobRoleForm(request.POST or None, organisation=request.organisation, row=found)
    if request.method == "POST" and form.is_valid():
        rename_job_role(job_role=found, by=request.viewer, **form.cleaned_data)
        messages.success(request, _("The job role is renamed."))
        return redirect("accounts:job-roles", slug)
    shown = {"form": form, "job_role": found}
    return render(request, "accounts/job_role.html", shown, status=400 if form.errors else 200)


@needs(Can.EDIT_ROSTER)
@require_POST
def archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a job away, or take it back into use."""
    found: JobRole = get_object_or_404(JobRole.objects.select_related("organisation"), code=code)
    archive_job_role(job_role=found, by=request.viewer, at=None if found.archived_at else timezone.now())
    return redirect("accounts:job-roles", slug)

"""Work beside the pages: how far it is, why it stopped, start it again, stop it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from operations.models import Job
from operations.queries import JobProgress, jobs_shown, progress_of
from operations.services import CannotResume, cancel, resume


def _sees_all(viewer: Viewer) -> bool:
    return viewer.can(Can.MANAGE_SETTINGS) or viewer.can(Can.IMPORT)


@needs(Can.USE)
@require_safe
def jobs(request: MemberRequest, slug: str) -> HttpResponse:
    """What runs, waits, stopped and ended lately: own work, or everybody's for who imports or administers."""
    viewer = request.viewer
    rows = jobs_shown(
        organisation=request.organisation,
        now=timezone.now(),
        actor=viewer.actor,
        sees_all=_sees_all(viewer),
        manages=viewer.can(Can.MANAGE_SETTINGS),
    )
    context = {
        "current": [row for row in rows if row.is_open],
        "parked": [row for row in rows if row.is_parked],
        "ended": [row for row in rows if not row.is_open and not row.is_parked],
    }
    return render(request, "operations/jobs.html", context)


def _seen(request: MemberRequest, public_id: UUID) -> JobProgress:
    """The job if the viewer may see it; else it is not there."""
    viewer = request.viewer
    allowed = Job.objects.all() if _sees_all(viewer) else Job.objects.filter(actor=viewer.actor)
    found: Job = get_object_or_404(allowed.select_related("ticket"), public_id=public_id)
    return progress_of(
        found,
        organisation=request.organisation,
        now=timezone.now(),
        actor=viewer.actor,
        manages=viewer.can(Can.MANAGE_SETTINGS),
    )


@needs(Can.USE)
@require_safe
def job(request: MemberRequest, slug: str, public_id: UUID) -> HttpResponse:
    """One job: a fragment that asks for itself again while the work moves, and tells its page when it ended."""
    row = _seen(request, public_id)
    if not request.htmx:
        return render(request, "operations/job.html", {"row": row})
    response = render(request, "operations/_job.html", {"row": row})
    if not row.is_open:
        response["HX-Trigger"] = "job-ended"
    return response


def _changeable(request: MemberRequest, public_id: UUID) -> Job:
    row = _seen(request, public_id)
    if not row.may_change:
        raise PermissionDenied
    return row.job


@needs(Can.USE)
@require_POST
def resume_job(request: MemberRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Start stopped work again where it stopped."""
    found = _changeable(request, public_id)
    try:
        resume(job=found, actor=request.viewer.actor, actor_name=request.viewer.name)
    except CannotResume:
        messages.error(request, _("This work is not stopped, or the same work waits already."))
    else:
        messages.success(request, _("It starts again where it stopped."))
    return redirect("operations:jobs", slug=slug)


@needs(Can.USE)
@require_POST
def cancel_job(request: MemberRequest, slug: str, public_id: UUID) -> HttpResponse:
    """Stop work; what it finished so far stays."""
    found = _changeable(request, public_id)
    cancel(job=found, actor=request.viewer.actor, actor_name=request.viewer.name)
    messages.success(request, _("It is being stopped. What is finished so far stays."))
    return redirect("operations:jobs", slug=slug)

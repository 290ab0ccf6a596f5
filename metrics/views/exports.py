"""Taking a survey's answers away as a file."""

from typing import Any, cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.models import Survey
from lib.local_text import local
from metrics import services
from metrics.forms import ExportForm
from metrics.queries.exports import Shape, Values
from metrics.services.exports import EXPORT, Form
from operations.models import Job, JobState, StoredFile


@needs(Can.EXPORT_ANSWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: MemberRequest, slug: str, survey: str) -> HttpResponseBase:
    """Choose the form of the file; a small one comes at once, a large one from a job."""
    found = get_object_or_404(Survey.objects.select_related("version"), code=survey)
    form = ExportForm(request.POST or None, reads_words=request.viewer.can(Can.READ_COMMENTS))
    if request.method == "POST" and form.is_valid():
        return _made(request, slug, found, form)
    context = {"survey": found, "survey_name": local(found.name) or found.code, "form": form, "slug": slug}
    return render(request, "metrics/export.html", context)


def _made(request: MemberRequest, slug: str, survey: Survey, form: ExportForm) -> HttpResponseBase:
    wanted: dict[str, Any] = {
        "organisation": request.organisation,
        "survey": survey,
        "shape": cast(Shape, form.cleaned_data["shape"]),
        "values": cast(Values, form.cleaned_data["values"]),
        "form": cast(Form, form.cleaned_data["form"]),
        "viewer": request.viewer,
        "extras": frozenset(form.cleaned_data["extras"]),
    }
    made = services.export_small(**wanted)
    if made:
        return FileResponse(made.content, as_attachment=True, filename=made.name, content_type=made.content_type)
    job = services.start_export(**wanted, address="")
    address = reverse("metrics:export_state", args=[slug, job.public_id])
    Job.objects.filter(pk=job.pk).update(address=address)
    return redirect(address)


@needs(Can.EXPORT_ANSWERS)
@require_safe
def export_state(request: MemberRequest, slug: str, job: UUID) -> HttpResponse:
    """How far the file is, and where it is once it is made."""
    found = _own_job(request, job)
    context = {
        "job": found,
        "state": found.ticket.state,
        "is_open": found.ticket.state in (JobState.DUE, JobState.RUNNING),
        "file": reverse("metrics:export_file", args=[slug, job]) if found.result.get("file") else "",
        "here": request.path,
        "slug": slug,
    }
    name = "metrics/_export_state.html" if request.headers.get("HX-Request") else "metrics/export_state.html"
    return render(request, name, context)


@needs(Can.EXPORT_ANSWERS)
@require_safe
def export_file(request: MemberRequest, slug: str, job: UUID) -> FileResponse:
    """The finished file, as an attachment, for a day, for the one who asked for it."""
    stored = StoredFile.objects.filter(public_id=_own_job(request, job).result.get("file") or None).first()
    if stored is None:
        raise Http404("no such file any more")
    return FileResponse(
        stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )


def _own_job(request: MemberRequest, job: UUID) -> Job:
    return get_object_or_404(
        Job.objects.select_related("ticket"),
        public_id=job,
        ticket__kind=EXPORT,
        actor=request.viewer.actor,
    )

"""The way of a file to an import that can start: uploaded, read, its columns and values given a meaning."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.forms.import_values import ValuesForm
from feedback.forms.imports import ColumnsForm, ReadingForm, UploadForm
from feedback.imports.suggest import mapping_of, targets_of
from feedback.models import ImportRun
from feedback.queries.catalogue import Catalogue
from feedback.queries.imports import import_profiles, import_runs, progress_of
from feedback.queries.plans import plan as plan_of
from feedback.services.imports import begin_import, change_mapping, look_or_enqueue, start_check
from feedback.services.imports.runs import CHANGEABLE
from feedback.views.imports.common import address_of, run_or_404, started, steps_of, survey_of
from feedback.views.tabs import feedback_tabs
from lib.table_files.source import UnreadableFile
from lib.table_files.trouble import trouble
from operations.services import FileRefused


@needs(Can.IMPORT)
@require_GET
def imports(request: MemberRequest, slug: str) -> HttpResponse:
    """All imports, the newest first, and the kept profiles."""
    page = Paginator(import_runs(viewer=request.viewer), 25).get_page(request.GET.get("page"))
    profiles = import_profiles(viewer=request.viewer)
    previous = f"?page={page.previous_page_number()}" if page.has_previous() else ""
    following = f"?page={page.next_page_number()}" if page.has_next() else ""
    context = {
        "page": page, "profiles": profiles, "previous": previous, "next": following,
        "tabs": feedback_tabs(request, "imports"),
    }  # fmt: skip
    return render(request, "feedback/imports/list.html", context)


@needs(Can.IMPORT)
@require_http_methods(["GET", "POST"])
def import_new(request: MemberRequest, slug: str) -> HttpResponse:
    """Upload a file for a survey; corrected lines of an import are read by its settings."""
    before = _run_before(request)
    initial = {"survey": before.survey} if before else None
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        run = _begun(request, form, before)
        if run is not None:
            return redirect(address_of("import_reading", slug, run))
    return render(request, "feedback/imports/new.html", {"form": form, "before": before})


def _run_before(request: MemberRequest) -> ImportRun | None:
    """The import whose lines were corrected. :raises Http404: there is no such run"""
    try:
        return run_or_404(request, UUID(request.GET["after"])) if "after" in request.GET else None
    except ValueError:
        raise Http404 from None


def _begun(request: MemberRequest, form: UploadForm, before: ImportRun | None) -> ImportRun | None:
    upload = form.cleaned_data["file"]
    try:
        run = begin_import(
            organisation=request.organisation,
            survey=form.cleaned_data["survey"],
            content=upload,
            name=upload.name,
            profile=form.cleaned_data["profile"],
            mapping=_settings_of(before, form),
            actor=request.viewer.actor,
            now=timezone.now(),
        )
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return None
    _look(request, run)
    return run


def _settings_of(before: ImportRun | None, form: UploadForm) -> dict[str, Any] | None:
    """The settings of the import whose lines were corrected, without how its file was written."""
    if before is None or form.cleaned_data["profile"] or form.cleaned_data["survey"] != before.survey:
        return None
    return {key: value for key, value in before.mapping.items() if key != "file"}


def _look(request: MemberRequest, run: ImportRun) -> bool:
    try:
        run = run_or_404(request, run.public_id)
        address = address_of("import_reading", request.organisation.slug, run)
        look_or_enqueue(run=run, actor=request.viewer.actor, address=address)
    except UnreadableFile as error:
        messages.error(request, trouble(error))
        return False
    return True


@needs(Can.IMPORT)
@require_http_methods(["GET", "POST"])
def import_reading(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """How the file is written: proposed, confirmed by the user."""
    run = _changeable(request, run_id)
    file = run.mapping.get("file", {})
    form = ReadingForm(
        request.POST or None, initial=file, kind=file.get("kind", "csv"), sheets=run.preview.get("sheets", [])
    )
    if request.method == "POST" and form.is_valid():
        change_mapping(run=run, mapping={**run.mapping, "file": {**file, **form.table()}})
        if _look(request, run):
            again = "again" in request.POST or _is_empty(request, run)
            return redirect(address_of("import_reading" if again else "import_columns", slug, run))
    progress = progress_of(run, now=timezone.now())
    context = {"run": run, "form": form, "steps": steps_of(slug, run), "progress": progress}
    return render(request, "feedback/imports/reading.html", context)


def _is_empty(request: MemberRequest, run: ImportRun) -> bool:
    """Whether the file, as it was read now, has no lines below its headings."""
    return run_or_404(request, run.public_id).preview.get("rows") == 0


def _changeable(request: MemberRequest, run_id: UUID) -> ImportRun:
    run = run_or_404(request, run_id)
    if run.state not in CHANGEABLE or run.survey is None:
        raise Http404
    return run


@needs(Can.IMPORT)
@require_http_methods(["GET", "POST"])
def import_columns(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Which column means what."""
    run = _changeable(request, run_id)
    columns = run.preview.get("columns", [])
    headings = [column["heading"] for column in columns]
    form = ColumnsForm(
        request.POST or None,
        columns=columns,
        targets=targets_of(run.mapping, headings),
        plan=plan_of(survey_of(run)),
        axes=[*Catalogue().axes],
    )
    if request.method == "POST" and form.is_valid():
        change_mapping(run=run, mapping=mapping_of(form.targets(), run.mapping))
        if _look(request, run):
            return redirect(address_of("import_values", slug, run))
    return render(request, "feedback/imports/columns.html", {"run": run, "form": form, "steps": steps_of(slug, run)})


@needs(Can.IMPORT)
@require_http_methods(["GET", "POST"])
def import_values(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """What each code means, how days are written, what is to be created."""
    run = _changeable(request, run_id)
    form = ValuesForm(
        request.POST or None, mapping=run.mapping, preview=run.preview, plan=plan_of(survey_of(run)), codes=Catalogue()
    )
    if request.method == "POST" and form.is_valid():
        change_mapping(run=run, mapping=form.mapping())
        return started(request, slug, run, start_check)
    return render(request, "feedback/imports/values.html", {"run": run, "form": form, "steps": steps_of(slug, run)})

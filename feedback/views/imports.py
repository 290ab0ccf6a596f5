"""Imports in the browser: upload, reading, columns, values, dry run, import, report, undo.

Each step stands at its own address, so that a run can be left and found again; nothing here needs a script.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.forms.import_values import ValuesForm
from feedback.forms.imports import ColumnsForm, ProfileNameForm, ReadingForm, StartForm, UploadForm
from feedback.imports.checks import ProfileFaults
from feedback.imports.profile import read_profile
from feedback.imports.suggest import mapping_of, targets_of
from feedback.imports.toml import as_toml
from feedback.models import ImportRun, ImportState, Survey
from feedback.queries.catalogue import Catalogue
from feedback.queries.imports import (
    import_profiles,
    import_run,
    import_runs,
    progress_of,
    reason_of,
    reasons,
    refused_lines,
    report_rows,
)
from feedback.queries.plans import plan as plan_of
from feedback.services.imports import (
    CannotStart,
    CannotUndo,
    begin_import,
    change_mapping,
    look_or_enqueue,
    save_profile,
    start_check,
    start_import,
    start_undo,
    undo_until,
)
from feedback.services.imports.additions import missing_additions
from feedback.services.imports.runs import is_stopped
from feedback.views.tabs import feedback_tabs
from lib.csv_files import lines_of
from lib.table_files.source import UnreadableFile
from lib.table_files.trouble import trouble
from operations.services import FileRefused

_CHANGEABLE = (ImportState.MAPPING, ImportState.CHECKED, ImportState.FAILED)
STEPS = ("import_reading", "import_columns", "import_values", "import_run")


def _run(request: MemberRequest, run_id: UUID) -> ImportRun:
    try:
        return import_run(public_id=run_id, viewer=request.viewer)
    except ImportRun.DoesNotExist:
        raise Http404 from None


def _address(name: str, slug: str, run: ImportRun) -> str:
    return reverse(f"feedback:{name}", args=[slug, run.public_id])


def _steps(slug: str, run: ImportRun) -> list[Any]:
    names = (_("File"), _("Reading"), _("Columns"), _("Values"), _("Check and import"))
    addresses = ("", *(_address(step, slug, run) for step in STEPS))
    return [(name, address) if address else name for name, address in zip(names, addresses, strict=True)]


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
    """Upload a file for a survey."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _begun(request, form)
        if run is not None:
            return redirect(_address("import_reading", slug, run))
    return render(request, "feedback/imports/new.html", {"form": form})


def _begun(request: MemberRequest, form: UploadForm) -> ImportRun | None:
    upload = form.cleaned_data["file"]
    try:
        run = begin_import(
            organisation=request.organisation,
            survey=form.cleaned_data["survey"],
            content=upload,
            name=upload.name,
            profile=form.cleaned_data["profile"],
            actor=request.viewer.actor,
            now=timezone.now(),
        )
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return None
    _look(request, run)
    return run


def _look(request: MemberRequest, run: ImportRun) -> bool:
    try:
        run = _run(request, run.public_id)
        address = _address("import_reading", request.organisation.slug, run)
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
            return redirect(_address("import_reading" if again else "import_columns", slug, run))
    progress = progress_of(run, now=timezone.now())
    context = {"run": run, "form": form, "steps": _steps(slug, run), "progress": progress}
    return render(request, "feedback/imports/reading.html", context)


def _is_empty(request: MemberRequest, run: ImportRun) -> bool:
    """Whether the file, as it was read now, has no lines below its headings."""
    return _run(request, run.public_id).preview.get("rows") == 0


def _changeable(request: MemberRequest, run_id: UUID) -> ImportRun:
    run = _run(request, run_id)
    if run.state not in _CHANGEABLE or run.survey is None:
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
        plan=plan_of(_survey(run)),
        axes=[*Catalogue().axes],
    )
    if request.method == "POST" and form.is_valid():
        change_mapping(run=run, mapping=mapping_of(form.targets(), run.mapping))
        if _look(request, run):
            return redirect(_address("import_values", slug, run))
    return render(request, "feedback/imports/columns.html", {"run": run, "form": form, "steps": _steps(slug, run)})


def _survey(run: ImportRun) -> Survey:
    """The survey a run is for; a run whose survey is gone has no columns to choose."""
    if run.survey is None:
        raise Http404
    return run.survey


@needs(Can.IMPORT)
@require_http_methods(["GET", "POST"])
def import_values(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """What each code means, how days are written, what is to be created."""
    run = _changeable(request, run_id)
    form = ValuesForm(
        request.POST or None, mapping=run.mapping, preview=run.preview, plan=plan_of(_survey(run)), codes=Catalogue()
    )
    if request.method == "POST" and form.is_valid():
        change_mapping(run=run, mapping=form.mapping())
        return _start(request, slug, run, start_check)
    return render(request, "feedback/imports/values.html", {"run": run, "form": form, "steps": _steps(slug, run)})


def _start(request: MemberRequest, slug: str, run: ImportRun, start: Any) -> HttpResponseRedirect:
    address = _address("import_run", slug, run)
    conflict = request.POST.get("on_conflict") or run.on_conflict
    try:
        start(run=run, on_conflict=conflict, actor=request.viewer.actor, address=address)
    except ProfileFaults as faults:
        for fault in faults.faults:
            messages.error(request, str(fault))
        return redirect(_address("import_values", slug, run))
    except CannotStart:
        messages.error(request, _("This import is at work already, or done."))
    return redirect(address)


@needs(Can.IMPORT)
@require_GET
def import_run_page(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """One import: progress, what it would do or did, its report, the way back."""
    run = _run(request, run_id)
    template = "feedback/imports/_state.html" if request.htmx else "feedback/imports/run.html"
    return render(request, template, _state(request, slug, run))


def _state(request: MemberRequest, slug: str, run: ImportRun) -> dict[str, Any]:
    now = timezone.now()
    progress = progress_of(run, now=now)
    until = undo_until(run)
    dry = run.state in (ImportState.CHECKING, ImportState.CHECKED)
    lines = refused_lines(run, viewer=request.viewer)
    return {
        "run": run,
        "counts_title": _("What the import would do") if dry else _("What the import did"),
        "progress": progress,
        "at_work": progress is not None and progress.at_work,
        "stopped": is_stopped(run) and run.state in (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING),
        "undo_until": until if until and until > now else None,
        "reasons": reasons(run, viewer=request.viewer),
        "lines": [(line, reason_of(line)) for line in lines[:20]],
        "lines_in_all": lines.count(),
        "additions": _additions(run),
        "brings": run.stored + run.updated,
        "start": StartForm(initial={"on_conflict": run.on_conflict}),
        "keep": ProfileNameForm(initial={"name": run.mapping.get("name") or run.file_name.rpartition(".")[0]}),
        "steps": _steps(slug, run),
    }


def _additions(run: ImportRun) -> dict[str, list[str]]:
    if run.state != ImportState.CHECKED or run.survey is None:
        return {}
    return missing_additions(plan_of(_survey(run)), Catalogue(), read_profile(run.mapping).create)


@needs(Can.IMPORT)
@require_POST
def import_check(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Start the dry run again."""
    return _start(request, slug, _run(request, run_id), start_check)


@needs(Can.IMPORT)
@require_POST
def import_start(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Start the import that was checked, or go on with one that was stopped."""
    run = _run(request, run_id)
    form = StartForm(request.POST)
    if run.state not in (ImportState.CHECKED, ImportState.RUNNING) or not form.is_valid():
        messages.error(request, _("Check the file first."))
        return redirect(_address("import_run", slug, run))
    return _start(request, slug, run, start_import)


@needs(Can.IMPORT)
@require_POST
def import_undo(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Start the undo."""
    run = _run(request, run_id)
    address = _address("import_run", slug, run)
    try:
        start_undo(run=run, actor=request.viewer.actor, now=timezone.now(), address=address)
    except CannotUndo:
        messages.error(request, _("This import cannot be undone any more."))
    return redirect(address)


@needs(Can.IMPORT)
@require_POST
def import_keep(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Keep the settings as a profile."""
    run = _run(request, run_id)
    form = ProfileNameForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["name"]
        try:
            save_profile(
                organisation=request.organisation,
                name=name,
                mapping=run.mapping,
                survey=run.survey,
                actor=request.viewer.actor,
            )
        except ProfileFaults as faults:
            messages.error(request, "; ".join(str(fault) for fault in faults.faults))
        else:
            messages.success(request, _("Kept as the profile “%(name)s”.") % {"name": name})
    return redirect(_address("import_run", slug, run))


@needs(Can.IMPORT)
@require_GET
def import_profile(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """The settings as a file for the command line."""
    run = _run(request, run_id)
    response = HttpResponse(as_toml(run.mapping), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="profile.toml"'
    return response


@needs(Can.IMPORT)
@require_GET
def import_report(request: MemberRequest, slug: str, run_id: UUID) -> StreamingHttpResponse:
    """The lines that were not taken, as a CSV file."""
    run = _run(request, run_id)
    # The scope closes before a streamed body runs: the rows are read here, the file is small beside its source.
    lines = ["\ufeff", *lines_of(report_rows(run, viewer=request.viewer))]
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rejected-lines.csv"'
    return response

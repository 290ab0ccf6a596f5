"""One import at its own page: dry run, import, what was refused, the way back, and keeping its settings."""

from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from feedback.forms.imports import ProfileNameForm, StartForm
from feedback.imports.checks import ProfileFaults
from feedback.imports.profile import read_profile
from feedback.imports.toml import as_toml
from feedback.models import ImportRun, ImportState
from feedback.queries.catalogue import Catalogue
from feedback.queries.imports import progress_of, reason_of, reasons, refused_lines, removal_of, report_rows
from feedback.queries.plans import plan as plan_of
from feedback.services.imports import CannotUndo, save_profile, start_check, start_import, start_undo, undo_until
from feedback.services.imports.additions import missing_additions
from feedback.services.imports.runs import is_stopped, must_be_undoable
from feedback.views.imports.common import address_of, run_or_404, started, steps_of, survey_of
from lib.csv_files import lines_of


@needs(Can.IMPORT)
@require_GET
def import_run_page(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """One import: progress, what it would do or did, its report, the way back."""
    run = run_or_404(request, run_id)
    template = "feedback/imports/_state.html" if request.htmx else "feedback/imports/run.html"
    return render(request, template, _state(request, slug, run))


def _state(request: MemberRequest, slug: str, run: ImportRun) -> dict[str, Any]:
    now = timezone.now()
    progress = progress_of(run, now=now)
    until = undo_until(run)
    lines = refused_lines(run, viewer=request.viewer)
    return {
        "run": run,
        "counts_title": _counts_title(run),
        "deleted": progress.done if progress else run.stored,
        "progress": progress,
        "at_work": progress is not None and progress.at_work,
        "stopped": is_stopped(run) and run.state in (ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING),
        "undo_until": until if until and until > now else None,
        "reasons": reasons(run, viewer=request.viewer),
        "lines": [(line, reason_of(line)) for line in lines[:20]],
        "lines_in_all": lines.count(),
        "again": f"{reverse('feedback:import_new', args=[slug])}?after={run.public_id}",
        "additions": _additions(run),
        "brings": run.stored + run.updated,
        "start": StartForm(initial={"on_conflict": run.on_conflict}),
        "keep": ProfileNameForm(initial={"name": run.mapping.get("name") or run.file_name.rpartition(".")[0]}),
        "steps": steps_of(slug, run),
    }


def _counts_title(run: ImportRun) -> str:
    if run.state in (ImportState.CHECKING, ImportState.CHECKED):
        return _("What the import would do")
    return _("What the import had done") if run.state == ImportState.UNDONE else _("What the import did")


def _additions(run: ImportRun) -> dict[str, list[str]]:
    if run.state != ImportState.CHECKED or run.survey is None:
        return {}
    return missing_additions(plan_of(survey_of(run)), Catalogue(), read_profile(run.mapping).create)


@needs(Can.IMPORT)
@require_POST
def import_check(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Start the dry run again."""
    return started(request, slug, run_or_404(request, run_id), start_check)


@needs(Can.IMPORT)
@require_POST
def import_start(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Start the import that was checked, or go on with one that was stopped."""
    run = run_or_404(request, run_id)
    form = StartForm(request.POST)
    if run.state not in (ImportState.CHECKED, ImportState.RUNNING) or not form.is_valid():
        messages.error(request, _("Check the file first."))
        return redirect(address_of("import_run", slug, run))
    return started(request, slug, run, start_import)


@needs(Can.IMPORT)
@require_http_methods(["GET", "POST"])
def import_undo(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Say what an undo would delete and ask; then start it."""
    run = run_or_404(request, run_id)
    address, now = address_of("import_run", slug, run), timezone.now()
    try:
        if request.method == "POST":
            start_undo(run=run, actor=request.viewer.actor, now=now, address=address)
            return redirect(address)
        must_be_undoable(run, now=now)
    except CannotUndo:
        messages.error(request, _("This import cannot be undone any more."))
        return redirect(address)
    removal = removal_of(run, viewer=request.viewer)
    return render(request, "feedback/imports/undo.html", {"run": run, "removal": removal, "back": address})


@needs(Can.IMPORT)
@require_POST
def import_keep(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """Keep the settings as a profile."""
    run = run_or_404(request, run_id)
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
    return redirect(address_of("import_run", slug, run))


@needs(Can.IMPORT)
@require_GET
def import_profile(request: MemberRequest, slug: str, run_id: UUID) -> HttpResponse:
    """The settings as a file for the command line."""
    run = run_or_404(request, run_id)
    response = HttpResponse(as_toml(run.mapping), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="profile.toml"'
    return response


@needs(Can.IMPORT)
@require_GET
def import_report(request: MemberRequest, slug: str, run_id: UUID) -> StreamingHttpResponse:
    """The lines that were not taken, as a CSV file to correct and import again."""
    run = run_or_404(request, run_id)
    # The scope closes before a streamed body runs: the reasons are read by now, what is left to read is the file.
    lines = lines_of(report_rows(run, viewer=request.viewer))
    response = StreamingHttpResponse(chain(["\ufeff"], lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rejected-lines.csv"'
    return response

"""What the pages of an import share: the run asked for, its steps, and setting it to work."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from feedback.imports.checks import ProfileFaults
from feedback.models import ImportRun, Survey
from feedback.queries.imports import import_run
from feedback.services.imports import CannotStart

STEPS = ("import_reading", "import_columns", "import_values", "import_run")


def run_or_404(request: MemberRequest, run_id: UUID) -> ImportRun:
    """The run of this id. :raises Http404: there is none, or the viewer may not see it"""
    try:
        return import_run(public_id=run_id, viewer=request.viewer)
    except ImportRun.DoesNotExist:
        raise Http404 from None


def address_of(name: str, slug: str, run: ImportRun) -> str:
    """The page of a run."""
    return reverse(f"feedback:{name}", args=[slug, run.public_id])


def steps_of(slug: str, run: ImportRun) -> list[Any]:
    """The steps of an import, with the addresses of those that can be gone back to."""
    names = (_("File"), _("Reading"), _("Columns"), _("Values"), _("Check and import"))
    addresses = ("", *(address_of(step, slug, run) for step in STEPS))
    return [(name, address) if address else name for name, address in zip(names, addresses, strict=True)]


def survey_of(run: ImportRun) -> Survey:
    """The survey a run is for; a run whose survey is gone has no columns to choose."""
    if run.survey is None:
        raise Http404
    return run.survey


def started(request: MemberRequest, slug: str, run: ImportRun, start: Any) -> HttpResponseRedirect:
    """Set the run to work by this service, and lead to where its progress, or what is wrong, is shown."""
    address = address_of("import_run", slug, run)
    conflict = request.POST.get("on_conflict") or run.on_conflict
    try:
        start(run=run, on_conflict=conflict, actor=request.viewer.actor, address=address)
    except ProfileFaults as faults:
        for fault in faults.faults:
            messages.error(request, str(fault))
        return redirect(address_of("import_values", slug, run))
    except CannotStart:
        messages.error(request, _("This import is at work already, or done."))
    return redirect(address)

"""The employees' roster: list, one row, and a file that is shown as a difference before it is taken."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries
from accounts.forms.choices import unit_choices
from accounts.forms.roster import EmployeeForm, RosterFileForm
from accounts.models import Employee
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.roster_files import ENCODINGS, UnreadableRoster, read_roster_file
from accounts.services.roster import (
    COLUMNS,
    EmployeeRefused,
    RosterDifference,
    WrongHeadings,
    check_headings,
    read_roster,
    save_employee,
)
from lib.csv_files import lines_of
from operations.models import StoredFile
from operations.services import FileRefused, delete_file, save_upload
from organisations.models import Unit
from organisations.queries import subtree_ids

PAGE = 50
KIND = "roster.upload"
REFUSALS = {
    "number_taken": ("number", gettext_lazy("Another employee has this number.")),
    "own_manager": ("manager", gettext_lazy("Nobody reports to themselves.")),
    "days": ("until_day", gettext_lazy("The last day lies before the first one.")),
}


def _asked(request: MemberRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "").strip() for name in ("words", "unit", "state", "sort")}


def _found(request: MemberRequest, asked: dict[str, str]):  # type: ignore[no-untyped-def]
    unit = Unit.objects.filter(pk=asked["unit"]).first() if asked["unit"].isdecimal() else None
    return queries.roster(
        viewer=request.viewer, day=timezone.localdate(), words=asked["words"], state=asked["state"],
        sort=asked["sort"], unit_ids=subtree_ids(unit.pk) if unit else None,
    )  # fmt: skip


@needs(Can.READ_ROSTER)
@require_safe
def roster(request: MemberRequest, slug: str) -> HttpResponse:
    """Everybody on the roster in the units one sees."""
    asked = _asked(request)
    page = Paginator(_found(request, asked), PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page, "chosen": asked, "units": unit_choices(below=request.viewer.unit_ids),
        "may_edit": request.viewer.can(Can.EDIT_ROSTER),
    }  # fmt: skip
    return render(request, "accounts/roster.html", shown)


@needs(Can.EDIT_ROSTER)
@require_safe
def roster_csv(request: MemberRequest, slug: str) -> HttpResponse:
    """The list as a file that can be read in again; with `?template` only its heading row."""
    rows = [] if "template" in request.GET else list(_found(request, _asked(request)))

    def cells() -> Iterator[list[object]]:
        yield list(COLUMNS)
        for row in rows:
            yield [
                row.number, row.name, row.unit.code, row.job_role.code if row.job_role else "", row.language,
                row.manager.number if row.manager else "", row.user.email if row.user else "",
                row.from_day or "", row.until_day or "",
            ]  # fmt: skip

    response = StreamingHttpResponse(lines_of(cells()), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="roster.csv"'
    return response  # type: ignore[return-value]


@needs(Can.EDIT_ROSTER)
@require_http_methods(["GET", "HEAD", "POST"])
def employee(request: MemberRequest, slug: str, public_id: uuid.UUID | None = None) -> HttpResponse:
    """One row of the roster: a new one, or one to change."""
    row = get_object_or_404(Employee, public_id=public_id) if public_id else Employee(organisation=request.organisation)
    form = EmployeeForm(request.POST or None, instance=row, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        try:
            save_employee(employee=form.save(commit=False), viewer=request.viewer)
        except EmployeeRefused as refused:
            form.add_error(*REFUSALS[refused.code])
        else:
            messages.success(request, _("The roster is changed."))
            return redirect("accounts:roster", slug)
    shown = {"form": form, "employee": row if public_id else None}
    return render(request, "accounts/employee.html", shown, status=400 if form.errors else 200)


@needs(Can.EDIT_ROSTER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose a file; what it would change is shown, and nothing is changed yet."""
    form = RosterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            stored = save_upload(
                organisation=request.organisation, upload=form.cleaned_data["file"], kind=KIND,
                actor=request.viewer.actor, accepted=("csv",), expires_at=timezone.now() + timedelta(days=1),
            )  # fmt: skip
            difference = _read(request, stored, form.cleaned_data, dry_run=True)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        except UnreadableRoster as unreadable:
            form.add_error("file", str(unreadable))
        except WrongHeadings as lacking:
            form.add_error("file", _("The heading row lacks: %(columns)s.") % {"columns": lacking})
        else:
            shown = {"difference": difference, "stored": stored, "chosen": form.cleaned_data}
            return render(request, "accounts/roster_difference.html", shown)
    shown = {"form": form, "columns": COLUMNS}
    return render(request, "accounts/roster_upload.html", shown, status=400 if form.errors else 200)


@needs(Can.EDIT_ROSTER)
@require_POST
def commit(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Take a file whose difference was shown."""
    stored = get_object_or_404(StoredFile, public_id=public_id, kind=KIND, actor=request.viewer.actor)
    encoding = request.POST.get("encoding", "")
    if encoding not in dict(ENCODINGS):
        return redirect("accounts:roster-upload", slug)
    chosen = {"encoding": encoding, "complete": request.POST.get("complete") == "on"}
    difference = _read(request, stored, chosen, dry_run=False)
    delete_file(file=stored)
    messages.success(
        request,
        _("The roster is changed: %(added)s added, %(changed)s changed, %(leaving)s leaving.")
        % {kind: len(getattr(difference, kind)) for kind in ("added", "changed", "leaving")},
    )
    return redirect("accounts:roster", slug)


def _read(request: MemberRequest, stored: StoredFile, chosen: dict[str, object], *, dry_run: bool) -> RosterDifference:
    with stored.file.open("rb") as file:
        read = read_roster_file(file, encoding=str(chosen["encoding"]))
    check_headings(read.headings)
    return read_roster(
        organisation=request.organisation, viewer=request.viewer, lines=read.lines, today=timezone.localdate(),
        complete=bool(chosen["complete"]), dry_run=dry_run,
    )  # fmt: skip

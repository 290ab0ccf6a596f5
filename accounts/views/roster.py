"""The employees' roster: list, one row, and a file that is shown as a difference before it is taken."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import queries
from accounts.forms.choices import unit_choices
from accounts.forms.roster import EmployeeForm, RosterFileForm
from accounts.models import Employee, JobRole
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.roster_files import ENCODINGS, RosterFile, UnreadableRoster, read_roster_file
from accounts.services.employees import EmployeeRefused, save_employee
from accounts.services.job_roles import add_missing_job_roles
from accounts.services.roster import read_roster
from accounts.services.roster_changes import COLUMNS, RosterDifference, WrongHeadings, check_headings, unread_headings
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
    "sign_in_taken": ("user", gettext_lazy("Employee %(holder)s signs in as this person on the same days.")),
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
            field, reason = REFUSALS[refused.code]
            form.add_error(field, str(reason) % {"holder": refused.holder})
        else:
            messages.success(request, _("The roster is changed."))
            return redirect("accounts:roster", slug)
    shown = {"form": form, "employee": row if public_id else None}
    return render(request, "accounts/employee.html", shown, status=400 if form.errors else 200)


@needs(Can.EDIT_ROSTER)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: MemberRequest, slug: str) -> HttpResponse:
    """Choose a file; what it would change is shown next, and nothing is changed yet."""
    form = RosterFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        stored = _kept(request, form)
        if stored is not None:
            return redirect(_address("roster-difference", slug, stored, form.cleaned_data))
    shown = {"form": form, "columns": COLUMNS, "job_roles": JobRole.objects.filter(archived_at=None)}
    return render(request, "accounts/roster_upload.html", shown, status=400 if form.errors else 200)


def _kept(request: MemberRequest, form: RosterFileForm) -> StoredFile | None:
    """The file, kept for a day if it can be read as a roster; else the form says why not."""
    stored = None
    try:
        stored = save_upload(
            organisation=request.organisation, upload=form.cleaned_data["file"], kind=KIND,
            actor=request.viewer.actor, accepted=("csv",), expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        _lines(stored, form.cleaned_data)
    except (FileRefused, UnreadableRoster) as refused:
        form.add_error("file", str(refused))
    except WrongHeadings as lacking:
        form.add_error("file", _("The heading row lacks: %(columns)s.") % {"columns": lacking})
    if stored is not None and form.errors:
        delete_file(file=stored)
    return None if form.errors else stored


@needs(Can.EDIT_ROSTER)
@require_http_methods(["GET", "HEAD", "POST"])
def difference(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """What a file would change; sent, it is taken."""
    stored, chosen = _stored(request, public_id), _chosen(request)
    told, headings = _read(request, stored, chosen, dry_run=request.method != "POST")
    if request.method != "POST":
        shown = {"difference": told, "stored": stored, "chosen": chosen, "unread": unread_headings(headings)}
        return render(request, "accounts/roster_difference.html", shown)
    delete_file(file=stored)
    messages.success(
        request,
        _("The roster is changed: %(added)s added, %(changed)s changed, %(leaving)s leaving.")
        % {kind: len(getattr(told, kind)) for kind in ("added", "changed", "leaving")},
    )
    return redirect("accounts:roster", slug)


@needs(Can.EDIT_ROSTER)
@require_POST
def make_job_roles(request: MemberRequest, slug: str, public_id: uuid.UUID) -> HttpResponse:
    """Make the job roles that a file names and nobody has made; then its difference is shown anew."""
    stored, chosen = _stored(request, public_id), _chosen(request)
    told, _headings = _read(request, stored, chosen, dry_run=True)
    made = add_missing_job_roles(organisation=request.organisation, codes=told.missing_job_roles, by=request.viewer)
    said = ngettext("%(n)s job role is made.", "%(n)s job roles are made.", len(made)) % {"n": len(made)}
    messages.success(request, said)
    return redirect(_address("roster-difference", slug, stored, chosen))


def _stored(request: MemberRequest, public_id: uuid.UUID) -> StoredFile:
    """The uploader's own file."""
    return get_object_or_404(StoredFile, public_id=public_id, kind=KIND, actor=request.viewer.actor)


def _chosen(request: MemberRequest) -> dict[str, object]:
    """How the file is to be read, as its difference's address says."""
    encoding = request.GET.get("encoding", "")
    known = encoding if encoding in dict(ENCODINGS) else ENCODINGS[0][0]
    return {"encoding": known, "complete": request.GET.get("complete") == "on"}


def _address(name: str, slug: str, stored: StoredFile, chosen: Mapping[str, object]) -> str:
    asked = {"encoding": str(chosen["encoding"])} | ({"complete": "on"} if chosen["complete"] else {})
    return f"{reverse(f'accounts:{name}', args=[slug, stored.public_id])}?{urlencode(asked)}"


def _lines(stored: StoredFile, chosen: Mapping[str, object]) -> RosterFile:
    """:raises UnreadableRoster, WrongHeadings: see there"""
    with stored.file.open("rb") as file:
        read = read_roster_file(file, encoding=str(chosen["encoding"]))
    check_headings(read.headings)
    return read


def _read(
    request: MemberRequest, stored: StoredFile, chosen: Mapping[str, object], *, dry_run: bool
) -> tuple[RosterDifference, list[str]]:
    """What a kept file changes, and the columns it has. :raises Http404: it cannot be read as the address says"""
    try:
        read = _lines(stored, chosen)
    except (UnreadableRoster, WrongHeadings) as refused:
        raise Http404 from refused
    told = read_roster(
        organisation=request.organisation, viewer=request.viewer, lines=read.lines, today=timezone.localdate(),
        complete=bool(chosen["complete"]), dry_run=dry_run,
    )  # fmt: skip
    return told, read.headings

"""One thing: who has which part in it, what is wrong, and giving and taking parts."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints.answering.words import Part, ThingKind
from touchpoints.forms.accountability import PartForm
from touchpoints.models import Journey, Process, Touchpoint
from touchpoints.queries.accountability import ThingRow, kind_of, line_of, thing_of, things_of
from touchpoints.queries.holders import UnknownHolder, holder_row, name_of
from touchpoints.services.responsibilities import OnlyPersonsAnswer, give_part, loses_it, may_give, take_part
from touchpoints.services.rights import NotYours
from touchpoints.views.accountability.lists import tabs
from touchpoints.views.common import viewer_of


@needs(Can.READ_PROGRAMME)
@require_safe
def thing(request: MemberRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """Who is accountable, responsible, consulted, informed."""
    return _shown(request, slug, _row(request, kind, key))


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def give(request: MemberRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """Give somebody a part."""
    row = _row(request, kind, key)
    if not _editable(request, row):
        raise PermissionDenied
    form = _form(request, row, request.POST)
    if not form.is_valid() or form.holder is None:
        return _shown(request, slug, row, form)
    loser = loses_it(thing=row, part=form.cleaned_data["part"], holder=form.holder)
    if loser and "agreed" not in request.POST:
        return _shown(request, slug, row, form, asked={"loser": name_of(loser), "winner": name_of(form.holder)})
    try:
        give_part(
            thing=row, part=form.cleaned_data["part"], holder=form.holder, by=viewer_of(request),
            day=timezone.localdate(),
        )  # fmt: skip
    except NotYours as refused:
        raise PermissionDenied from refused
    except OnlyPersonsAnswer:
        form.add_error("who", _("Only a person can be accountable: name one."))
        return _shown(request, slug, row, form)
    told = {"name": name_of(form.holder), "part": Part(form.cleaned_data["part"]).label}
    words = _("%(name)s is %(part)s now.") % told
    if loser:
        words = _("%(name)s is %(part)s now; %(loser)s no longer is.") % {**told, "loser": name_of(loser)}
    messages.success(request, words)
    return redirect(_address(slug, row))


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def take(request: MemberRequest, slug: str, kind: str, key: str) -> HttpResponse:
    """Take a part away from somebody."""
    row, viewer = _row(request, kind, key), viewer_of(request)
    part = request.POST.get("part", "")
    try:
        holder = holder_row(key=request.POST.get("who", ""), viewer=viewer)
    except UnknownHolder as unknown:
        raise Http404("nobody of this key") from unknown
    if part not in Part.values:
        raise Http404("no such part")
    try:
        take_part(thing=row, part=part, holder=holder, by=viewer, day=timezone.localdate())
    except NotYours as refused:
        raise PermissionDenied from refused
    return redirect(_address(slug, row))


def _row(request: MemberRequest, kind: str, key: str) -> ThingRow:
    """What the address names, among what the viewer may read."""
    for row in things_of(viewer=viewer_of(request), kind=kind) if kind in ThingKind.values else ():
        if thing_of(row).key == key:
            return row
    raise Http404("no such thing")


def _address(slug: str, row: ThingRow) -> str:
    return reverse("touchpoints:accountable", args=[slug, kind_of(row), thing_of(row).key])


def _form(request: MemberRequest, row: ThingRow, typed: Any = None) -> PartForm:
    return PartForm(typed, viewer=viewer_of(request), today=timezone.localdate(), parts=_editable(request, row))


def _editable(request: MemberRequest, row: ThingRow) -> list[Part]:
    """The parts that the viewer may give."""
    return [part for part in Part if may_give(thing=row, part=part, viewer=viewer_of(request))]


def _shown(
    request: MemberRequest, slug: str, row: ThingRow, form: PartForm | None = None,
    *, asked: Mapping[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; `asked` names who would lose the part and who would get it."""
    editable = _editable(request, row)
    line = line_of(row=row, today=timezone.localdate())
    context = {
        "slug": slug,
        "line": line,
        "parts": [(part, held, part in editable) for part, held in line.by_part],
        "form": (form or _form(request, row)) if editable else None,
        "asked": asked,
        "page": _page_of(slug, row),
        "tabs": tabs(slug, ""),
    }
    status = 400 if form is not None and form.errors else 200
    return render(request, "touchpoints/accountability/thing.html", context, status=status)


def _page_of(slug: str, row: ThingRow) -> str:
    """Where the thing itself stands; channels have no page in the programme."""
    if isinstance(row, Journey):
        page = reverse("touchpoints:touchpoints", args=[slug, row.engagement.slug])
        return f"{page}?journey={row.code}"
    if isinstance(row, Touchpoint):
        return reverse("touchpoints:touchpoint", args=[slug, row.code])
    return reverse("touchpoints:process", args=[slug, row.code]) if isinstance(row, Process) else ""

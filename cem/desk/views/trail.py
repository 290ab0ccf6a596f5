"""The activity trail: read, filtered, verified, taken away as a file."""

from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.doors import members_of
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from cem.desk.reach import trail_reach
from cem.desk.trail_names import codes_of, name_in, names_of, things_called
from cem.desk.trail_words import ACTIONS, kinds_called, told
from lib.csv_files import lines_of
from lib.forms import AskedDay
from operations.models import TrailEntry
from operations.queries import TrailFilter, trail_entries, trail_page, verify_trail
from operations.services.sealing import highest_sequence
from operations.services.trail import details_text

EXPORT_LIMIT = 100_000
HEADINGS = (
    "at",
    "actor",
    "actor_name",
    "action",
    "target_kind",
    "target_id",
    "target_name",
    "details",
    "id",
    "sequence",
    "seal",
)


class TrailForm(forms.Form):
    """What the reader looks for; stands in the address, so that a view can be sent to a colleague."""

    actor = forms.CharField(label=gettext_lazy("Who"), required=False, max_length=150)
    action = forms.CharField(
        label=gettext_lazy("What happened"),
        required=False,
        max_length=80,
        widget=forms.Select(choices=[("", gettext_lazy("anything")), *ACTIONS.items()]),
    )
    target = forms.CharField(label=gettext_lazy("To what"), required=False, max_length=200)
    from_day = AskedDay(
        label=gettext_lazy("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to_day = AskedDay(
        label=gettext_lazy("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    older_than = forms.UUIDField(required=False, widget=forms.HiddenInput)
    newer_than = forms.UUIDField(required=False, widget=forms.HiddenInput)


def _entries(request: MemberRequest) -> tuple[TrailForm, QuerySet[TrailEntry]]:
    """The form as sent, and the entries it asks for; what cannot be read is said at its field and not looked for."""
    form = TrailForm(request.GET)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) for name in ("actor", "action", "target", "from_day", "to_day")}
    wanted = TrailFilter(**{name: value for name, value in asked.items() if value})
    if wanted.target:
        wanted = replace(wanted, kinds=kinds_called(wanted.target), things=things_called(wanted.target))
    zone = ZoneInfo(request.organisation.time_zone)
    return form, trail_entries(reach=trail_reach(request.viewer), wanted=wanted, zone=zone)


@needs(Can.READ_TRAIL)
@require_safe
def trail(request: MemberRequest, slug: str) -> HttpResponse:
    """Who did what and when, newest first."""
    form, entries = _entries(request)
    page = trail_page(
        entries,
        older_than=form.cleaned_data.get("older_than"),
        newer_than=form.cleaned_data.get("newer_than"),
    )
    people = {str(member.user.public_id): member.user.name for member in members_of(organisation=request.organisation)}
    names, codes = names_of(page.entries), codes_of(page.entries)
    context = {
        "form": form,
        "page": page,
        "lines": [told(entry, people, name_in(entry, names), codes) for entry in page.entries],
        "newer": _beside(request, "newer_than", page.newer),
        "older": _beside(request, "older_than", page.older),
        "query": _query(request),
        "sealed": highest_sequence(),
        "unsealed": TrailEntry.objects.filter(sequence=None).count(),
        "zone": request.organisation.time_zone,
    }
    return render(request, "operations/trail.html", context)


def _query(request: MemberRequest, **more: str) -> str:
    query = request.GET.copy()
    for name in ("older_than", "newer_than"):
        query.pop(name, None)
    for name, value in more.items():
        query[name] = value
    return query.urlencode()


def _beside(request: MemberRequest, side: str, entry: UUID | None) -> str:
    return f"?{_query(request, **{side: str(entry)})}" if entry else ""


@needs(Can.READ_TRAIL)
@require_POST
def verify(request: MemberRequest, slug: str) -> HttpResponse:
    """Compute every seal anew and say whether the chain holds."""
    found = verify_trail(organisation=request.organisation)
    if found.holds:
        words = _("The trail is unbroken: %(sealed)d sealed entries, %(unsealed)d waiting for their seal.")
        messages.success(request, words % {"sealed": found.sealed, "unsealed": found.unsealed})
    else:
        words = _("The trail is broken at entry %(number)d (%(id)s). Tell the operator of this installation.")
        messages.error(request, words % {"number": found.broken_sequence, "id": found.broken_id or found.reason})
    return redirect("operations:trail", slug=slug)


@needs(Can.READ_TRAIL)
@require_safe
def trail_csv(request: MemberRequest, slug: str) -> HttpResponse:
    """The entries looked for as a file, in which nothing is a formula; the newest hundred thousand."""
    _form, entries = _entries(request)
    rows = (
        (
            entry.at.isoformat(),
            entry.actor,
            entry.actor_name,
            entry.action,
            entry.target_kind,
            entry.target_id,
            entry.target_name,
            details_text(entry.details),
            str(entry.public_id),
            entry.sequence,
            entry.entry_hash,
        )
        for entry in entries[:EXPORT_LIMIT].iterator(chunk_size=2000)
    )
    body = "\ufeff" + "".join(lines_of([HEADINGS])) + "".join(lines_of(rows))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trail-{slug}.csv"'
    return response

"""All touchpoints and their places as a file: taken out, and taken in after a look at what would change."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.csv_files import lines_of
from lib.periods import day_of
from lib.table_files.table import Table
from programs.queries import engagements_of
from touchpoints.forms.tables import TableForm
from touchpoints.listing.columns import columns, sample
from touchpoints.listing.reading import HeadingsMissing, Wishes, read_wishes
from touchpoints.queries.listing import listing
from touchpoints.services import NotYours
from touchpoints.services.listing import ListingPlan, ListingRefused, plan_listing, take_listing
from touchpoints.views.common import languages_of, viewer_of

MOST_SHOWN = 200


@needs(Can.EDIT_PROGRAMME)
@require_safe
def listing_file(request: MemberRequest, slug: str) -> HttpResponse:
    """The table as CSV; with `?sample=1` invented lines that show how it looks."""
    if "sample" in request.GET:
        rows, name = sample(languages_of(request), programme=_only_programme(request)), "sample-touchpoints.csv"
    else:
        rows, name = listing(organisation=request.organisation, viewer=viewer_of(request)), "touchpoints.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse("".join(lines_of(rows)), content_type="text/csv; charset=utf-8", headers=headers)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def listing_import(request: MemberRequest, slug: str) -> HttpResponse:
    """The table from a file: first what it would change, then, once somebody has seen that, all of it."""
    form = TableForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"slug": slug, "form": form, "columns": columns(languages_of(request))}
    if request.method == "POST" and form.is_valid():
        table = form.cleaned_data["table"]
        try:
            wishes = _wishes(request, table)
            plan = _done(request, wishes) if "take" in request.POST else _planned(request, wishes)
        except HeadingsMissing as missing:
            form.add_error(None, _missing(table, missing))
        else:
            if "take" in request.POST and not plan.bad:
                return redirect("touchpoints:touchpoint_list", slug)
            context |= {"plan": plan, "counts": plan.counts(), "bad": plan.bad[:MOST_SHOWN], "kept": table.packed()}
            context["form"] = TableForm()
    return render(request, "touchpoints/listing/import.html", context)


def _wishes(request: MemberRequest, table: Table) -> Wishes:
    return read_wishes(table, languages=languages_of(request), programme=_only_programme(request))


def _only_programme(request: MemberRequest) -> str:
    """The short name of the programme, where there is one only."""
    slugs = list(engagements_of(viewer=viewer_of(request)).values_list("slug", flat=True)[:2])
    return slugs[0] if len(slugs) == 1 else ""


def _planned(request: MemberRequest, wishes: Wishes) -> ListingPlan:
    return plan_listing(wishes=wishes, organisation=request.organisation, viewer=viewer_of(request))


def _done(request: MemberRequest, wishes: Wishes) -> ListingPlan:
    """Take it; what changed since somebody looked may refuse it."""
    today = day_of(timezone.now(), request.organisation.time_zone)
    try:
        plan = take_listing(wishes=wishes, organisation=request.organisation, by=viewer_of(request), day=today)
    except ListingRefused as refused:
        return refused.plan
    except NotYours as error:
        raise PermissionDenied from error
    told = ngettext("%(n)s change is made.", "%(n)s changes are made.", len(plan.changes))
    messages.success(request, told % {"n": len(plan.changes)})
    return plan


def _missing(table: Table, missing: HeadingsMissing) -> str:
    if "lane" in table.headings:
        return _("This is the matrix of one map: take it in on the page of that map, under Export.")
    return _("These headings are missing: %(names)s.") % {"names": ", ".join(missing.names)}

"""A standard's page: what was measured, entered by hand on a phone or from a file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from organisations.models import Unit
from touchpoints import services
from touchpoints.forms import ValueForm, ValuesForm
from touchpoints.measures import MeasuredValue
from touchpoints.models import Standard, Touchpoint, ValueSource
from touchpoints.queries.standards import standard_views, values_of, wording_of
from touchpoints.refusals import REFUSALS
from touchpoints.views.common import touchpoint_or_404, viewer_of

ON_A_PAGE = 20


@needs(Can.READ_SCRIPTS)
@require_safe
def standard(request: MemberRequest, slug: str, code: str, standard: str) -> HttpResponse:
    """The standard with its latest values, and the form for today's."""
    found = touchpoint_or_404(request, code)
    shown = _standard_or_404(found, standard)
    return _page(request, found, shown, _blank(shown), ValuesForm())


@needs(Can.WRITE_MEASURES)
@require_POST
def standard_value(request: MemberRequest, slug: str, code: str, standard: str) -> HttpResponse:
    """Keep one value that was typed in."""
    found = touchpoint_or_404(request, code)
    shown = _standard_or_404(found, standard)
    _refuse(request, found)
    form = ValueForm(request.POST, standard=shown, units=_units())
    if form.is_valid() and _record(request, shown, [form.measured()], ValueSource.FORM, form):
        messages.success(request, _("Kept. Thank you."))
        return redirect(_address(slug, found, shown))
    return _page(request, found, shown, form, ValuesForm())


def _units() -> QuerySet[Unit]:
    return Unit.objects.filter(archived_at=None)


def _blank(shown: Standard) -> ValueForm:
    return ValueForm(standard=shown, units=_units(), initial={"day": timezone.localdate(), "cases": 1})


@needs(Can.WRITE_MEASURES)
@require_POST
def standard_file(request: MemberRequest, slug: str, code: str, standard: str) -> HttpResponse:
    """Values from a file, all rows or none."""
    found = touchpoint_or_404(request, code)
    shown = _standard_or_404(found, standard)
    _refuse(request, found)
    form = ValuesForm(request.POST, request.FILES)
    if form.is_valid():
        rows = form.cleaned_data["file"]
        lines = [line for line, _row in rows]
        if _record(request, shown, [row for _line, row in rows], ValueSource.FILE, form, lines):
            messages.success(request, _("%(count)s rows are kept.") % {"count": len(rows)})
            return redirect(_address(slug, found, shown))
    return _page(request, found, shown, _blank(shown), form)


def _record(
    request: MemberRequest,
    standard: Standard,
    values: list[MeasuredValue],
    source: ValueSource,
    form: Any,
    lines: list[int] | None = None,
) -> bool:
    """Store the values, or put what is wrong with them into the form."""
    try:
        services.record_values(
            standard=standard, values=values, source=source, by=viewer_of(request), at=timezone.now(),
            today=timezone.localdate(),
        )  # fmt: skip
    except services.ValuesRefused as refused:
        for place, why in list(refused.refusals.items())[:10]:
            words = str(REFUSALS[why])
            form.add_error(None, f"{_('Line')} {lines[place]}: {words}" if lines else words)
        return False
    return True


def _page(
    request: MemberRequest, touchpoint: Touchpoint, shown: Standard, form: ValueForm, file_form: ValuesForm
) -> HttpResponse:
    wording = wording_of(standard=shown)
    values = values_of(standard=shown, viewer=viewer_of(request))
    context = {
        "slug": touchpoint.organisation.slug,
        "touchpoint": touchpoint,
        "standard": shown,
        "view": standard_views([wording], today=timezone.localdate())[0] if wording else None,
        "values": Paginator(values, ON_A_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "file_form": file_form,
        "may_measure": services.may_measure(touchpoint=touchpoint, viewer=viewer_of(request)),
    }
    return render(request, "touchpoints/standard.html", context)


def _refuse(request: MemberRequest, touchpoint: Touchpoint) -> None:
    if not services.may_measure(touchpoint=touchpoint, viewer=viewer_of(request)):
        raise PermissionDenied


def _address(slug: str, touchpoint: Touchpoint, shown: Standard) -> str:
    return reverse("touchpoints:standard", args=[slug, touchpoint.code, shown.code])


def _standard_or_404(touchpoint: Touchpoint, code: str) -> Standard:
    standards = Standard.objects.select_related("touchpoint", "organisation")
    return get_object_or_404(standards, touchpoint=touchpoint, code=code)

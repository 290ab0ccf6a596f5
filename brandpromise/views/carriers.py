"""What carries the promise to customers: list, page, editing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest, languages_of, viewer_of
from accounts.roles import Can
from brandpromise import queries, services
from brandpromise.forms import CarrierForm
from brandpromise.models import Carrier, CarrierKind, CarrierMode
from brandpromise.services.carriers import EVIDENCE
from brandpromise.views.coded import (
    address_of,
    as_asked,
    found_or_404,
    list_context,
    put_away_or_back,
    saved_or_said,
)
from brandpromise.views.common import section
from operations.models import StoredFile
from operations.services import FileRefused, save_upload

TAKEN = ("pdf", "png", "jpg", "webp", "docx", "pptx")
FILTERS = ("words", "kind", "mode", "pillar", "state", "sort")
LOCAL = ("name", "promises", "where")


@needs(Can.READ_SCRIPTS)
@require_safe
def carriers(request: MemberRequest, slug: str) -> HttpResponse:
    """Everything that raises customers' expectations, in words and without."""
    asked, today = as_asked(request, FILTERS), timezone.localdate()
    context = {
        **list_context(request, "carriers", queries.carriers(today=today, **asked), asked),
        "kinds": CarrierKind.choices,
        "modes": CarrierMode.choices,
    }
    return render(request, "brandpromise/carriers.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def carrier(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """What a carrier promises, to whom and since when, with its evidence and the claims it makes."""
    context = {
        **section(request, slug, "carriers"),
        "carrier": found_or_404(queries.carrier(code)),
        "today": timezone.localdate(),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
    }
    return render(request, "brandpromise/carrier.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def carrier_edit(request: MemberRequest, slug: str, code: str = "") -> HttpResponse:
    """A new carrier, or one to change."""
    found = found_or_404(queries.carrier(code)) if code else None
    form, both = _form(request, found), None
    if request.method == "POST" and form.is_valid():
        try:
            saved, both = saved_or_said(
                request, form, found, lambda: _save(request, found, form), parts=LOCAL,
                taken=_("There is another carrier of this code."),
            )  # fmt: skip
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            if saved:
                return redirect(address_of(saved))
    back = address_of(found) if found else reverse("brandpromise:carriers", args=[slug])
    context = {**section(request, slug, "carriers"), "form": form, "carrier": found, "both": both, "back": back}
    return render(request, "brandpromise/carrier_edit.html", context)


def _form(request: MemberRequest, found: Carrier | None) -> CarrierForm:
    initial: dict[str, Any] = {}
    if found:
        fields = (*LOCAL, "kind", "mode", "from_day", "until_day", "address", "revision")
        initial = {name: getattr(found, name) for name in fields}
        initial["pillars"] = [link.pillar_id for link in found.pillars.all()]
    return CarrierForm(
        request.POST or None, request.FILES or None, is_new=found is None, languages=languages_of(request),
        initial=initial,
    )  # fmt: skip


def _save(request: MemberRequest, found: Carrier | None, form: CarrierForm) -> Carrier:
    words = dict(form.cleaned_data)
    upload, opened = words.pop("file"), words.pop("revision", None)
    file: StoredFile | None = None
    if upload:
        file = save_upload(
            organisation=request.organisation, upload=upload, kind=EVIDENCE, actor=viewer_of(request).actor,
            accepted=TAKEN,
        )  # fmt: skip
    words.setdefault("code", found.code if found else "")
    return services.save_carrier(
        organisation=request.organisation, carrier=found, by=viewer_of(request), file=file, opened=opened, **words
    )


@needs(Can.EDIT_PROGRAMME)
@require_POST
def carrier_archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a carrier away, or bring it back."""
    return put_away_or_back(request, found_or_404(queries.carrier(code)))

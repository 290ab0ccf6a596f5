"""Claims: a slogan, what of it can be checked, and what the figures say; these come from an app above."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest, languages_of, viewer_of
from accounts.roles import Can
from brandpromise import queries, services
from brandpromise.forms import ClaimForm
from brandpromise.models import Carrier, Claim
from brandpromise.views.coded import (
    address_of,
    as_asked,
    found_or_404,
    list_context,
    put_away_or_back,
    saved_or_said,
)
from brandpromise.views.common import section
from lib.addresses import offered

FILTERS = ("words", "pillar", "carrier", "state", "sort")
LOCAL = ("slogan", "checkable")
VERDICT = "metrics:claim_card"  # the card that says whether a claim is true


@needs(Can.READ_SCRIPTS)
@require_safe
def claims(request: MemberRequest, slug: str) -> HttpResponse:
    """What we say, what of it can be checked, and whether it is so."""
    asked = as_asked(request, FILTERS)
    context = list_context(request, "claims", queries.claims(**asked), asked)
    context["rows"] = [(one, offered(VERDICT, slug, one.code)) for one in context["page"].object_list]
    context["carriers"] = Carrier.objects.filter(archived_at=None)
    return render(request, "brandpromise/claims.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def claim(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """From the slogan to what can be checked to what was measured."""
    context = {
        **section(request, slug, "claims"),
        "claim": found_or_404(queries.claim(code)),
        "verdict": offered(VERDICT, slug, code),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
    }
    return render(request, "brandpromise/claim.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_edit(request: MemberRequest, slug: str, code: str = "") -> HttpResponse:
    """A new claim, or one to change."""
    found = found_or_404(queries.claim(code)) if code else None
    form, both = _form(request, found), None
    if request.method == "POST" and form.is_valid():
        saved, both = saved_or_said(
            request, form, found, lambda: _save(request, found, form), parts=LOCAL,
            taken=_("There is another claim of this code."),
        )  # fmt: skip
        if saved:
            return redirect(address_of(saved))
    back = address_of(found) if found else reverse("brandpromise:claims", args=[slug])
    context = {**section(request, slug, "claims"), "form": form, "claim": found, "both": both, "back": back}
    return render(request, "brandpromise/claim_edit.html", context)


def _form(request: MemberRequest, found: Claim | None) -> ClaimForm:
    initial: dict[str, Any] = {"carrier": Carrier.objects.filter(code=request.GET.get("carrier", "")).first()}
    if found:
        initial = {name: getattr(found, name) for name in (*LOCAL, "carrier", "pillar", "revision")}
    return ClaimForm(request.POST or None, is_new=found is None, languages=languages_of(request), initial=initial)


def _save(request: MemberRequest, found: Claim | None, form: ClaimForm) -> Claim:
    words = dict(form.cleaned_data)
    opened = words.pop("revision", None)
    words.setdefault("code", found.code if found else "")
    return services.save_claim(
        organisation=request.organisation, claim=found, by=viewer_of(request), opened=opened, **words
    )


@needs(Can.EDIT_PROGRAMME)
@require_POST
def claim_archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a claim away, or bring it back."""
    return put_away_or_back(request, found_or_404(queries.claim(code)))

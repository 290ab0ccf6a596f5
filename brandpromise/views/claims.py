"""Claims: a slogan, what of it can be checked, and what the figures say; these come from an app above."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from brandpromise import queries, services
from brandpromise.forms import ClaimForm
from brandpromise.models import Carrier, Claim, Pillar
from brandpromise.views.common import language_names, languages_of, offered, section, viewer_of
from lib.both_texts import BothTexts, ChangedMeanwhile, both_texts, local_parts, reopen

PAGE = 30
FILTERS = ("words", "pillar", "carrier", "state", "sort")
VERDICT = "metrics:claim_card"  # the card that says whether a claim is true


@needs(Can.READ_SCRIPTS)
@require_safe
def claims(request: MemberRequest, slug: str) -> HttpResponse:
    """What we say, what of it can be checked, and whether it is so."""
    asked = {name: request.GET.get(name, "").strip() for name in FILTERS}
    page = Paginator(queries.claims(**asked), PAGE).get_page(request.GET.get("page"))
    context = {
        **section(request, slug, "claims"),
        "page": page,
        "rows": [(one, offered(VERDICT, slug, one.code)) for one in page.object_list],
        "chosen": asked,
        "is_filtered": any(asked[name] for name in FILTERS if name != "sort"),
        "pillars": Pillar.objects.prefetch_related("texts"),
        "carriers": Carrier.objects.filter(archived_at=None),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
    }
    return render(request, "brandpromise/claims.html", context)


def _or_404(code: str) -> Claim:
    found = queries.claim(code)
    if found is None:
        raise Http404("no such claim")
    return found


@needs(Can.READ_SCRIPTS)
@require_safe
def claim(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """From the slogan to what can be checked to what was measured."""
    context = {
        **section(request, slug, "claims"),
        "claim": _or_404(code),
        "verdict": offered(VERDICT, slug, code),
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME),
    }
    return render(request, "brandpromise/claim.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_edit(request: MemberRequest, slug: str, code: str = "") -> HttpResponse:
    """A new claim, or one to change."""
    found = _or_404(code) if code else None
    form = _form(request, found)
    both = None
    if request.method == "POST" and form.is_valid():
        words = dict(form.cleaned_data)
        words.setdefault("code", found.code if found else "")
        try:
            saved = services.save_claim(
                organisation=request.organisation, claim=found, by=viewer_of(request),
                opened=words.pop("revision", None), **words,
            )  # fmt: skip
        except services.CodeTaken:
            form.add_error("code", _("There is another claim of this code."))
        except ChangedMeanwhile:
            both = _both(request, found, form) if found else None
        else:
            return redirect(_address(slug, saved))
    back = _address(slug, found) if found else reverse("brandpromise:claims", args=[slug])
    context = {**section(request, slug, "claims"), "form": form, "claim": found, "both": both, "back": back}
    return render(request, "brandpromise/claim_edit.html", context)


def _form(request: MemberRequest, found: Claim | None) -> ClaimForm:
    initial: dict[str, Any] = {"carrier": Carrier.objects.filter(code=request.GET.get("carrier", "")).first()}
    if found:
        initial = {name: getattr(found, name) for name in ("slogan", "checkable", "carrier", "pillar", "revision")}
    return ClaimForm(request.POST or None, is_new=found is None, languages=languages_of(request), initial=initial)


def _both(request: MemberRequest, found: Claim, form: ClaimForm) -> BothTexts:
    stored, names = Claim.objects.get(pk=found.pk), language_names(request)
    reopen(form, stored.revision)

    def told(slogan: Any, checkable: Any) -> dict[str, str]:
        return local_parts(_("What we say"), slogan, names) | local_parts(_("What can be checked"), checkable, names)

    return both_texts(
        stored=told(stored.slogan, stored.checkable),
        yours=told(form.cleaned_data["slogan"], form.cleaned_data["checkable"]),
        revision=stored.revision,
    )


@needs(Can.EDIT_PROGRAMME)
@require_POST
def claim_archive(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Put a claim away, or bring it back."""
    found = _or_404(code)
    services.archive(thing=found, by=viewer_of(request), at=None if found.archived_at else timezone.now())
    messages.success(request, _("It is put away.") if found.archived_at else _("It is back in use."))
    return redirect(_address(slug, found))


def _address(slug: str, claim: Claim) -> str:
    return reverse("brandpromise:claim", args=[slug, claim.code])

"""The verdict on a claim as a card for its page, and by what it is checked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from brandpromise.models import Claim
from metrics.forms import ClaimMeasureForm
from metrics.models import ClaimMeasure
from metrics.queries import Dimension
from metrics.queries.claims import claim_verdict
from metrics.queries.naming import ReadableNames
from metrics.services.claims import OneMeasure, ValueNotAsked, measure_claim
from metrics.views.filtering import today_of


@needs(Can.READ_FIGURES)
@require_safe
def claim_card(request: MemberRequest, slug: str, claim: str) -> HttpResponse:
    """Whether a claim is true, as far as it is measured."""
    found = get_object_or_404(Claim, code=claim)
    verdict = claim_verdict(found, viewer=request.viewer, today=today_of(request))
    context = {
        "slug": slug,
        "verdict": verdict,
        "survey": ReadableNames().name(Dimension.SURVEY, verdict.answered.survey) if verdict.answered else "",
        "may_edit": request.viewer.can(Can.EDIT_PROGRAMME),
    }
    return render(request, "metrics/_claim_card.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def claim_measure(request: MemberRequest, slug: str, claim: str) -> HttpResponse:
    """Choose the question with its share, or the standard."""
    found = get_object_or_404(Claim, code=claim)
    names = ("question", "at_least", "target_share", "standard")
    known = ClaimMeasure.objects.filter(claim=found).first()
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = ClaimMeasureForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            measure_claim(claim=found, by=request.viewer, **form.cleaned_data)
        except ValueNotAsked:
            form.add_error("at_least", _("This value is not on the scale."))
        except OneMeasure:
            form.add_error(None, _("Choose a question with its value and share, or a standard: one of both."))
        else:
            return redirect("brandpromise:claim", slug=slug, code=found.code)
    return render(request, "metrics/claim_measure.html", {"slug": slug, "claim": found, "form": form})

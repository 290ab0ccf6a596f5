"""Can we deliver it? Which units are asked, what they signed, and signing for one's own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms.choices import unit_choices
from accounts.policy import needs
from accounts.requests import MemberRequest, viewer_of
from accounts.roles import Can
from brandpromise import services
from brandpromise.forms import AskUnitsForm, SignForm
from brandpromise.models import Promise
from brandpromise.queries import feasibility_of, may_sign
from brandpromise.views.common import section, version_or_404
from lib.local_text import local
from organisations.models import Unit


@needs(Can.READ_PROGRAMME)
@require_safe
def feasibility(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """What each unit says."""
    promise = version_or_404(request, number)
    view = feasibility_of(promise, viewer=viewer_of(request))
    asked = [str(one.row.unit_id) for one in view.rows]
    context = {
        **section(request, slug, "feasibility", shown=promise),
        "promise": promise,
        "view": view,
        "may_ask": viewer_of(request).can(Can.EDIT_PROGRAMME) and promise.is_draft,
        "form": AskUnitsForm(choices=unit_choices(), initial={"units": asked}),
    }
    return render(request, "brandpromise/feasibility.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def units_ask(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Ask these units."""
    promise = version_or_404(request, number)
    form = AskUnitsForm(request.POST, choices=unit_choices())
    if form.is_valid():
        units = Unit.objects.filter(pk__in=form.cleaned_data["units"])
        try:
            services.ask_units(promise=promise, units=units, by=viewer_of(request), at=timezone.now())
        except services.NotADraft:
            messages.error(request, _("Only a draft is discussed."))
        else:
            messages.success(request, _("The units' managers have been told."))
    return redirect(_address(slug, promise))


@needs(Can.READ_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: MemberRequest, slug: str, number: int, unit: str) -> HttpResponse:
    """Sign for a unit."""
    promise = version_or_404(request, number)
    found = get_object_or_404(Unit, code=unit)
    row = promise.feasibilities.filter(unit=found).first()
    if row is None:
        raise Http404("this unit is not asked")
    if not may_sign(viewer_of(request), found.pk):
        raise PermissionDenied
    form = SignForm(request.POST or None, initial={"verdict": row.verdict, "words": row.words})
    if request.method == "POST" and form.is_valid():
        try:
            services.sign_feasibility(promise=promise, unit=found, by=viewer_of(request), at=timezone.now(),
                                      **form.cleaned_data)  # fmt: skip
        except services.NotADraft:
            messages.error(request, _("This version no longer changes."))
        else:
            messages.success(request, _("Signed for %(unit)s.") % {"unit": local(found.name)})
        return redirect(_address(slug, promise))
    context = {
        **section(request, slug, "feasibility", shown=promise), "promise": promise, "unit": found, "form": form,
        "pillars": promise.pillars.all(), "back": _address(slug, promise),
    }  # fmt: skip
    return render(request, "brandpromise/sign.html", context)


def _address(slug: str, promise: Promise) -> str:
    return reverse("brandpromise:feasibility", args=[slug, promise.number])

"""How a script does at work: one tap says that it fitted or not, and what becomes of each remark."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints import services
from touchpoints.forms import AnswerForm
from touchpoints.models import Misfit, MisfitState, Script, Touchpoint, VersionState
from touchpoints.queries.usage import backlog_of, script_usage
from touchpoints.views.common import own_to_edit, touchpoint_or_404, viewer_of

ON_A_PAGE = 30


@needs(Can.READ_SCRIPTS)
@require_POST
def script_opened(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Count a reading of the script; the page says so by itself once it is open."""
    shown = _published(touchpoint_or_404(request, code))
    services.note_opening(script=shown, by=viewer_of(request), today=timezone.localdate())
    return HttpResponse(status=204)


@needs(Can.READ_SCRIPTS)
@require_POST
def script_judged(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """One tap: it fitted, or it did not, with words and the step where they are given."""
    shown = _published(touchpoint_or_404(request, code))
    viewer, today = viewer_of(request), timezone.localdate()
    if "fitted" in request.POST:
        services.say_fitted(script=shown, by=viewer, today=today)
        messages.success(request, _("Thank you: good to know that it helps."))
    else:
        step = request.POST.get("step", "")
        services.say_unfit(
            script=shown, by=viewer, today=today, words=request.POST.get("words", ""),
            step=int(step) if step.isascii() and step.isdigit() and len(step) < 5 else None,
        )  # fmt: skip
        messages.success(request, _("Thank you: it stands in the backlog, without your name."))
    return redirect(reverse("touchpoints:script", args=[slug, code]))


def _published(touchpoint: Touchpoint) -> Script:
    scripts = Script.objects.select_related("touchpoint__owner__user", "organisation")
    return get_object_or_404(scripts, touchpoint=touchpoint, state=VersionState.APPROVED)


@needs(Can.READ_SCRIPTS)
@require_safe
def backlog(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Where the scripts did not fit, and what became of it; `?state=` chooses."""
    found, viewer = touchpoint_or_404(request, code), viewer_of(request)
    state = request.GET.get("state", "")
    remarks = backlog_of(touchpoint=found, viewer=viewer, state=state)
    context = {
        "slug": slug,
        "touchpoint": found,
        "page": Paginator(remarks, ON_A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": MisfitState.choices,
        "usage": script_usage(touchpoint=found, viewer=viewer, today=timezone.localdate()),
        "may_answer": services.may_edit(touchpoint=found, viewer=viewer),
        "form": AnswerForm(),
    }
    return render(request, "touchpoints/backlog.html", context)


@needs(Can.EDIT_OWN_TOUCHPOINT)
@require_POST
def misfit_answer(request: MemberRequest, slug: str, code: str, remark: str) -> HttpResponse:
    """Say what becomes of a remark."""
    found = own_to_edit(request, code)
    shown = get_object_or_404(
        Misfit.objects.select_related("touchpoint", "organisation"), touchpoint=found, public_id=remark
    )
    form = AnswerForm(request.POST)
    try:
        if not form.is_valid():
            raise services.AnswerMissing
        services.answer_misfit(misfit=shown, by=viewer_of(request), at=timezone.now(), **form.cleaned_data)
    except services.AnswerMissing:
        messages.error(request, _("What is not taken up is answered in words."))
    return redirect(reverse("touchpoints:backlog", args=[slug, code]))

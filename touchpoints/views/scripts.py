"""The script as the frontline reads it on a phone: its versions, approval, sign-offs, and its card for the counter."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints import services
from touchpoints.forms import ReturnForm, SignOffForm
from touchpoints.models import Script, ScriptPassage, VersionState
from touchpoints.queries import readable_script, touchpoint_page
from touchpoints.queries.scripts import ScriptFilter, compare_scripts, script_lines, validity_of
from touchpoints.services.rights import may_propose_script
from touchpoints.views.common import comparison_page, offered, touchpoint_or_404, viewer_of

ON_A_PAGE = 30


@needs(Can.READ_SCRIPTS)
@require_safe
def script_list(request: MemberRequest, slug: str) -> HttpResponse:
    """Every touchpoint's script; `?q=` finds by words, `?kind=` what waits, ends or is missing."""
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    lines = script_lines(viewer=viewer_of(request), today=timezone.localdate(), words=words, kind=kind)
    context = {
        "slug": slug,
        "page": Paginator(lines, ON_A_PAGE).get_page(request.GET.get("page")),
        "words": words,
        "kind": kind,
        "kinds": ScriptFilter.choices,
    }
    return render(request, "touchpoints/script_list.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def script(request: MemberRequest, slug: str, code: str, number: int | None = None) -> HttpResponse:
    """The script that holds, or an earlier version of it."""
    found = touchpoint_or_404(request, code)
    viewer = viewer_of(request)
    shown = readable_script(touchpoint=found, viewer=viewer, number=number)
    if number and shown is None:
        raise Http404("no such version")
    page = touchpoint_page(touchpoint=found, viewer=viewer)
    context = {
        "slug": slug,
        "touchpoint": found,
        "script": shown,
        "validity": validity_of(shown, today=timezone.localdate()) if shown else None,
        "is_held": bool(shown and shown.state == VersionState.APPROVED),
        "versions": page.scripts,
        "before": next((one for one in page.scripts if shown and one.number < shown.number), None),
        "design": page.design,
        "may_write": may_propose_script(touchpoint=found, viewer=viewer),
        "may_approve": viewer.can(Can.APPROVE_SCRIPT),
        "return_form": ReturnForm(),
        "sign_off_form": SignOffForm(),
        "learn": offered("training:my_record", slug),
    }
    return render(request, "touchpoints/script.html", context)


@needs(Can.READ_SCRIPTS)
@require_safe
def script_comparison(request: MemberRequest, slug: str, code: str, before: int, after: int) -> HttpResponse:
    """Two versions of a script, part by part."""
    found, viewer = touchpoint_or_404(request, code), viewer_of(request)
    earlier = readable_script(touchpoint=found, viewer=viewer, number=before)
    later = readable_script(touchpoint=found, viewer=viewer, number=after)
    if earlier is None or later is None:
        raise Http404("no such version")
    back = reverse("touchpoints:script_version", args=[slug, code, after])
    return comparison_page(request, found, (earlier, later), compare_scripts, title=_("Script"), back=back)


@needs(Can.PROPOSE_SCRIPT)
@require_POST
def script_propose(request: MemberRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Hand a draft to the committee."""
    found = _script_or_404(request, code, number)
    try:
        services.propose_script(script=found, by=viewer_of(request))
    except services.NotYours as refused:
        raise PermissionDenied from refused
    except services.NotProposed:
        messages.error(request, _("Only a draft can be proposed."))
    return redirect(_version(slug, code, number))


@needs(Can.APPROVE_SCRIPT)
@require_POST
def script_decide(request: MemberRequest, slug: str, code: str, number: int) -> HttpResponse:
    """Approve a proposed script, or give it back with the reason."""
    found = _script_or_404(request, code, number)
    try:
        if "approve" in request.POST:
            services.approve_script(script=found, by=viewer_of(request), at=timezone.now())
        else:
            services.return_script(script=found, by=viewer_of(request), reason=request.POST.get("reason", ""))
    except services.NotProposed:
        messages.error(request, _("It does not wait for approval, or the reason is missing."))
    except services.PassageNotVetted:
        messages.error(request, _("A passage that is said exactly so has no sign-off that holds."))
    except services.AlreadyExpired:
        messages.error(request, _("The day until which it holds has passed: give it back for a new one."))
    return redirect(_version(slug, code, number))


@needs(Can.APPROVE_SCRIPT)
@require_POST
def passage_sign_off(request: MemberRequest, slug: str, code: str, number: int, passage: UUID) -> HttpResponse:
    """Keep who vetted a passage and until when its words hold."""
    found = _script_or_404(request, code, number)
    passages = ScriptPassage.objects.select_related("script__touchpoint", "organisation")
    shown = get_object_or_404(passages, script=found, public_id=passage)
    form = SignOffForm(request.POST)
    try:
        if not form.is_valid():
            raise services.SignOffRefused
        services.sign_off_passage(passage=shown, by=viewer_of(request), at=timezone.now(), **form.cleaned_data)
    except services.SignOffRefused:
        messages.error(request, _("A sign-off names who vetted the words, and a day that is still to come."))
    else:
        messages.success(request, _("The sign-off is kept."))
    return redirect(f"{_version(slug, code, number)}#passages")


def _version(slug: str, code: str, number: int) -> str:
    return reverse("touchpoints:script_version", args=[slug, code, number])


def _script_or_404(request: MemberRequest, code: str, number: int) -> Script:
    found = touchpoint_or_404(request, code)
    scripts = Script.objects.select_related("touchpoint__owner__user", "organisation")
    return get_object_or_404(scripts, touchpoint=found, number=number)

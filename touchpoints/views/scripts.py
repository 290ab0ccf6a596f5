"""The script as the frontline reads it on a phone, and its making."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from touchpoints import services
from touchpoints.forms import ReturnForm, ScriptForm, StepFormSet
from touchpoints.models import Script, Touchpoint, VersionState
from touchpoints.queries import readable_script, touchpoint_page
from touchpoints.services import StepText
from touchpoints.services.rights import may_propose_script
from touchpoints.views.common import languages_of, offered, touchpoint_or_404, viewer_of

PARTS = ("act", "say", "avoid", "if_harder")


@needs(Can.READ_SCRIPTS)
@require_safe
def script(request: MemberRequest, slug: str, code: str, number: int | None = None) -> HttpResponse:
    """The script that holds, or an earlier version of it."""
    found = touchpoint_or_404(request, code)
    viewer = viewer_of(request)
    shown = readable_script(touchpoint=found, viewer=viewer, number=number)
    if number and (shown is None or not _may_see(shown, viewer)):
        raise Http404("no such version")
    page = touchpoint_page(touchpoint=found, viewer=viewer)
    context = {
        "slug": slug,
        "touchpoint": found,
        "script": shown,
        "steps": list(shown.steps.all()) if shown else [],
        "versions": page.scripts,
        "design": page.design,
        "may_write": may_propose_script(touchpoint=found, viewer=viewer),
        "may_approve": viewer.can(Can.APPROVE_SCRIPT),
        "return_form": ReturnForm(),
        "learn": offered("training:my_record", slug),
    }
    return render(request, "touchpoints/script.html", context)


def _may_see(script: Script, viewer: Any) -> bool:
    """Versions in the making are for those who take part in the programme and for their author."""
    unfinished = script.state in (VersionState.DRAFT, VersionState.PROPOSED)
    return not unfinished or viewer.can(Can.READ_PROGRAMME) or script.written_by == viewer.actor


@needs(Can.PROPOSE_SCRIPT)
@require_http_methods(["GET", "HEAD", "POST"])
def script_edit(request: MemberRequest, slug: str, code: str) -> HttpResponse:
    """Write the next version, begun from the one in the making or the one that holds."""
    found = touchpoint_or_404(request, code)
    viewer = viewer_of(request)
    if not may_propose_script(touchpoint=found, viewer=viewer):
        raise PermissionDenied
    page = touchpoint_page(touchpoint=found, viewer=viewer)
    form, steps = _forms(request, page.script_draft or page.script, page.script_draft)
    if request.method == "POST" and "more" not in request.POST and form.is_valid() and steps.is_valid():
        written = _save(request, found, form, steps)
        if written:
            return redirect(reverse("touchpoints:script_version", args=[slug, code, written.number]))
    context = {"slug": slug, "touchpoint": found, "form": form, "steps": steps, "draft": page.script_draft}
    return render(request, "touchpoints/script_edit.html", context)


def _forms(request: MemberRequest, base: Script | None, draft: Script | None) -> tuple[ScriptForm, Any]:
    languages = languages_of(request)
    initial = {"title": base.title, "escalation": base.escalation} if base else {}
    initial["why"] = draft.why if draft else ""
    begun = [{part: getattr(step, part) for part in PARTS} for step in base.steps.all()] if base else []
    typed = _with_more(request) if request.method == "POST" else None
    form = ScriptForm(typed, languages=languages, initial=initial)
    return form, StepFormSet(typed, initial=begun, prefix="step", form_kwargs={"languages": languages})


def _with_more(request: MemberRequest) -> Any:
    """What was typed; "another step" asks for one form more."""
    typed = request.POST.copy()
    total = typed.get("step-TOTAL_FORMS", "0")
    if "more" in typed and total.isdigit():
        typed["step-TOTAL_FORMS"] = str(min(int(total) + 1, 20))
    return typed


def _save(request: MemberRequest, touchpoint: Touchpoint, form: ScriptForm, steps: Any) -> Script | None:
    texts = [StepText(**{part: one.get(part) or {} for part in PARTS}) for one in (f.cleaned_data for f in steps)]
    try:
        written = services.draft_script(touchpoint=touchpoint, steps=texts, by=viewer_of(request), **form.cleaned_data)
    except services.EmptyScript:
        form.add_error(None, _("A script needs at least one step that says what to do."))
        return None
    if "propose" in request.POST:
        services.propose_script(script=written, by=viewer_of(request))
        messages.success(request, _("The script now waits for the committee's approval."))
    return written


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
    return redirect(reverse("touchpoints:script_version", args=[slug, code, number]))


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
    return redirect(reverse("touchpoints:script_version", args=[slug, code, number]))


def _script_or_404(request: MemberRequest, code: str, number: int) -> Script:
    found = touchpoint_or_404(request, code)
    scripts = Script.objects.select_related("touchpoint", "organisation")
    return get_object_or_404(scripts, touchpoint=found, number=number)

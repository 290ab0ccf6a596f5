"""The promise: what holds, its history, two versions side by side, writing and deciding the next."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise import services
from brandpromise.forms import PillarFormSet, PromiseForm
from brandpromise.models import Promise, PromiseState
from brandpromise.queries import approved_promise, compare, promise_version, promise_versions, promise_view
from programs.forms import DecideForm


def _page(slug: str, promise: Promise) -> str:
    return reverse("brandpromise:version", args=[slug, promise.number])


@needs(Can.READ_SCRIPTS)
@require_safe
def promise(request: MemberRequest, slug: str) -> HttpResponse:
    """The promise that holds, with the history of its versions."""
    held = approved_promise()
    return _show(request, slug, held)


@needs(Can.READ_SCRIPTS)
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """One version; while it waits, it is decided here."""
    shown = promise_version(number)
    if shown is None or not _may_see(shown, request.viewer):
        raise Http404("no such version")
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, shown, form):
        return redirect(_page(slug, shown))
    return _show(request, slug, shown, form)


def _may_see(promise: Promise, viewer: Viewer) -> bool:
    """Versions in the making are for those who take part in the programme."""
    is_public = promise.state in (PromiseState.APPROVED, PromiseState.RETIRED)
    return is_public or viewer.can(Can.READ_PROGRAMME)


def _show(request: MemberRequest, slug: str, shown: Promise | None, form: DecideForm | None = None) -> HttpResponse:
    viewer = request.viewer
    versions = [one for one in promise_versions() if _may_see(one, viewer)]
    unfinished = next((one for one in versions if one.state in (PromiseState.DRAFT, PromiseState.PROPOSED)), None)
    context = {
        "slug": slug,
        "view": promise_view(shown, viewer=viewer, today=timezone.localdate()) if shown else None,
        "versions": versions,
        "unfinished": unfinished,
        "form": form or DecideForm(),
        "may_edit": viewer.can(Can.EDIT_PROGRAMME),
        "may_propose": viewer.can(Can.PROPOSE_GATE),
    }
    return render(request, "brandpromise/promise.html", context)


def _decide(request: MemberRequest, promise: Promise, form: DecideForm) -> bool:
    try:
        services.decide_promise(
            promise=promise,
            by=request.viewer,
            approves=form.cleaned_data["decision"] == "approve",
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except services.ReturnNeedsReason:
        form.add_error("reason", _("Say what has to change before it can be approved."))
        return False
    except services.MayNotDecidePromise as refused:
        raise PermissionDenied from refused
    except services.NotADraft:
        messages.error(request, _("This version has been decided meanwhile."))
    return True


@needs(Can.READ_SCRIPTS)
@require_safe
def comparison(request: MemberRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Two versions side by side, what went and what came marked."""
    first, second = promise_version(before), promise_version(after)
    if first is None or second is None or not all(_may_see(one, request.viewer) for one in (first, second)):
        raise Http404("no such version")
    labels = [_("Promise"), _("For whom"), _("Why it can be believed")]
    context = {"slug": slug, "before": first, "after": second, "parts": compare(first, second, labels=labels)}
    return render(request, "brandpromise/comparison.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def draft(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin the next version from the last."""
    services.draft_promise(
        organisation=request.organisation,
        actor=request.viewer.actor,
    )
    return redirect(reverse("brandpromise:edit", args=[slug]))


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str) -> HttpResponse:
    """Write the version in the making with its pillars."""
    writing = Promise.objects.filter(state=PromiseState.DRAFT).first()
    if writing is None:
        return redirect(reverse("brandpromise:promise", args=[slug]))
    form, pillars = _forms(request, writing)
    is_complete = request.method == "POST" and "more" not in request.POST and form.is_valid() and pillars.is_valid()
    if is_complete and _save(request, writing, form, pillars):
        return redirect(_page(slug, writing))
    context = {"slug": slug, "promise": writing, "form": form, "pillars": pillars}
    return render(request, "brandpromise/edit.html", context)


def _forms(request: MemberRequest, promise: Promise) -> tuple[PromiseForm, Any]:
    languages = request.organisation.language_codes
    typed = _with_more(request) if request.method == "POST" else None
    initial = {name: getattr(promise, name) for name in ("text", "audience", "proof", "what_changed")}
    begun = [
        {"code": one.pillar.code, "name": one.name, "meaning": one.meaning}
        for one in promise.pillars.select_related("pillar")
    ]
    form = PromiseForm(typed, languages=languages, initial=initial)
    return form, PillarFormSet(typed, initial=begun, prefix="pillar", form_kwargs={"languages": languages})


def _with_more(request: MemberRequest) -> Any:
    """What was typed; "another pillar" asks for one form more."""
    typed = request.POST.copy()
    total = typed.get("pillar-TOTAL_FORMS", "0")
    if "more" in typed and total.isdigit():
        typed["pillar-TOTAL_FORMS"] = str(min(int(total) + 1, 12))
    return typed


def _save(request: MemberRequest, promise: Promise, form: PromiseForm, pillars: Any) -> bool:
    written = [one.cleaned_data for one in pillars if one.cleaned_data.get("code")]
    codes = [one["code"] for one in written]
    if len(set(codes)) < len(codes):
        form.add_error(None, _("Two pillars have the same code."))
        return False
    services.edit_promise(
        promise=promise,
        pillars=[services.PillarDraft(one["code"], one["name"], one["meaning"]) for one in written],
        actor=request.viewer.actor,
        **form.cleaned_data,
    )
    return True


@needs(Can.PROPOSE_GATE)
@require_POST
def propose(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Put a draft to the vote."""
    shown = promise_version(number)
    if shown is None:
        raise Http404("no such version")
    try:
        services.propose_promise(promise=shown, by=request.viewer, at=timezone.now())
    except services.PromiseIncomplete:
        messages.error(request, _("A promise is proposed with its text and at least one pillar."))
    except services.NotADraft:
        messages.error(request, _("Only a draft can be proposed."))
    except services.PromiseCannotBeDecided:
        messages.error(
            request, _("Nobody could decide for the sponsor. Let somebody else propose, or name another sponsor.")
        )
    else:
        messages.success(request, _("The promise now waits for the committee's decision."))
    return redirect(_page(slug, shown))

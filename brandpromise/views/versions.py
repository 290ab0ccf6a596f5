"""The promise: what holds, its history, two versions side by side, and deciding the next."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest, language_names, viewer_of
from accounts.roles import Can
from brandpromise import services
from brandpromise.forms import ProposeForm
from brandpromise.models import Promise, PromiseState, PromiseVote
from brandpromise.queries import (
    approved_promise,
    carried,
    compare,
    consultation_of,
    feasibility_of,
    has_said,
    left_behind,
    may_see,
    open_consultation_on,
    promise_versions,
    promise_view,
    readiness_of,
    taken_up,
)
from brandpromise.views.common import page_of, section, version_or_404
from programs.forms import DecideForm
from programs.services import CannotBeDecided, MayNotDecide, ReasonMissing


@needs(Can.READ_SCRIPTS)
@require_safe
def promise(request: MemberRequest, slug: str) -> HttpResponse:
    """The promise that holds, with the history of its versions."""
    return _show(request, slug, approved_promise())


@needs(Can.READ_SCRIPTS)
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """One version; while it waits, it is decided here."""
    shown = version_or_404(request, number)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, shown, form):
        return redirect(page_of(shown, slug))
    return _show(request, slug, shown, form if form.is_bound else None)


def _show(request: MemberRequest, slug: str, shown: Promise | None, form: DecideForm | None = None) -> HttpResponse:
    viewer, today = viewer_of(request), timezone.localdate()
    versions = [one for one in promise_versions() if may_see(one, viewer)]
    unfinished = next((one for one in versions if one.is_open), None)
    asked = open_consultation_on(today)
    view = promise_view(shown, viewer=viewer, today=today) if shown else None
    context: dict[str, Any] = {
        **section(request, slug, "promise", shown=shown if shown and shown.is_open else None),
        "view": view,
        "form": form or DecideForm(initial=_as_voted(view.own_vote if view else None)),
        "versions": versions,
        "unfinished": unfinished,
        "asked": asked,
        "has_said": bool(asked and has_said(asked, viewer=viewer)),
        "may_edit": viewer.can(Can.EDIT_PROGRAMME),
        "may_propose": viewer.can(Can.PROPOSE_GATE),
        **(_parts(shown, viewer.can(Can.READ_PROGRAMME)) if shown else {}),
    }
    if shown and shown.is_open:
        context["behind"] = _behind(request, shown, versions)
        context["steps"], context["step"] = _steps(shown, slug, context)
    return render(request, "brandpromise/promise.html", context)


def _as_voted(vote: PromiseVote | None) -> dict[str, str]:
    """One's own decision as the form holds it, to be changed while the question is open."""
    return {"decision": "approve" if vote.approves else "return", "reason": vote.reason} if vote else {}


def _behind(request: MemberRequest, shown: Promise, versions: Sequence[Promise]) -> list[tuple[str, str]]:
    """By language, under its own name, what does not say there what another language says."""
    names = language_names(request)
    before = next((one for one in versions if one.number < shown.number), None)
    return [(names[code], ", ".join(parts)) for code, parts in left_behind(shown, before, list(names)).items()]


def _parts(shown: Promise, takes_part: bool) -> dict[str, Any]:
    """What else belongs to a version: what employees brought in, what carries it, whether units can deliver it."""
    return {
        "taken_up": taken_up(shown, pillars=shown.pillars.all()),
        "carried": carried(shown),
        "feasible": feasibility_of(shown) if takes_part else None,
        "ready": readiness_of(shown) if takes_part and shown.is_open else None,
        "round": consultation_of(shown) if takes_part else None,
        "propose_form": ProposeForm(),
    }


def _steps(promise: Promise, slug: str, parts: Mapping[str, Any]) -> tuple[list[Any], int]:
    """The way of a version, and how far this one has come."""
    ready = parts["ready"]
    names: list[Any] = [
        (_("Write"), reverse("brandpromise:edit", args=[slug])) if promise.is_draft else _("Write"),
        (
            _("Hear our own people"),
            reverse("brandpromise:consultation", args=[slug, promise.number]),
            not ready.is_heard,
        ),
        (
            _("Can we deliver it?"),
            reverse("brandpromise:feasibility", args=[slug, promise.number]),
            not ready.is_deliverable,
        ),
        _("Propose and approve"),
    ]
    if not promise.is_draft:
        return names, 4
    if not any(promise.text.values()) or not promise.pillars.all():
        return names, 1
    if parts["round"] is None or parts["round"].closed_at is None:
        return names, 2
    return names, 4 if ready.is_deliverable else 3


def _decide(request: MemberRequest, promise: Promise, form: DecideForm) -> bool:
    try:
        decided = services.decide_promise(
            promise=promise,
            by=request.viewer,
            approves=form.cleaned_data["decision"] == "approve",
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except ReasonMissing:
        form.add_error("reason", _("Say what has to change before it can be approved."))
        return False
    except MayNotDecide as refused:
        raise PermissionDenied from refused
    except services.NotADraft:
        messages.error(request, _("This version has been decided meanwhile."))
    else:
        messages.success(request, _told(decided, approves=form.cleaned_data["decision"] == "approve"))
    return True


def _told(decided: Promise, *, approves: bool) -> str:
    """What came of a decision, for who gave it."""
    if decided.state == PromiseState.APPROVED:
        return _("Version %(number)s of the promise is approved.") % {"number": decided.number}
    if decided.state == PromiseState.DRAFT:
        return _("The version is returned: it is a draft again, and its proposer has been told.")
    if approves:
        return _("Your decision is kept; another person decides as well.")
    return _("Your return is kept, and the proposer has been told. The version is not approved while it stands.")


@needs(Can.READ_SCRIPTS)
@require_safe
def comparison(request: MemberRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Two versions side by side, what went and what came marked."""
    first, second = version_or_404(request, before), version_or_404(request, after)
    labels = [_("Promise"), _("For whom"), _("Why it can be believed")]
    context = {
        **section(request, slug, "promise"),
        "before": first,
        "after": second,
        "parts": compare(first, second, labels=labels),
    }
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


@needs(Can.PROPOSE_GATE)
@require_POST
def propose(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Put a draft to the vote."""
    shown = version_or_404(request, number)
    form = ProposeForm(request.POST)
    despite = form.cleaned_data["despite"] if form.is_valid() else ""
    ends_round = readiness_of(shown).round_until is not None
    try:
        services.propose_promise(promise=shown, by=request.viewer, at=timezone.now(), despite=despite)
    except services.PromiseIncomplete:
        messages.error(request, _("A promise is proposed with its text and at least one pillar."))
    except services.NotADraft:
        messages.error(request, _("Only a draft can be proposed."))
    except services.NotReady:
        messages.error(request, _("Not everybody was heard or asked. Say why it is proposed all the same."))
    except CannotBeDecided:
        messages.error(
            request, _("Nobody could decide for the sponsor. Let somebody else propose, or name another sponsor.")
        )
    else:
        messages.success(request, _("The promise now waits for the committee's decision."))
        if ends_round:
            messages.info(request, _("The round of consultation ended with it."))
    return redirect(page_of(shown, slug))


@needs(Can.PROPOSE_GATE)
@require_POST
def withdraw(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Take a version back from the vote."""
    shown = version_or_404(request, number)
    try:
        services.withdraw_promise(promise=shown, by=request.viewer)
    except services.NotProposed:
        messages.error(request, _("This version has been decided meanwhile."))
    else:
        messages.success(request, _("The version is a draft again. Mend it, and propose it anew."))
    return redirect(page_of(shown, slug))

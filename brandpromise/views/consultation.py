"""The round of consultation: asked by the writers, answered by anybody, and every remark answered in turn."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import needs
from accounts.requests import MemberRequest, languages_of, viewer_of
from accounts.roles import Can
from brandpromise import services
from brandpromise.forms import ConsultationForm, OpinionForm, RemarkAnswerForm
from brandpromise.models import Consultation, Promise, Remark
from brandpromise.queries import (
    ConsultationView,
    consultation_of,
    consultation_view,
    may_see,
    promise_version,
)
from brandpromise.views.common import section, version_or_404

USUAL_LENGTH = timedelta(days=14)


@needs(Can.READ_SCRIPTS)
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """The round about a version: the form of one's own opinion, and what came of the others'."""
    promise, found = _round_or_404(request, number)
    view = _view(request, found) if found else None
    form = _opinion_form(request, view) if view and view.takes_opinions else None
    if request.method == "POST" and found and form and form.is_valid() and _say(request, found, form):
        messages.success(request, _("Thank you. Your opinion is kept; until the last day it can be changed."))
        return redirect(request.path)
    today = timezone.localdate()
    context = {
        **section(request, slug, "consultation", shown=promise),
        "promise": promise,
        "view": view,
        "form": form,
        "may_edit": viewer_of(request).can(Can.EDIT_PROGRAMME) and promise.is_draft,
        "takes_part": viewer_of(request).can(Can.READ_PROGRAMME),
        "round_form": ConsultationForm(
            today=today, languages=languages_of(request), initial={"closes_on": today + USUAL_LENGTH}
        ),
    }
    return render(request, "brandpromise/consultation.html", context)


def _round_or_404(request: MemberRequest, number: int) -> tuple[Promise, Consultation | None]:
    """The version and its last round. A draft is shown to everybody once there is a round about it."""
    promise = promise_version(number)
    if promise is None:
        raise Http404("no such version")
    found = consultation_of(promise)
    if found is None and not may_see(promise, viewer_of(request)):
        raise Http404("nobody is asked about this version")
    return promise, found


def _view(request: MemberRequest, found: Consultation) -> ConsultationView:
    return consultation_view(
        found, viewer=viewer_of(request), organisation=request.organisation, today=timezone.localdate()
    )


def _opinion_form(request: MemberRequest, view: ConsultationView) -> OpinionForm:
    said = view.own_remarks
    initial = {
        **{f"place_{pillar}": str(place) for pillar, place in view.own_places.items()},
        **{f"remark_{pillar}": text for pillar, text in said.items() if pillar is not None},
        "remark": said.get(None, ""),
        "is_named": view.own.is_named if view.own else True,
    }
    return OpinionForm(request.POST or None, pillars=view.pillars, initial=initial)


def _say(request: MemberRequest, found: Consultation, form: OpinionForm) -> bool:
    try:
        services.give_opinion(
            consultation=found, by=viewer_of(request), places=form.places, remarks=form.remarks,
            is_named=form.cleaned_data["is_named"], at=timezone.now(), today=timezone.localdate(),
        )  # fmt: skip
    except services.RoundOver:
        form.add_error(None, _("The round is over."))
        return False
    return True


@needs(Can.EDIT_PROGRAMME)
@require_POST
def consultation_open(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Ask everybody about a draft."""
    promise, today = version_or_404(request, number), timezone.localdate()
    form = ConsultationForm(request.POST, today=today, languages=languages_of(request))
    if not form.is_valid():
        messages.error(request, _("The last day for answers is missing, or over."))
        return redirect(_address(slug, promise))
    try:
        services.open_consultation(
            promise=promise, question=form.cleaned_data["question"], closes_on=form.cleaned_data["closes_on"],
            by=viewer_of(request), at=timezone.now(), today=today,
        )  # fmt: skip
    except services.NotADraft:
        messages.error(request, _("Only a draft is discussed."))
    except services.NothingToConsult:
        messages.error(request, _("Write the promise and its pillars first."))
    except services.AlreadyConsulted:
        messages.error(request, _("A round is open already."))
    else:
        messages.success(request, _("Everybody has been told and can say what they think."))
    return redirect(_address(slug, promise))


@needs(Can.EDIT_PROGRAMME)
@require_POST
def consultation_close(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """End the round."""
    promise = version_or_404(request, number)
    found = consultation_of(promise)
    if found is not None:
        services.close_consultation(consultation=found, by=viewer_of(request), at=timezone.now())
    return redirect(_address(slug, promise))


@needs(Can.EDIT_PROGRAMME)
@require_POST
def remark_answer(request: MemberRequest, slug: str, remark: uuid.UUID) -> HttpResponse:
    """Say what became of a remark."""
    remarks = Remark.objects.select_related("opinion__consultation__promise", "opinion__member__user")
    found = get_object_or_404(remarks, public_id=remark)
    promise = found.opinion.consultation.promise
    form = RemarkAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what became of it: whoever wrote it reads the answer."))
        return redirect(_address(slug, promise))
    try:
        services.answer_remark(
            remark=found, taken_up=form.cleaned_data["verdict"] == "taken_up", answer=form.cleaned_data["answer"],
            by=viewer_of(request), at=timezone.now(),
        )  # fmt: skip
    except services.NotADraft:
        messages.error(request, _("This version no longer changes."))
    except PermissionError as refused:
        raise PermissionDenied from refused
    else:
        messages.success(request, _("Who wrote it has been told."))
    return redirect(_address(slug, promise))


def _address(slug: str, promise: Promise) -> str:
    return reverse("brandpromise:consultation", args=[slug, promise.number])

"""Proposing and deciding gates."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from programs import services
from programs.engagements import engagement_or_404
from programs.forms import DecideForm, ProposeForm
from programs.models import Gate, GateOutcome, Stage
from programs.queries import gate_view, uncovered_points, waivers_of
from programs.standard import SPONSOR_STAGES
from programs.views.cycles import stage_context, stage_or_404
from programs.views.voting import nobody_could_decide, vote_as_sent


@needs(Can.PROPOSE_GATE)
@require_http_methods(["GET", "HEAD", "POST"])
def gate_propose(request: MemberRequest, slug: str, engagement: str, number: int, kind: str) -> HttpResponse:
    """Propose that a stage be passed."""
    stage = stage_or_404(request, engagement, number, kind)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        gate = _propose(request, stage, form)
        if gate:
            messages.success(request, _("The gate now waits for the committee's decision."))
            return redirect(reverse("programs:gate", args=[slug, engagement, gate.public_id]))
    missing = [one for one in stage.deliverables.all() if one.required and not one.done_on]
    points = uncovered_points(stage, timezone.localdate())
    context = stage_context(
        slug,
        stage,
        form=form,
        deliverables=stage.deliverables.all(),
        missing=[*missing, *points],
        needs_sponsor=stage.kind in SPONSOR_STAGES,
        points=points,
        waivers=waivers_of(stage=stage, viewer=request.viewer, today=timezone.localdate()),
    )
    return render(request, "programs/gate_propose.html", context)


def _propose(request: MemberRequest, stage: Stage, form: ProposeForm) -> Gate | None:
    try:
        return services.propose_gate(
            stage=stage,
            by=request.viewer,
            at=timezone.now(),
            note=form.cleaned_data["note"],
        )
    except services.NotReady:
        form.add_error("note", _("Something the gate needs is not done. Say why the phase should be passed."))
    except services.StillOpen:
        form.add_error(None, _("What must be there is not there: bring it, or have it decided to pass nevertheless."))
    except services.AlreadyDecided:
        form.add_error(None, _("Only a phase that is under way can be proposed."))
    except services.CannotBeDecided:
        form.add_error(None, nobody_could_decide())
    return None


@needs(Can.READ_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: MemberRequest, slug: str, engagement: str, gate: str) -> HttpResponse:
    """A gate with its frozen evidence and votes; deciders decide here."""
    shown = engagement_or_404(request, engagement)
    gates = Gate.objects.select_related("stage__cycle__engagement", "proposed_by__user")
    found = get_object_or_404(
        gates.prefetch_related("votes__member__user"), public_id=gate, stage__cycle__engagement=shown
    )
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, found, form):
        return redirect(request.path)
    view = gate_view(gate=found, viewer=request.viewer, today=timezone.localdate())
    waivers = waivers_of(stage=found.stage, viewer=request.viewer, today=timezone.localdate())
    context = stage_context(slug, found.stage, form=form, view=view, waivers=waivers)
    return render(request, "programs/gate.html", context)


def _decide(request: MemberRequest, gate: Gate, form: DecideForm) -> bool:
    try:
        decided = vote_as_sent(form, partial(services.decide_gate, gate=gate), by=request.viewer)
    except services.AlreadyDecided:
        messages.error(request, _("This gate has been decided meanwhile."))
        return True
    if decided is None:
        return False
    said = {
        GateOutcome.APPROVED: _("The phase is passed."),
        GateOutcome.RETURNED: _("The phase is returned."),
        GateOutcome.OPEN: _("Your decision is kept; another person decides as well."),
    }
    if decided.outcome == GateOutcome.OPEN and decided.votes.filter(approves=False).exists():
        said[GateOutcome.OPEN] = _("Your decision is kept. The phase is not passed while a return stands.")
    messages.success(request, said[GateOutcome(decided.outcome)])
    return True

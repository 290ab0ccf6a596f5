"""Passing a stage nevertheless: proposed with a reason, decided by two persons, shown for ever."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from programs import services
from programs.engagements import engagement_or_404
from programs.forms import DecideForm, WaiverForm
from programs.models import GateWaiver, Stage
from programs.queries import uncovered_points, waivers_of
from programs.queries.waivers import WaiverView
from programs.views.cycles import stage_context, stage_or_404
from programs.views.voting import nobody_could_decide, vote_as_sent


@needs(Can.PROPOSE_GATE)
@require_http_methods(["GET", "HEAD", "POST"])
def waiver_propose(request: MemberRequest, slug: str, engagement: str, number: int, kind: str) -> HttpResponse:
    """Put it to the decision that a stage may pass with what is open today."""
    stage, today = stage_or_404(request, engagement, number, kind), timezone.localdate()
    form = WaiverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        proposed = _propose(request, stage, form)
        if proposed:
            messages.success(request, _("It waits for the decision of two persons."))
            return redirect(reverse("programs:waiver", args=[slug, engagement, proposed.public_id]))
    waivers = waivers_of(stage=stage, viewer=request.viewer, today=today)
    context = stage_context(slug, stage, form=form, points=uncovered_points(stage, today), waivers=waivers)
    return render(request, "programs/waiver_propose.html", context)


def _propose(request: MemberRequest, stage: Stage, form: WaiverForm) -> GateWaiver | None:
    try:
        return services.propose_waiver(
            stage=stage, by=request.viewer, reason=form.cleaned_data["reason"], at=timezone.now()
        )
    except services.NothingOpen:
        form.add_error(None, _("Everything that must be there is there: propose the gate."))
    except services.AlreadyDecided:
        form.add_error(None, _("The phase has passed, or such a decision waits already."))
    except services.CannotBeDecided:
        form.add_error(None, nobody_could_decide())
    return None


@needs(Can.READ_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def waiver(request: MemberRequest, slug: str, engagement: str, waiver: str) -> HttpResponse:
    """What was open, why the stage may pass nevertheless, and who decided; deciders decide here."""
    shown = engagement_or_404(request, engagement)
    stages = Stage.objects.select_related("cycle__engagement", "owner")
    stage = stages.filter(cycle__engagement=shown, waivers__public_id=waiver).first()
    view = _view(request, stage, waiver) if stage else None
    if stage is None or view is None:
        raise Http404("no such decision")
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, view.waiver, form):
        return redirect(request.path)
    return render(request, "programs/waiver.html", stage_context(slug, stage, form=form, view=view))


def _view(request: MemberRequest, stage: Stage, waiver: str) -> WaiverView | None:
    found = waivers_of(stage=stage, viewer=request.viewer, today=timezone.localdate())
    return next((view for view in found if str(view.waiver.public_id) == str(waiver)), None)


def _decide(request: MemberRequest, waiver: GateWaiver, form: DecideForm) -> bool:
    try:
        decided = vote_as_sent(form, partial(services.decide_waiver, waiver=waiver), by=request.viewer)
    except services.AlreadyDecided:
        messages.error(request, _("This has been decided meanwhile."))
        return True
    if decided is None:
        return False
    messages.success(request, _("Your decision is kept."))
    return True

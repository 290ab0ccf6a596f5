"""The cycle's page, and what is done with its stages and deliverables."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Membership
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from programs import services
from programs.engagements import engagement_or_404
from programs.forms import DeliverableForm, PlanForm, StartForm
from programs.models import Cycle, Deliverable, Engagement, Stage
from programs.queries import current_cycle, cycle_view, waiting_decisions
from programs.queries.cycles import wheel_of


@needs(Can.READ_PROGRAMME)
@require_safe
def cycle(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The phases of a cycle with dates, owners, deliverables and gates; `?cycle=` shows an earlier one."""
    shown = engagement_or_404(request, engagement)
    today = timezone.localdate()
    chosen = _chosen_cycle(request, shown)
    view = cycle_view(chosen, today=today)
    waiting = waiting_decisions(viewer=request.viewer, organisation=request.organisation, today=today)
    context = {
        "slug": slug,
        "engagement": shown,
        "view": view,
        "wheel": wheel_of(view, slug=slug),
        "cycles": [
            (_("Cycle %(number)s") % {"number": one.number}, f"?cycle={one.number}", one.pk == chosen.pk)
            for one in shown.cycles.all()
        ],
        "waiting": [gate for gate in waiting if gate.gate.stage.cycle_id == chosen.pk],
        "may_edit": request.viewer.can(Can.EDIT_PROGRAMME),
        "may_propose": request.viewer.can(Can.PROPOSE_GATE),
        "has_next": any(one.previous_id == chosen.pk for one in shown.cycles.all()),
    }
    return render(request, "programs/cycle.html", context)


def _chosen_cycle(request: MemberRequest, engagement: Engagement) -> Cycle:
    number = request.GET.get("cycle", "")
    chosen = engagement.cycles.filter(number=int(number)).first() if number.isdigit() and len(number) < 5 else None
    found = chosen or current_cycle(engagement)
    if found is None:
        raise Http404("no cycle")
    return found


def stage_or_404(request: MemberRequest, engagement: str, number: int, kind: str) -> Stage:
    """The stage in the address.

    :raises Http404: no such engagement, cycle or stage
    """
    shown = engagement_or_404(request, engagement)
    stages = Stage.objects.select_related("cycle__engagement", "owner")
    return get_object_or_404(stages, cycle__engagement=shown, cycle__number=number, kind=kind)


def cycle_address(slug: str, stage: Stage) -> str:
    """The stage's place on its cycle's page."""
    page = reverse("programs:cycle", args=[slug, stage.cycle.engagement.slug])
    return f"{page}?cycle={stage.cycle.number}#{stage.kind}"


def stage_context(slug: str, stage: Stage, **more: Any) -> dict[str, Any]:
    """What every page about one stage shows."""
    back = cycle_address(slug, stage)
    return {"slug": slug, "engagement": stage.cycle.engagement, "stage": stage, "back": back, **more}


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def stage_plan(request: MemberRequest, slug: str, engagement: str, number: int, kind: str) -> HttpResponse:
    """Owner and planned days of a stage."""
    stage = stage_or_404(request, engagement, number, kind)
    members = Membership.objects.filter(organisation=stage.organisation, ended_at=None).select_related("user")
    initial = {"owner": stage.owner_id, "planned_from": stage.planned_from, "planned_until": stage.planned_until}
    form = PlanForm(request.POST or None, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_stage(stage=stage, actor=request.viewer.actor, **form.cleaned_data)
        except services.DatesCrossed:
            form.add_error("planned_until", _("The last day is before the first."))
        else:
            return redirect(cycle_address(slug, stage))
    return render(request, "programs/stage_plan.html", stage_context(slug, stage, form=form))


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def stage_start(request: MemberRequest, slug: str, engagement: str, number: int, kind: str) -> HttpResponse:
    """Begin a stage, out of order only with a reason."""
    stage = stage_or_404(request, engagement, number, kind)
    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.start_stage(
                stage=stage,
                actor=request.viewer.actor,
                day=timezone.localdate(),
                reason=form.cleaned_data["reason"],
            )
        except services.OutOfOrder:
            form.add_error("reason", _("An earlier phase has not been passed. Say why this one begins now."))
        else:
            return redirect(cycle_address(slug, stage))
    return render(request, "programs/stage_start.html", stage_context(slug, stage, form=form))


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def deliverable(request: MemberRequest, slug: str, engagement: str, number: int, kind: str, code: str) -> HttpResponse:
    """Say that a deliverable is done, or take it back."""
    stage = stage_or_404(request, engagement, number, kind)
    wanted = get_object_or_404(Deliverable.objects.select_related("stage__cycle"), stage=stage, code=code)
    actor = request.viewer.actor
    initial = {"address": wanted.evidence.get("address", ""), "note": wanted.note}
    form = DeliverableForm(request.POST or None, initial=initial)
    try:
        if request.method == "POST" and "undo" in request.POST:
            services.mark_undone(deliverable=wanted, actor=actor)
            return redirect(cycle_address(slug, stage))
        if request.method == "POST" and form.is_valid():
            services.mark_done(deliverable=wanted, actor=actor, day=timezone.localdate(), **form.cleaned_data)
            return redirect(cycle_address(slug, stage))
    except services.StageClosed:
        messages.error(request, _("The phase has been passed: what it brought no longer changes."))
        return redirect(cycle_address(slug, stage))
    return render(request, "programs/deliverable.html", stage_context(slug, stage, form=form, deliverable=wanted))


@needs(Can.EDIT_PROGRAMME)
@require_POST
def next_cycle(request: MemberRequest, slug: str, engagement: str, number: int) -> HttpResponse:
    """Open the cycle after a closed one."""
    shown = engagement_or_404(request, engagement)
    closed = get_object_or_404(Cycle.objects.select_related("engagement"), engagement=shown, number=number)
    try:
        opened = services.open_next_cycle(
            cycle=closed,
            actor=request.viewer.actor,
            day=timezone.localdate(),
        )
    except services.CycleNotClosed:
        messages.error(request, _("The next cycle opens once the re-audit's gate has been passed."))
        return redirect(reverse("programs:cycle", args=[slug, engagement]))
    return redirect(reverse("programs:cycle", args=[slug, engagement]) + f"?cycle={opened.number}")

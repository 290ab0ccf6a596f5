"""The launch of a cycle: what must be there, whether the product works, what customers are told."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from programs.engagements import engagement_or_404
from programs.models import Cycle, Engagement, StageState
from programs.queries import current_cycle, uncovered_points, waivers_of
from touchpoints.forms.launches import QualityForm
from touchpoints.models import LaunchPlan
from touchpoints.queries.launches import given_up, launch_address, launch_plan, launch_stage, launch_view
from touchpoints.services import launches as preparing
from touchpoints.views.changes.lists import tabs
from touchpoints.views.common import viewer_of


def cycle_or_404(request: MemberRequest, engagement: Engagement) -> Cycle:
    """The cycle that `?cycle=` names, else the engagement's last. :raises Http404: there is none"""
    number = request.GET.get("cycle", "")
    cycles = Cycle.objects.filter(engagement=engagement).select_related("engagement", "organisation")
    chosen = cycles.filter(number=int(number)).first() if number.isdigit() and len(number) < 5 else None
    last = current_cycle(engagement)
    found = chosen or (cycles.get(pk=last.pk) if last else None)
    if found is None:
        raise Http404("no cycle")
    return found


@needs(Can.READ_PROGRAMME)
@require_safe
def launch(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The checklist as it stands, or as it stood when the launch passed; `?cycle=` shows an earlier one."""
    shown = engagement_or_404(request, engagement)
    cycle = cycle_or_404(request, shown)
    return render(request, "touchpoints/changes/launch.html", launch_context(request, slug, shown, cycle))


def launch_context(request: MemberRequest, slug: str, engagement: Engagement, cycle: Cycle) -> dict[str, Any]:
    """Everything the page of a launch shows."""
    viewer, today = viewer_of(request), timezone.localdate()
    plan, stage = launch_plan(cycle), launch_stage(cycle)
    is_over = stage is not None and stage.state == StageState.PASSED
    return {
        "slug": slug,
        "engagement": engagement,
        "cycle": cycle,
        "stage": stage,
        "is_over": is_over,
        "launch": launch_view(plan, today=today) if plan else None,
        "given_up": given_up(cycle),
        "points": uncovered_points(stage, today) if stage and not is_over else [],
        "waivers": waivers_of(stage=stage, viewer=viewer, today=today) if stage else [],
        "may_edit": viewer.can(Can.EDIT_PROGRAMME) and not is_over,
        "may_propose": viewer.can(Can.PROPOSE_GATE) and stage is not None and stage.state == StageState.OPEN,
        "cycles": [
            (_("Cycle %(number)s") % {"number": one.number}, f"?cycle={one.number}", one.pk == cycle.pk)
            for one in engagement.cycles.all()
        ],
        "tabs": tabs(slug, engagement, "launch"),
    }


@needs(Can.EDIT_PROGRAMME)
@require_POST
def launch_draft(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """The checklist and messages as they follow from changes, courses, designs and promise."""
    cycle = cycle_or_404(request, engagement_or_404(request, engagement))
    try:
        preparing.draft_launch(cycle=cycle, by=viewer_of(request))
    except preparing.LaunchPassed:
        messages.error(request, _("The launch has passed: its checklist stays as it stood."))
    else:
        messages.success(request, _("The checklist holds what the changes, designs and trainings ask for."))
    return redirect(launch_address(cycle))


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def launch_quality(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Does the product or service itself work at these touchpoints? Courtesy cannot mend a poor product."""
    shown = engagement_or_404(request, engagement)
    cycle = cycle_or_404(request, shown)
    form = QualityForm(request.POST or None, initial=_answered(launch_plan(cycle)))
    if request.method == "POST" and form.is_valid():
        try:
            preparing.answer_quality(cycle=cycle, by=viewer_of(request), at=timezone.now(), **form.cleaned_data)
        except preparing.LaunchPassed:
            form.add_error(None, _("The launch has passed: its checklist stays as it stood."))
        except preparing.EvidenceWanted:
            form.add_error("words", _("Say how this is known."))
        else:
            return redirect(f"{launch_address(cycle)}#quality")
    context = {**part_context(slug, shown, cycle), "form": form, "title": _("Does the product itself work?")}
    return render(request, "touchpoints/changes/launch_form.html", context)


def _answered(plan: LaunchPlan | None) -> dict[str, str]:
    if plan is None:
        return {}
    return {"quality": plan.quality, "words": plan.quality_words, "address": plan.quality_address}


def part_context(slug: str, engagement: Engagement, cycle: Cycle) -> dict[str, Any]:
    """What the small pages of a launch share."""
    return {
        "slug": slug,
        "engagement": engagement,
        "cycle": cycle,
        "back": launch_address(cycle),
        "changes": reverse("touchpoints:changes", args=[slug, engagement.slug]),
    }

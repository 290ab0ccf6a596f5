"""Cards that the board, the portfolio and the pack show of the programme."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from programs.models import Engagement
from programs.queries import LateThing, current_cycle, cycle_view, late_things, waiting_decisions


def phases_card(request: MemberRequest, *, engagement: Engagement, today: date, span: int = 0) -> SafeString | str:
    """The phases of the running cycle with their days, deliverables and gates."""
    cycle = current_cycle(engagement)
    if cycle is None:
        return ""
    context = {
        "slug": request.organisation.slug,
        "engagement": engagement,
        "view": cycle_view(cycle, today=today),
        "span": span,
    }
    return render_to_string("programs/_phases_card.html", context, request)


def decisions_card(
    request: MemberRequest, *, today: date, engagement: Engagement | None = None, span: int = 0
) -> SafeString:
    """What this reader can do now: decide a gate, or mend what is late; of one engagement or of all."""
    open_gates = waiting_decisions(viewer=request.viewer, organisation=request.organisation, today=today)
    if engagement is not None:
        open_gates = [view for view in open_gates if view.gate.stage.cycle.engagement_id == engagement.pk]
    context = {
        "slug": request.organisation.slug,
        "waiting": [view for view in open_gates if view.may_decide and not view.has_voted],
        "late": _late_for(request.viewer, engagement, today, leave_out={view.gate.stage_id for view in open_gates}),
        "span": span,
    }
    return render_to_string("programs/_decisions_card.html", context, request)


def _late_for(viewer: Viewer, engagement: Engagement | None, today: date, leave_out: set[int]) -> list[LateThing]:
    """Late stages that the viewer runs or answers for; one whose gate is open waits for those who decide."""
    if engagement is None:
        return []
    late = [thing for thing in late_things(engagement=engagement, today=today) if thing.stage.pk not in leave_out]
    if viewer.can(Can.EDIT_PROGRAMME):
        return late
    return [thing for thing in late if thing.stage.owner_id == viewer.membership_id]

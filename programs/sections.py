"""Cards that the board, the portfolio and the pack show of the programme."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.requests import MemberRequest
from programs.models import Engagement
from programs.queries import current_cycle, cycle_view, late_things, waiting_decisions


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
    """What waits for a decision, the reader's own first, and what is late; of one engagement or of all."""
    waiting = waiting_decisions(
        viewer=request.viewer,
        organisation=request.organisation,
        today=today,
    )
    if engagement is not None:
        waiting = [view for view in waiting if view.gate.stage.cycle.engagement_id == engagement.pk]
    # A stage that waits for its gate is in the list already; that it is late too is no second thing to do.
    proposed = {view.gate.stage_id for view in waiting}
    late = late_things(engagement=engagement, today=today) if engagement else []
    context = {
        "slug": request.organisation.slug,
        "waiting": waiting,
        "late": [thing for thing in late if thing.stage.pk not in proposed],
        "span": span,
    }
    return render_to_string("programs/_decisions_card.html", context, request)

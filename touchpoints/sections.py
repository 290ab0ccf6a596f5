"""Cards that other pages show: the promise of the day and my touchpoints, for My work."""

from datetime import date

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.requests import MemberRequest
from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.queries import approved_promise
from programs.models import Engagement
from touchpoints.queries import own_touchpoints
from touchpoints.queries.ideas import find_ideas
from touchpoints.queries.initiatives import changes_under_way
from touchpoints.queries.mental.playing import waiting_rounds
from touchpoints.queries.role_places import own_place


def promise_of_the_day(request: MemberRequest) -> SafeString | str:
    """The promise, and one of its pillars with its meaning; another one every day."""
    promise = approved_promise() if request.viewer.can(Can.READ_SCRIPTS) else None
    if promise is None:
        return ""
    pillars = list(promise.pillars.all())
    today = timezone.localdate()
    pillar = pillars[today.toordinal() % len(pillars)] if pillars else None
    return render_to_string("touchpoints/_promise_of_the_day.html", {"promise": promise, "pillar": pillar}, request)


def my_touchpoints(request: MemberRequest) -> SafeString | str:
    """The viewer's touchpoints, each with its script one tap away."""
    if not request.viewer.can(Can.READ_SCRIPTS):
        return ""
    context = {
        "own": own_touchpoints(viewer=request.viewer),
        "slug": request.organisation.slug,
    }
    return render_to_string("touchpoints/_my_touchpoints.html", context, request)


def changes_card(request: MemberRequest, *, engagement: Engagement, today: date, span: int = 0) -> SafeString:
    """The changes under way, the latest first, for the engagement's board."""
    context = {
        "slug": request.organisation.slug,
        "engagement": engagement,
        "going": changes_under_way(engagement=engagement, viewer=request.viewer, today=today),
        "span": span,
    }
    return render_to_string("touchpoints/changes/_under_way.html", context, request)


def _viewer(request: MemberRequest) -> Viewer:
    viewer: Viewer = request.viewer
    return viewer


def my_ideas(request: MemberRequest) -> SafeString | str:
    """The way to propose, and what became of the viewer's newest ideas."""
    if not request.viewer.can(Can.PROPOSE_IDEA):
        return ""
    context = {
        "ideas": list(find_ideas(viewer=request.viewer, whose="mine", sort="-day")[:3]),
        "slug": request.organisation.slug,
    }
    return render_to_string("touchpoints/ideas/_my_ideas.html", context, request)


def my_mapping(request: MemberRequest) -> SafeString | str:
    """Rounds that ask the viewer to draw a journey from memory."""
    waiting = waiting_rounds(viewer=request.viewer, day=timezone.localdate())
    if not waiting:
        return ""
    context = {"waiting": waiting, "slug": request.organisation.slug}
    return render_to_string("touchpoints/mental/_my_mapping.html", context, request)


def my_place(request: MemberRequest) -> SafeString | str:
    """The way to one's own place on the customer's path, for whose job role has one."""
    role, mine = own_place(request.viewer, day=timezone.localdate())
    if role is None or not mine or not request.viewer.can(Can.READ_SCRIPTS):
        return ""
    context = {"role": role, "mine": mine, "slug": request.organisation.slug}
    return render_to_string("touchpoints/roles/_my_place.html", context, request)

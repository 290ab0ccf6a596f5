"""Lines of the launch's checklist, and the messages of its campaign."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.both_texts import ChangedMeanwhile, both_as_sent
from programs.engagements import engagement_or_404
from programs.models import Engagement
from touchpoints.changing.launching import Level
from touchpoints.forms.launches import MessageForm, PointForm, TickForm
from touchpoints.models import LaunchMessage, LaunchPoint
from touchpoints.queries.launches import launch_address
from touchpoints.services import launch_messages as telling
from touchpoints.services import launches as writing
from touchpoints.views.changes.launch import cycle_or_404, part_context
from touchpoints.views.common import language_names, languages_of, viewer_of


def _point_or_404(engagement: Engagement, key: str) -> LaunchPoint:
    points = LaunchPoint.objects.select_related("plan__cycle__engagement", "plan__cycle__organisation")
    return get_object_or_404(points, plan__cycle__engagement=engagement, public_id=key)


def _message_or_404(engagement: Engagement, key: str) -> LaunchMessage:
    rows = LaunchMessage.objects.select_related("plan__cycle__engagement", "plan__cycle__organisation")
    return get_object_or_404(rows, plan__cycle__engagement=engagement, public_id=key)


def _is_over() -> str:
    return _("The launch has passed: its checklist stays as it stood.")


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def point_edit(request: MemberRequest, slug: str, engagement: str, key: str = "") -> HttpResponse:
    """A new line of the checklist, or one to change."""
    shown = engagement_or_404(request, engagement)
    found = _point_or_404(shown, key) if key else None
    cycle = found.plan.cycle if found else cycle_or_404(request, shown)
    names = ("kind", "level", "title", "initiative", "touchpoint", "evidence_name")
    initial = {name: getattr(found, name) for name in names} if found else {}
    form = PointForm(
        request.POST or None, languages=languages_of(request), engagement=shown, initial=initial,
        was_must=found is not None and found.level == Level.MUST,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            writing.save_point(cycle=cycle, by=viewer_of(request), point=found, **form.cleaned_data)
        except writing.LaunchPassed:
            form.add_error(None, _is_over())
        except writing.ReasonWanted:
            form.add_error("reason", _("It had to be there before the launch: say why it need not any more."))
        except writing.PointIncomplete:
            form.add_error(None, _("Name the change, the touchpoint, the training, or what else it is."))
        else:
            return redirect(launch_address(cycle))
    context = {**part_context(slug, shown, cycle), "form": form, "title": _("Line of the checklist")}
    return render(request, "touchpoints/changes/launch_form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def point_remove(request: MemberRequest, slug: str, engagement: str, key: str) -> HttpResponse:
    """Take a line off the checklist; one that had to be there with the reason only."""
    found = _point_or_404(engagement_or_404(request, engagement), key)
    cycle = found.plan.cycle
    try:
        writing.remove_point(point=found, by=viewer_of(request), reason=request.POST.get("reason", "")[:1000])
    except writing.LaunchPassed:
        messages.error(request, _is_over())
    except writing.ReasonWanted:
        messages.error(request, _("It had to be there before the launch: say why it need not any more."))
    return redirect(launch_address(cycle))


@needs(Can.EDIT_PROGRAMME)
@require_POST
def point_tick(request: MemberRequest, slug: str, engagement: str, key: str) -> HttpResponse:
    """Say that a line of one's own is there, with what shows it; or take it back."""
    found = _point_or_404(engagement_or_404(request, engagement), key)
    form = TickForm(request.POST)
    is_there = "undo" not in request.POST
    try:
        if is_there and not form.is_valid():
            raise writing.EvidenceWanted
        words = form.cleaned_data["words"] if is_there else ""
        day = timezone.localdate() if is_there else None
        writing.tick_point(point=found, by=viewer_of(request), words=words, day=day)
    except writing.LaunchPassed:
        messages.error(request, _is_over())
    except writing.EvidenceWanted:
        messages.error(request, _("Say what shows that it is there."))
    except writing.PointIncomplete:
        messages.error(request, _("This line says by itself whether it is there."))
    return redirect(launch_address(found.plan.cycle))


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def message_edit(request: MemberRequest, slug: str, engagement: str, key: str = "") -> HttpResponse:
    """A new message of the campaign, or one to write anew."""
    shown = engagement_or_404(request, engagement)
    found = _message_or_404(shown, key) if key else None
    cycle = found.plan.cycle if found else cycle_or_404(request, shown)
    names = ("text", "pillar", "segment", "channel", "day", "revision")
    initial = {name: getattr(found, name) for name in names} if found else {}
    form, both = MessageForm(request.POST or None, languages=languages_of(request), initial=initial), None
    if request.method == "POST" and form.is_valid():
        words: dict[str, Any] = dict(form.cleaned_data)
        opened = words.pop("revision", None)
        try:
            telling.save_message(cycle=cycle, by=viewer_of(request), message=found, opened=opened, **words)
        except writing.LaunchPassed:
            form.add_error(None, _is_over())
        except ChangedMeanwhile:
            stored = _message_or_404(shown, key)
            both = both_as_sent(form, stored=stored, parts=["text"], names=language_names(request))
        else:
            return redirect(f"{launch_address(cycle)}#campaign")
    context = {**part_context(slug, shown, cycle), "form": form, "both": both, "title": _("Message of the campaign")}
    return render(request, "touchpoints/changes/launch_form.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_POST
def message_remove(request: MemberRequest, slug: str, engagement: str, key: str) -> HttpResponse:
    """Take a message out of the campaign."""
    found = _message_or_404(engagement_or_404(request, engagement), key)
    cycle = found.plan.cycle
    try:
        telling.remove_message(message=found, by=viewer_of(request))
    except writing.LaunchPassed:
        messages.error(request, _is_over())
    return redirect(f"{launch_address(cycle)}#campaign")

"""A new engagement in three steps, and the vision of a running one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Membership
from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can, Role
from programs import services
from programs.beginnings import Beginning, beginnings_for
from programs.engagements import engagement_or_404
from programs.forms import BasicsForm, EngagementForm, PeopleForm, VisionForm
from programs.models import Engagement
from programs.standard import STANDARD

STEPS = 3


@needs(Can.NEW_ENGAGEMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def engagement_new(request: MemberRequest, slug: str) -> HttpResponse:
    """The wizard: name, vision, people. What was typed waits in the session until the last step."""
    kept: dict[str, Any] = request.session.get(_session_key(request), {})
    step = min(_asked_step(request), 1 + len(kept))
    form = _form(request, step, kept)
    begun = _beginnings(request) if step == STEPS else []
    if request.method == "POST" and all([form.is_valid(), *(asked.is_valid() for _one, asked in begun)]):
        kept[str(step)] = _plain(form.cleaned_data)
        request.session[_session_key(request)] = kept
        if step < STEPS:
            return redirect(f"{request.path}?step={step + 1}")
        opened = _open(request, kept, form)
        if opened:
            del request.session[_session_key(request)]
            addresses = [one.begin(opened, asked.cleaned_data, request.viewer) for one, asked in begun]
            cycle = reverse("programs:cycle", args=[slug, opened.slug])
            return redirect(next(filter(None, addresses), cycle))
    context = {
        "slug": slug,
        "form": form,
        "begun": [asked for _one, asked in begun],
        "step": step,
        "steps": [
            (_("Name"), f"{request.path}?step=1"),
            (_("Vision and goals"), f"{request.path}?step=2"),
            (_("People and beginning"), f"{request.path}?step=3"),
        ],
        "is_last": step == STEPS,
        "weeks": sum(stage.weeks for stage in STANDARD),
    }
    return render(request, "programs/engagement_new.html", context)


def _beginnings(request: MemberRequest) -> list[tuple[Beginning, Any]]:
    """What apps above offer to begin with, each with its form."""
    typed = request.POST if request.method == "POST" else None
    return [(one, one.form(typed)) for one in beginnings_for(request.viewer)]


def _session_key(request: MemberRequest) -> str:
    return f"engagement_new:{request.organisation.pk}"


def _asked_step(request: MemberRequest) -> int:
    asked = request.GET.get("step", "1")
    return int(asked) if asked in {"1", "2", "3"} else 1


def _form(request: MemberRequest, step: int, kept: Mapping[str, Any]) -> Any:
    languages = request.organisation.language_codes
    typed = request.POST if request.method == "POST" else None
    initial = kept.get(str(step), {"first_day": timezone.localdate()} if step == 1 else {})
    if step == 1:
        return BasicsForm(typed, languages=languages, initial=initial)
    if step == 2:
        return VisionForm(typed, languages=languages, initial=initial)
    return PeopleForm(typed, members=_consultants(request), initial=initial)


def _consultants(request: MemberRequest) -> QuerySet[Membership]:
    organisation = request.organisation
    members = Membership.objects.filter(organisation=organisation, ended_at=None).select_related("user")
    consultants = [member.pk for member in members if Role.CONSULTANT in member.roles]
    return members.filter(pk__in=consultants)


def _plain(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """What a session can keep of a step."""
    plain = {name: value.isoformat() if isinstance(value, date) else value for name, value in cleaned.items()}
    if "consultants" in plain:
        plain["consultants"] = [member.pk for member in cleaned["consultants"]]
    return plain


def _open(request: MemberRequest, kept: Mapping[str, Any], form: PeopleForm) -> Engagement | None:
    basics, vision = kept["1"], kept["2"]
    actor = request.viewer.actor
    try:
        opened = services.open_engagement(
            organisation=request.organisation,
            slug=basics["slug"],
            name=basics["name"],
            first_day=date.fromisoformat(basics["first_day"]),
            vision=vision["vision"],
            goals=vision["goals"],
            actor=actor,
        )
    except services.SlugTaken:
        form.add_error(None, _("There is another programme with this short name. Go back to the first step."))
        return None
    for member in form.cleaned_data["consultants"]:
        services.list_member(engagement=opened, membership=member, actor=actor)
    return opened


@needs(Can.READ_PROGRAMME)
@require_http_methods(["GET", "HEAD", "POST"])
def vision(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Vision and goals; those who edit the programme write them here."""
    shown = engagement_or_404(request, engagement)
    viewer = request.viewer
    may_edit = viewer.can(Can.EDIT_PROGRAMME)
    initial = {"name": shown.name, "vision": shown.vision, "goals": shown.goals}
    languages = request.organisation.language_codes
    typed = request.POST if request.method == "POST" and may_edit else None
    form = EngagementForm(typed, languages=languages, initial=initial)
    if form.is_valid():
        services.edit_vision(engagement=shown, actor=viewer.actor, **form.cleaned_data)
        return redirect(request.path)
    is_editing = may_edit and ("edit" in request.GET or form.is_bound)
    context = {"slug": slug, "engagement": shown, "form": form, "may_edit": may_edit, "is_editing": is_editing}
    return render(request, "programs/vision.html", context)

"""The beginning of a journey: templates to choose from, what one would make here, and the team's first steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policy import needs
from accounts.requests import MemberRequest
from accounts.roles import Can
from lib.periods import day_of
from programs.engagements import engagement_or_404
from programs.models import Engagement
from touchpoints.forms.starting import WAYS, StartForm, WayForm
from touchpoints.models import FeelingLevel, Journey, StartWay
from touchpoints.queries.first_steps import first_steps
from touchpoints.services import CodeTaken, NotYours, choose_start_way, maps
from touchpoints.starting.steps import STEPS
from touchpoints.templates_of_journeys import template_of, templates
from touchpoints.views.common import languages_of, offered, viewer_of
from touchpoints.views.maps.common import FORM, map_address


@needs(Can.EDIT_PROGRAMME)
@require_safe
def journey_templates(request: MemberRequest, slug: str, engagement: str) -> HttpResponse:
    """Every template with what is inside."""
    shown = engagement_or_404(request, engagement)
    context = {"slug": slug, "engagement": shown, "templates": templates()}
    return render(request, "touchpoints/starting/templates.html", context)


@needs(Can.EDIT_PROGRAMME)
@require_http_methods(FORM)
def journey_template(request: MemberRequest, slug: str, engagement: str, template: str) -> HttpResponse:
    """What a template would make here; then the journey."""
    shown, chosen = engagement_or_404(request, engagement), template_of(template)
    if chosen is None:
        raise Http404("no such template")
    plan = maps.start_plan(template=chosen, organisation=request.organisation)
    initial = {"name": plan.document.name, "code": _free_code(shown, chosen.document.journey)}
    form = StartForm(request.POST or None, languages=languages_of(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            drawn = maps.start_journey_from_template(
                engagement=shown, template=chosen, by=viewer_of(request), **form.cleaned_data
            )
        except CodeTaken:
            form.add_error("code", _("There is another journey of this code."))
        else:
            messages.success(request, _("The journey is drawn. What it supposes is dashed until customers were asked."))
            return redirect("touchpoints:first_steps", slug, engagement, drawn.journey.code)
    context = {
        "slug": slug,
        "engagement": shown,
        "template": chosen,
        "plan": plan,
        "columns": [(stage, _supposed(stage)) for stage in chosen.document.stages],
        "form": form,
    }
    return render(request, "touchpoints/starting/template.html", context)


def _supposed(stage: Any) -> str:
    level = stage.level("hypothesis")
    return str(FeelingLevel(level).label) if level else ""


def _free_code(engagement: Engagement, code: str) -> str:
    """The template's code, or with a number if the engagement has a journey of it."""
    taken = set(Journey.objects.filter(engagement=engagement).values_list("code", flat=True))
    free, number = code, 1
    while free in taken:
        number += 1
        free = f"{code}-{number}"
    return free


@needs(Can.READ_PROGRAMME)
@require_http_methods(FORM)
def first_steps_page(request: MemberRequest, slug: str, engagement: str, journey: str) -> HttpResponse:
    """The first steps of the way that the team starts; who draws chooses the way, or another one."""
    shown = engagement_or_404(request, engagement)
    found: Journey = get_object_or_404(Journey.objects.select_related("organisation"), engagement=shown, code=journey)
    viewer = viewer_of(request)
    if request.method == "POST":
        form = WayForm(request.POST)
        try:
            if form.is_valid():
                choose_start_way(journey=found, way=form.cleaned_data["way"], by=viewer)
        except NotYours as error:
            raise PermissionDenied from error
        return redirect(request.path)
    today = day_of(timezone.now(), request.organisation.time_zone)
    begun = first_steps(journey=found, viewer=viewer, today=today)
    pages = _pages(slug, engagement, found)
    context = {
        "slug": slug,
        "engagement": shown,
        "journey": found,
        "begun": begun,
        "steps": [(one, pages.get(one.step.page, "")) for one in begun.steps],
        "ways": [(way, text, STEPS[StartWay(way)]) for way, text in WAYS],
        "map": reverse("touchpoints:touchpoints", args=[slug, engagement]) + f"?journey={journey}",
        "may_edit": viewer.can(Can.EDIT_PROGRAMME),
    }
    return render(request, "touchpoints/starting/first_steps.html", context)


def _pages(slug: str, engagement: str, journey: Journey) -> dict[str, str]:
    """Where each step is done; a page of an app that is not there is left out."""
    drawn = journey.current_map
    pages = {
        "owners": offered("touchpoints:raci_holes", slug),
        "rounds": offered("touchpoints:mapping", slug, engagement),
        "ideas": offered("touchpoints:idea_list", slug),
        "surveys": offered("feedback:surveys", slug),
        "segments": offered("programs:segments", slug),
        "drivers": offered("metrics:drivers", slug, engagement) or offered("audits:audit", slug, engagement),
    }
    if drawn is not None:
        pages |= {
            "map": map_address(drawn),
            "edit": map_address(drawn, editing=not drawn.is_locked),
            "copy": reverse("touchpoints:map_copy", args=[slug, engagement, drawn.public_id]),
        }
    return pages

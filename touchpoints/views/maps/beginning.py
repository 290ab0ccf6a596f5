"""A new engagement that begins with a journey from a template, as the wizard asked."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from accounts.viewer import Viewer
from programs.models import Engagement
from touchpoints.services import maps
from touchpoints.templates_of_journeys import template_of


def begin_with_template(engagement: Engagement, chosen: Mapping[str, Any], viewer: Viewer) -> str:
    """Draw the journey of the chosen template; the address of its first steps. Without a template nothing."""
    template = template_of(chosen["template"])
    if template is None:
        return ""
    plan = maps.start_plan(template=template, organisation=engagement.organisation)
    drawn = maps.start_journey_from_template(
        engagement=engagement, template=template, code=template.document.journey, name=plan.document.name,
        way=chosen["way"], by=viewer,
    )  # fmt: skip
    return reverse("touchpoints:first_steps", args=[engagement.organisation.slug, engagement.slug, drawn.journey.code])

"""What of the journey can be found: touchpoints, scripts, journeys."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Can
from lib.local_text import every_text
from operations.search import Entry, search_source
from organisations.models import Organisation
from touchpoints.models import Journey, Script, Touchpoint, VersionState


@search_source("touchpoint", label=_("Touchpoints"))
def touchpoints(organisation: Organisation) -> Iterable[Entry]:
    """Every touchpoint in use; whose own it is decides who finds it."""
    for touchpoint in Touchpoint.objects.filter(archived_at=None):
        yield Entry(
            title=touchpoint.name or touchpoint.code,
            address=reverse("touchpoints:touchpoint", args=[organisation.slug, touchpoint.code]),
            needs=Can.READ_SCRIPTS,
            words=f"{touchpoint.code} {every_text(touchpoint.description)}",
            note=touchpoint.description,
            touchpoint_id=touchpoint.pk,
        )


@search_source("script", label=_("Scripts"))
def scripts(organisation: Organisation) -> Iterable[Entry]:
    """Approved scripts, by their words too."""
    found = Script.objects.filter(state=VersionState.APPROVED, touchpoint__archived_at=None)
    for script in found.select_related("touchpoint").prefetch_related("steps"):
        said = " ".join(f"{every_text(step.act)} {every_text(step.say)}" for step in script.steps.all())
        yield Entry(
            title=script.title or script.touchpoint.name,
            address=reverse("touchpoints:script", args=[organisation.slug, script.touchpoint.code]),
            needs=Can.READ_SCRIPTS,
            words=said,
            note=script.touchpoint.name,
            touchpoint_id=script.touchpoint_id,
        )


@search_source("journey", label=_("Journeys"))
def journeys(organisation: Organisation) -> Iterable[Entry]:
    """Journeys with the names of their stages."""
    for journey in Journey.objects.select_related("engagement").prefetch_related("maps__stages"):
        names = (every_text(stage.name) for drawn in journey.maps.all() for stage in drawn.stages.all())
        yield Entry(
            title=journey.name or journey.code,
            address=reverse("touchpoints:touchpoints", args=[organisation.slug, journey.engagement.slug]),
            needs=Can.READ_PROGRAMME,
            words=" ".join(dict.fromkeys(names)),
            note=journey.engagement.name,
        )

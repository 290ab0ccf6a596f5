"""What the pages around staff's view of the map share."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.requests import MemberRequest
from programs.engagements import engagement_or_404
from programs.models import Engagement
from touchpoints.models import MappingRound


def round_or_404(request: MemberRequest, engagement: str, key: UUID) -> MappingRound:
    """The round of this key in the engagement.

    :raises Http404: there is none
    """
    shown = engagement_or_404(request, engagement)
    rounds = MappingRound.objects.select_related("journey__engagement", "organisation").prefetch_related("units__unit")
    held: MappingRound = get_object_or_404(rounds, public_id=key, journey__engagement=shown)
    return held


def tabs(slug: str, engagement: Engagement, place: str) -> list[tuple[str, str, bool]]:
    """The ways into staff's view of the map."""
    inside = [slug, engagement.slug]
    return [
        (_("From memory"), reverse("touchpoints:mapping", args=inside), place == "mapping"),
        (
            pgettext("of mapping sessions", "Reviews"),
            reverse("touchpoints:map_reviews", args=inside),
            place == "reviews",
        ),
        (_("Job roles"), reverse("touchpoints:role_places", args=[slug]), place == "roles"),
    ]

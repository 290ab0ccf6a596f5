"""The engagement's journeys, and which of their maps the rest of the product means."""

from django.db.models import Exists, OuterRef, QuerySet

from programs.models import Engagement
from touchpoints.models import Journey, JourneyMap, MapKind


def current_maps() -> QuerySet[JourneyMap]:
    """Of every journey the newest map of how it is: the one that the rest of the product means."""
    same = JourneyMap.objects.filter(journey=OuterRef("journey"), kind=MapKind.AS_IS)
    newer = same.filter(number__gt=OuterRef("number"))
    return JourneyMap.objects.filter(~Exists(newer), kind=MapKind.AS_IS)


def journeys_of(*, engagement: Engagement) -> QuerySet[Journey]:
    """The engagement's journeys in order."""
    return Journey.objects.filter(engagement=engagement)

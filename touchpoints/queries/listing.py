"""All touchpoints and their places as one table."""

from collections import defaultdict
from collections.abc import Iterator

from accounts.viewer import Viewer
from organisations.models import Organisation
from programs.queries import engagements_of
from touchpoints.listing.columns import columns, row
from touchpoints.mapping.words import truth_of
from touchpoints.models import Placement, Touchpoint
from touchpoints.queries.journeys import current_maps


def listing(*, organisation: Organisation, viewer: Viewer) -> Iterator[list[object]]:
    """The headings, then every touchpoint in use at each of its places on the current maps that the viewer sees."""
    languages = organisation.language_codes
    yield list(columns(languages))
    drawn = current_maps().filter(journey__engagement__in=engagements_of(viewer=viewer))
    places = Placement.objects.filter(stage__map__in=drawn).select_related("stage__map__journey__engagement", "channel")
    standing = defaultdict(list)
    for place in places.order_by("stage__map__journey__position", "stage__position", "position", "pk"):
        standing[place.touchpoint_id].append(place)
    for touchpoint in Touchpoint.objects.filter(archived_at=None).select_related("owner__user"):
        texts = {name: getattr(touchpoint, name) for name in ("name", "description", "depends_on")}
        cells = {
            "code": touchpoint.code,
            "control": touchpoint.control,
            "owner": touchpoint.owner.user.email if touchpoint.owner else "",
            "order": touchpoint.position,
        }
        for place in standing[touchpoint.pk]:
            stage, journey = place.stage, place.stage.map.journey
            at = {
                "programme": journey.engagement.slug,
                "journey": journey.code,
                "stage": stage.code,
                "stage_order": stage.position,
                "need": stage.need,
                "channel": place.channel.code if place.channel else "",
                "place_order": place.position,
                "moment_of_truth": truth_of(place.is_moment_of_truth, place.is_hypothesis) or "no",
            }
            yield row({**cells, **at}, {**texts, "journey_name": journey.name, "stage_name": stage.name}, languages)
        if not standing[touchpoint.pk]:
            yield row(cells, texts, languages)

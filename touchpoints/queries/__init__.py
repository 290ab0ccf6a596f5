"""Questions about touchpoints: whose they are, where they stand on the journey, what is said there."""

from touchpoints.queries.journeys import current_maps, journeys_of
from touchpoints.queries.scripts import OwnTouchpoint, own_touchpoints, published_scripts, readable_script
from touchpoints.queries.touchpoints import (
    TouchpointPage,
    may_read,
    own_touchpoint_ids,
    touchpoint_page,
    touchpoints_of,
)

__all__ = [
    "OwnTouchpoint",
    "TouchpointPage",
    "current_maps",
    "journeys_of",
    "may_read",
    "own_touchpoint_ids",
    "own_touchpoints",
    "published_scripts",
    "readable_script",
    "touchpoint_page",
    "touchpoints_of",
]

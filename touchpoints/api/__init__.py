"""Journeys, touchpoints, scripts and standards by key."""

from touchpoints.api.accountability import Accountability, Ecosystem
from touchpoints.api.ideas import Ideas
from touchpoints.api.initiatives import Initiatives
from touchpoints.api.mental import MapReviews, MentalMaps, RolePlaces
from touchpoints.api.reading import Journeys, Scripts, Touchpoints
from touchpoints.api.standards import Standards, StandardValues
from touchpoints.api.volumes import ChannelVolumes

__all__ = [
    "Accountability",
    "ChannelVolumes",
    "Ecosystem",
    "Ideas",
    "Initiatives",
    "Journeys",
    "MapReviews",
    "MentalMaps",
    "RolePlaces",
    "Scripts",
    "StandardValues",
    "Standards",
    "Touchpoints",
]

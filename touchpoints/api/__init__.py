"""Journeys, touchpoints, scripts and standards by key."""

from touchpoints.api.reading import Journeys, Scripts, Touchpoints
from touchpoints.api.standards import Standards, StandardValues

__all__ = ["Journeys", "Scripts", "StandardValues", "Standards", "Touchpoints"]

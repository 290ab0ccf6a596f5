"""Touchpoints and their places from a table: first what it would change, then all of it or nothing."""

from touchpoints.services.listing.planning import ListingPlan, plan_listing
from touchpoints.services.listing.taking import ListingRefused, take_listing

__all__ = ["ListingPlan", "ListingRefused", "plan_listing", "take_listing"]

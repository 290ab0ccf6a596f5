"""Addresses of pages that may not be there: an app above may offer one, and a lower app does not know."""

from django.urls import NoReverseMatch, reverse


def offered(name: str, *args: str) -> str:
    """The address of a page or card that an app above offers, or nothing."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""

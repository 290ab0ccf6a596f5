"""Language and colours of the pages: kept with the user, and in cookies for pages before signing in."""

from django.conf import settings
from django.http import HttpResponse

YEAR = 365 * 24 * 3600
THEMES = ("", "light", "dark")
THEME_COOKIE = "theme"


def remember(response: HttpResponse, *, language: str | None = None, theme: str | None = None) -> None:
    """Set the cookies of what was chosen; None leaves a choice as it is."""
    if language:
        _set(response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme is not None:
        _set(response, THEME_COOKIE, theme)


def _set(response: HttpResponse, name: str, value: str) -> None:
    # The script of the pages reads and changes the theme, so its cookie is not for the server alone.
    response.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=settings.HTTPS)

"""The frame round every page: navigation, wheel, switcher, search, language, colours. Read only when a page shows it.

Outside an organisation, or for somebody its door did not let in, the frame names no organisation.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext

from accounts.doors import memberships_of
from accounts.roles import Role
from accounts.viewer import Viewer
from cem.navigation import Group, address, groups
from cem.phase_wheel import phase_notes, phase_wheel
from lib.charts.colours import is_colour
from lib.charts.wheel import Wheel
from lib.local_text import local
from operations.models import Notification
from organisations.models import Organisation
from programs.models import Cycle, Engagement, Stage
from programs.queries import current_cycle, engagements_of

THEMES = ("light", "dark")
ONLY_HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere the reader may switch to."""

    name: str
    note: str
    href: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything base.html and public.html show round a page's own content."""

    language: str
    theme: str = ""
    name: str = ""
    note: str = ""
    home: str = "/"
    accent_address: str = ""
    sample_notice: str = ""
    languages: list[tuple[str, str]] = field(default_factory=list)
    language_address: str = ""
    navigation: list[Group] = field(default_factory=list)
    wheel: Wheel | None = None
    places: list[Place] = field(default_factory=list)
    portfolio: str = ""
    search: str = ""
    notifications: str = ""
    unread: int = 0
    person: str = ""
    member: str = ""  # who signed in, by public id: what another one kept on this device is erased
    roles: str = ""
    account: str = ""
    sign_in: str = ""
    sign_out: str = ""
    only_here: bool = False  # links and printed codes name this computer, which nobody else reaches by that name


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {"frame": SimpleLazyObject(lambda: frame_of(request))}


def frame_of(request: HttpRequest) -> Frame:
    """The frame for this request's reader."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    organisation = _shown_organisation(request, viewer)
    parts = _common(request)
    if organisation:
        parts |= _organisation_parts(organisation)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        parts |= _person_parts(request, organisation)
    if organisation and viewer and viewer.membership_id:
        parts |= _member_parts(request, organisation, viewer)
    return Frame(**parts)


def _shown_organisation(request: HttpRequest, viewer: Viewer | None) -> Organisation | None:
    """Whose frame this is: a member's organisation, or the one behind a public code; never a stranger's guess."""
    organisation: Organisation | None = getattr(request, "organisation", None)
    guessed = request.path_info.startswith(("/o/", "/api/")) and viewer is None
    return None if guessed else organisation


def _common(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    return {
        "language": (get_language() or settings.LANGUAGE_CODE).split("-")[0],
        "languages": [(code, gettext(str(name))) for code, name in settings.LANGUAGES],
        "language_address": address("accounts:preferences"),
        "theme": theme if theme in THEMES else "",
        "sign_in": address("account_login"),
        "only_here": urlsplit(settings.ADDRESS).hostname in ONLY_HERE,
    }


def _organisation_parts(organisation: Organisation) -> dict[str, Any]:
    colour = organisation.accent if is_colour(organisation.accent or "") else ""
    return {
        "name": organisation.name,
        "accent_address": accent_address(colour),
        "sample_notice": local(organisation.sample_notice),
    }


def accent_address(colour: str) -> str:
    """The style sheet of one accent; the colour is the address, so every browser may keep it."""
    return reverse("accent", kwargs={"colour": colour.removeprefix("#").lower()}) if colour else ""


def _person_parts(request: HttpRequest, organisation: Organisation | None) -> dict[str, Any]:
    user: Any = request.user
    memberships = memberships_of(user=user, today=timezone.localdate())
    places = [
        Place(
            membership.organisation.name,
            _role_words(membership.roles),
            address("cem:organisation", membership.organisation.slug) or f"/o/{membership.organisation.slug}/",
            is_here=membership.organisation == organisation,
        )
        for membership in memberships
    ]
    return {
        "person": user.name or user.email,
        "member": str(user.public_id),
        "places": places,
        "portfolio": address("cem:portfolio"),
        "account": address("accounts:account"),
        "sign_out": address("account_logout"),
    }


def _role_words(roles: list[str]) -> str:
    return ", ".join(str(Role(role).label) for role in roles if role in Role.values)


def _member_parts(request: HttpRequest, organisation: Organisation, viewer: Viewer) -> dict[str, Any]:
    engagement = _engagement(request, viewer)
    slug, inner = organisation.slug, engagement.slug if engagement else ""
    cycle = current_cycle(engagement) if engagement else None
    stages = list(cycle.stages.all()) if cycle else []
    return {
        "note": local(engagement.name) if engagement else "",
        "home": address("cem:board", slug, inner) or "/",
        "navigation": groups(request, slug, inner, viewer.capabilities, phase_notes(stages)),
        "wheel": _wheel(cycle, stages, viewer, slug, inner),
        "search": address("cem:search", slug, inner),
        "notifications": address("operations:notifications", slug, inner),
        "unread": Notification.objects.filter(recipient=viewer.actor, read_at=None).count(),
        "roles": _role_words(sorted(viewer.roles)),
    }


def _wheel(cycle: Cycle | None, stages: list[Stage], viewer: Viewer, slug: str, engagement: str) -> Wheel | None:
    if cycle is None:
        return None
    return phase_wheel(cycle, stages, viewer=viewer, slug=slug, engagement=engagement, today=timezone.localdate())


def _engagement(request: HttpRequest, viewer: Viewer) -> Engagement | None:
    """The engagement in the address, else the newest one; only one that the viewer may see."""
    known: Engagement | None = getattr(request, "engagement", None)
    if known:
        return known
    named = request.resolver_match.kwargs.get("engagement") if request.resolver_match else None
    current = engagements_of(viewer=viewer)
    return (current.filter(slug=named) if named else current.order_by("-pk")).first()

"""Every view says who may use it; one that does not is refused by the middleware."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from accounts.roles import Can

View = TypeVar("View", bound=Callable[..., Any])


class Audience(StrEnum):
    """Whom a view is made for."""

    MEMBERS = "members"  # of the organisation in the address, with a capability
    KEYS = "keys"  # an API key with a capability
    SIGNED_IN = "signed_in"  # any user
    PUBLIC = "public"  # anybody, for a reason


@dataclass(frozen=True, slots=True)
class Policy:
    """What a view asks for. With several capabilities, any one of them is enough."""

    audience: Audience
    capabilities: tuple[Can, ...] = ()
    reason: str = ""

    def admits(self, held: frozenset[Can]) -> bool:
        return not self.capabilities or any(can in held for can in self.capabilities)


def _declare(policy: Policy) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.policy = policy  # type: ignore[attr-defined]
        return view

    return mark


def needs(*capabilities: Can) -> Callable[[View], View]:
    """A page of an organisation: for members who hold one of the capabilities."""
    return _declare(Policy(Audience.MEMBERS, capabilities))


def key_needs(*capabilities: Can) -> Callable[[View], View]:
    """An address of the API: for keys whose scopes give one of the capabilities."""
    return _declare(Policy(Audience.KEYS, capabilities))


def public(reason: str) -> Callable[[View], View]:
    """A page for anybody; the reason is written down where it is allowed."""
    return _declare(Policy(Audience.PUBLIC, reason=reason))


def signed_in(view: View) -> View:
    """A page for any user, outside the organisations."""
    return _declare(Policy(Audience.SIGNED_IN))(view)


# Views of libraries, which cannot carry our mark, by the start of their module's name.
LIBRARY_POLICIES: dict[str, Policy] = {
    "allauth.": Policy(Audience.PUBLIC, reason="signing in; the library guards what needs a signed-in user"),
    "django.contrib.staticfiles": Policy(Audience.PUBLIC, reason="styles and scripts"),
    "django.views.static": Policy(Audience.PUBLIC, reason="styles and scripts"),
    "django.views.i18n": Policy(Audience.PUBLIC, reason="choosing a language"),
}


def policy_of(view: Any) -> Policy | None:
    """The policy a resolved view declares, through wrappers and view classes; none if it declares nothing."""
    for carrier in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        found = getattr(carrier, "policy", None)
        if isinstance(found, Policy):
            return found
    module = getattr(view, "__module__", "") or ""
    return next((policy for start, policy in LIBRARY_POLICIES.items() if module.startswith(start)), None)

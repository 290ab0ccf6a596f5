"""The pages of the settings beside each other, as tabs."""

from typing import Any

from django import template
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.policy import policy_of
from lib.addresses import offered

register = template.Library()

# The first that fits: browsers name themselves after those they are built on.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"), ("Chrome/", "Chrome"), ("CriOS", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip

PAGES = (
    ("accounts:settings", pgettext_lazy("page", "Settings")),
    ("accounts:members", _("People and roles")),
    ("accounts:units", _("Units")),
    ("accounts:roster", _("Roster")),
    ("accounts:job-roles", _("Job roles")),
    ("accounts:channels", _("Channels")),
    ("accounts:keys", _("API keys")),
    ("feedback:privacy", _("Privacy desk")),
    ("operations:mailbox", _("Mailbox")),
    ("operations:jobs", _("Work in progress")),
    ("operations:trail", _("Activity trail")),
)


@register.simple_tag(takes_context=True)
def settings_tabs(context: template.Context) -> list[tuple[Any, str, bool]]:
    """Label, address and whether it is here, for each page of the settings that the viewer may open."""
    request = context["request"]
    shown = []
    for name, label in PAGES:
        address = offered(name, request.organisation.slug)
        policy = policy_of(resolve(address).func) if address else None
        if policy and policy.admits(request.viewer.capabilities):
            shown.append((label, address))
    here = max((address for _label, address in shown if request.path.startswith(address)), key=len, default="")
    return [(label, address, address == here) for label, address in shown]


@register.filter
def browser_name(user_agent: str) -> str:
    """What a person calls a browser: “Firefox, Windows”; a program's own name where it is none."""
    named = [next((name for part, name in known if part in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, named)) or user_agent[:60]

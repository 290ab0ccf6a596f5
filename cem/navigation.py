"""The ways through the product: every entry the viewer may open and that exists, in the order of the cycle."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.policy import Audience, policy_of
from accounts.roles import Can

Text = str | Promise
# Route name and words; a phase's number stands before its words.
PROGRAMME: tuple[tuple[str, Text, str], ...] = (
    ("cem:board", pgettext_lazy("page", "Board"), ""),
    ("audits:audit", _("1 · Audit"), "audit"),
    ("brandpromise:promise", _("2 · Brand promise"), "promise"),
    ("touchpoints:touchpoints", _("3 · Touchpoints"), "design"),
    ("training:people", _("4 · People"), "engagement"),
    ("audits:reaudit", _("5 · Re-audit"), "reaudit"),
)
WORK: tuple[tuple[str, Text], ...] = (
    ("touchpoints:my_work", _("My work")),
    ("touchpoints:changes", _("Changes")),
    ("touchpoints:raci", _("Accountability")),
    ("touchpoints:idea_list", pgettext_lazy("page: employees' ideas", "Ideas")),
    ("feedback:surveys", pgettext_lazy("page: surveys and answers", "Feedback")),
    ("feedback:imports", pgettext_lazy("page: files becoming answers", "Imports")),
    ("metrics:indicators", _("Indicators")),
    ("programs:cycle", _("Cycle and gates")),
)
SETTINGS: tuple[tuple[str, Text], ...] = (
    ("accounts:members", _("People and roles")),
    ("accounts:settings", pgettext_lazy("page", "Settings")),
    ("operations:trail", _("Activity trail")),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation."""

    name: str
    text: Text
    href: str
    note: str = ""
    is_here: bool = False
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together; an empty group is not shown."""

    label: str
    entries: list[Entry]


def address(name: str, slug: str = "", engagement: str = "") -> str:
    """Where a route leads from here: inside the engagement, the organisation, or outside; or nothing."""
    choices: list[dict[str, Any]] = [{}]
    if slug:
        choices.insert(0, {"slug": slug})
        if engagement:
            choices.insert(0, {"slug": slug, "engagement": engagement})
    for kwargs in choices:
        try:
            return reverse(name, kwargs=kwargs)
        except NoReverseMatch:
            continue
    return ""


def may_open(href: str, capabilities: frozenset[Can] | None) -> bool:
    """Whether the policy of the view at this address admits somebody with these capabilities."""
    try:
        policy = policy_of(resolve(href).func)
    except Resolver404:
        return False
    if policy is None:
        return False
    if policy.audience is Audience.MEMBERS:
        return capabilities is not None and policy.admits(capabilities)
    return policy.audience in (Audience.SIGNED_IN, Audience.PUBLIC)


def groups(
    request: HttpRequest, slug: str, engagement: str, capabilities: frozenset[Can], notes: dict[str, str]
) -> list[Group]:
    """The three lists of the rail; `notes` says what stands beside a phase."""

    def entries(rows: Iterator[tuple[str, Text, str]]) -> list[Entry]:
        shown = [
            (name, text, href, note)
            for name, text, note in rows
            if (href := address(name, slug, engagement)) and may_open(href, capabilities)
        ]
        return [Entry(name, text, href, note) for name, text, href, note in shown]

    found = [
        Group(gettext("Programme"), entries((n, t, notes.get(kind, "")) for n, t, kind in PROGRAMME)),
        Group(gettext("Work"), entries((n, t, "") for n, t in WORK)),
        Group(gettext("Settings"), entries((n, t, "") for n, t in SETTINGS)),
    ]
    return _with_place([group for group in found if group.entries], request.path)


def _with_place(found: list[Group], path: str) -> list[Group]:
    """The same lists with the entry marked under whose address the page lies; the longest address wins."""
    hrefs = [entry.href for group in found for entry in group.entries if _holds(entry, path)]
    here = max(hrefs, key=len, default="")
    return [
        Group(
            group.label,
            [
                Entry(e.name, e.text, e.href, e.note, is_here=e.href == here, is_page=e.href == path)
                for e in group.entries
            ],
        )
        for group in found
    ]


def _holds(entry: Entry, path: str) -> bool:
    """The board's address begins every other one, so it holds only its own page."""
    return path == entry.href if entry.name == "cem:board" else path.startswith(entry.href)

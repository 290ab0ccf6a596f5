"""Choices that several forms offer."""

from functools import cache
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from lib.local_text import local
from organisations.models import Unit

REGIONS = ("Europe", "America", "Africa", "Asia", "Atlantic", "Australia", "Indian", "Pacific")


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone of the database of times, by region; universal time first."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in sorted(available_timezones()):
        region, _slash, place = zone.partition("/")
        if region in groups:
            groups[region].append((zone, place.replace("_", " ")))
    return [("UTC", [("UTC", "UTC")]), *groups.items()]


def language_names() -> list[tuple[str, str]]:
    """The product's languages."""
    return [(code, str(name)) for code, name in settings.LANGUAGES]


def role_choices() -> list[tuple[str, str]]:
    """Every role with a word of what it is for."""
    return [(role.value, f"{role.label} – {ROLE_NOTES[role]}") for role in Role]


ROLE_NOTES = {
    Role.FRONTLINE: _("reads scripts and what customers said about the own touchpoints"),
    Role.OWNER: _("improves own touchpoints and leads the people of a unit"),
    Role.COMMITTEE: _("decides gates, approves scripts, reads everything but identities"),
    Role.SPONSOR: _("reads and approves, does not edit"),
    Role.CONSULTANT: _("runs the programme until an end date"),
    Role.ADMIN: _("manages access and settings, reads no comments"),
}


def unit_choices(*, below: frozenset[int] | None = None, empty: str = "") -> list[tuple[str, str]]:
    """Units in use as an indented list; `below` limits it to some."""
    children: dict[int | None, list[Unit]] = {}
    for unit in Unit.objects.filter(archived_at=None):
        children.setdefault(unit.parent_id, []).append(unit)
    rows: list[tuple[str, str]] = [("", empty)] if empty else []

    def add(parent: int | None, depth: int) -> None:
        for unit in children.get(parent, ()):
            if below is None or unit.pk in below:
                rows.append((str(unit.pk), "\u2007\u2007" * depth + local(unit.name)))
            add(unit.pk, depth + 1)

    add(None, 0)
    return rows

"""Choices that several forms offer."""

from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from lib.local_text import local
from organisations.models import Unit

REGIONS = ("Europe", "America", "Africa", "Asia", "Atlantic", "Australia", "Indian", "Pacific")


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every zone that a country uses today, by region; universal time first."""
    groups: dict[str, list[tuple[str, str]]] = {region: [] for region in REGIONS}
    for zone in sorted(_zones_of_countries() & available_timezones()):
        region, *above, place = zone.replace("_", " ").split("/")
        if region in groups:
            groups[region].append((zone, f"{place} ({above[0]})" if above else place))
    for places in groups.values():
        places.sort(key=lambda named: named[1])
    return [("UTC", [("UTC", "UTC")]), *groups.items()]


def _zones_of_countries() -> set[str]:
    """Names in the table of countries, which leaves out names of old, such as Europe/Kiev beside Europe/Kyiv."""
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    return {line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")}


class ZoneField(forms.ChoiceField):
    """A time zone; one chosen under a name of old stays on offer where it is the present one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=time_zones, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return value in available_timezones()

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        bound = super().get_bound_field(form, field_name)
        present = bound.value()
        if present in available_timezones() and not super().valid_value(present):
            self.choices = [*time_zones(), (present, [(present, present)])]
        return bound


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

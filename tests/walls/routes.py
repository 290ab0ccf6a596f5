"""Every route of the product, with the view behind it and an address made from its sample."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver, reverse

from accounts.policy import Audience, Policy, policy_of
from tests.walls.samples import BESIDES, KNOWN, SAMPLES
from tests.walls.world import World

UNKNOWN = {"uuid": uuid.UUID(int=7), "int": 31_999, "slug": "nothing-like-this", "str": "nothing-like-this"}


@dataclass(frozen=True)
class Route:
    """One address pattern."""

    name: str
    pattern: str
    view: Any
    kinds: dict[str, str]  # name of each part → its converter

    def __str__(self) -> str:
        return self.name

    @property
    def policy(self) -> Policy | None:
        return policy_of(self.view)

    @property
    def audience(self) -> Audience | None:
        return self.policy.audience if self.policy else None

    @property
    def parts(self) -> set[str]:
        """What the address names besides the organisation."""
        return set(self.kinds) - {"slug"}

    @property
    def sample(self) -> dict[str, str]:
        """Where each part comes from.

        :raises AssertionError: the sample is missing; the message says where to add it
        """
        known = {part: KNOWN[part] for part in self.parts if part in KNOWN} | SAMPLES.get(self.name, {})
        missing = self.parts - set(known)
        assert not missing, (
            f"The route {self.name} ({self.pattern}) needs a sample for {missing}: tests/walls/samples.py"
        )
        return known

    def address(self, world: World, **other: Any) -> str:
        """The address of the world's sample; `other` replaces parts."""
        for label in BESIDES.get(self.name, ()):
            world.row(label)
        values = {part: world.value(path) for part, path in self.sample.items()}
        slug = {"slug": world.organisation.slug} if "slug" in self.kinds else {}
        return reverse(self.name, kwargs=values | slug | other)

    def rows(self) -> list[str]:
        """The parts that name rows of an organisation and no plain word."""
        return [part for part, path in self.sample.items() if path.count(".") == 2 and not path.endswith(".kind")]

    def names_a_place(self) -> bool:
        """Whether the address names a touchpoint or a unit, which may be somebody else's."""
        places = {"touchpoints.Touchpoint.code", "organisations.Unit.code"}
        return self.audience is Audience.MEMBERS and bool(places & set(SAMPLES.get(self.name, {}).values()))


def routes() -> list[Route]:
    """Every named address, in the order of urls."""
    return list(_walk(get_resolver().url_patterns, (), ""))


def _walk(patterns: Any, names: tuple[str, ...], start: str) -> Iterator[Route]:
    for entry in patterns:
        if isinstance(entry, URLPattern):
            name = ":".join((*names, entry.name or f"unnamed {start}{entry.pattern}"))
            yield Route(name, f"{start}{entry.pattern}", entry.callback, _kinds(start, entry))
        else:
            deeper = (*names, entry.namespace) if entry.namespace else names
            yield from _walk(entry.url_patterns, deeper, f"{start}{entry.pattern}")


def _kinds(start: str, entry: URLPattern) -> dict[str, str]:
    """Names and converters of all parts, those of the including patterns too."""
    whole = f"{start}{entry.pattern}"
    kinds = {}
    for piece in whole.split("<")[1:]:
        inside = piece.split(">")[0]
        converter, _colon, name = inside.partition(":")
        kinds[name or converter] = converter if name else "str"
    return kinds

"""The names staff wrote, each with our touchpoints that are called alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, QuerySet, When

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.similar import most_alike
from touchpoints.models import MappingName, MappingRound, NameVerdict, Touchpoint

SUGGESTED = 3
_WAITING_FIRST = Case(When(verdict=NameVerdict.WAITING, then=0), default=1)


@dataclass(frozen=True, slots=True)
class NameToMatch:
    """A name as it was written, and the touchpoints it may mean, the likest first."""

    name: MappingName
    suggested: Sequence[Touchpoint]


def names_of(held: MappingRound, *, viewer: Viewer, verdict: str = "") -> QuerySet[MappingName]:
    """The round's names, those that wait first, by the alphabet; who wrote one and when is told to nobody.

    None while the round is open, and none of fewer people than the smallest group.
    """
    names: QuerySet[MappingName] = held.names.select_related("touchpoint", "idea").order_by(_WAITING_FIRST, "folded")
    people = held.mental_maps.exclude(finished_at=None).count()
    if held.closed_at is None or people < held.organisation.minimum_employees or not viewer.can(Can.READ_PROGRAMME):
        return names.none()
    return names.filter(verdict=verdict) if verdict else names


def with_suggestions(names: Sequence[MappingName]) -> list[NameToMatch]:
    """Each name with what it may be; the texts of every language are compared."""
    touchpoints = list(Touchpoint.objects.filter(archived_at=None))
    texts = [(text, one) for one in touchpoints for text in one.name.values() if text]
    return [NameToMatch(name, _alike(name.text, texts)) for name in names]


def _alike(text: str, texts: Sequence[tuple[str, Touchpoint]]) -> list[Touchpoint]:
    found = {one.pk: one for _likeness, one in most_alike(text, texts, most=2 * SUGGESTED)}
    return list(found.values())[:SUGGESTED]

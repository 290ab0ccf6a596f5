"""Finding things by words, without regard to case and marks."""

from collections.abc import Collection

from django.db.models import Q

from lib.texts import fold
from operations.models import SearchEntry

FEWEST_LETTERS = 2


def find(
    *, query: str, capabilities: Collection[str], touchpoint_ids: Collection[int] | None, limit: int = 50
) -> list[SearchEntry]:
    """Entries in which every word of the query stands, as far as the reader may see them.

    :param capabilities: what the reader holds
    :param touchpoint_ids: the reader's own touchpoints; None for readers who see all
    """
    words = fold(query).split()
    if sum(map(len, words)) < FEWEST_LETTERS:
        return []
    found = SearchEntry.objects.filter(needs__in=list(capabilities))
    if touchpoint_ids is not None:
        found = found.filter(Q(touchpoint_id=None) | Q(touchpoint_id__in=list(touchpoint_ids)))
    for word in words:
        found = found.filter(folded__contains=word)
    entries = list(found.order_by("kind", "pk")[: limit * 4])
    return sorted(entries, key=lambda entry: (not entry.folded.startswith(words[0]), entry.kind))[:limit]

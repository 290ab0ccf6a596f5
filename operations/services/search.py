"""Keeps the index of what can be found as new as the activity trail: whatever changes enters the trail."""

from django.db import transaction

from lib.local_text import every_text
from lib.texts import fold
from operations.models import SearchEntry, SearchState, TrailEntry
from operations.search import Entry, search_kinds
from organisations.models import Organisation


def refresh_if_stale(*, organisation: Organisation) -> bool:
    """Write the index anew if something entered the trail since; tells whether it did."""
    newest = TrailEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if SearchState.objects.filter(trail_id=newest).exists():
        return False
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        SearchEntry.objects.bulk_create(
            (_row(organisation, kind.name, entry) for kind in search_kinds() for entry in kind.entries(organisation)),
            batch_size=500,
        )
        SearchState.objects.update_or_create(
            organisation=organisation, defaults={"trail_id": newest}, create_defaults={"trail_id": newest}
        )
    return True


def _row(organisation: Organisation, kind: str, entry: Entry) -> SearchEntry:
    title = entry.title if isinstance(entry.title, dict) else {"en": str(entry.title)}
    note = entry.note if isinstance(entry.note, dict) else {"en": str(entry.note)}
    return SearchEntry(
        organisation=organisation,
        kind=kind,
        title=title,
        note=note,
        address=entry.address,
        needs=entry.needs,
        touchpoint_id=entry.touchpoint_id,
        folded=fold(f"{every_text(title)} {every_text(note)} {entry.words}"),
    )

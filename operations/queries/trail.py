"""Reading the activity trail: as far as the reader may, newest first, page by page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from operations.models import TrailEntry

PAGE = 50
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9990, 12, 31)


@dataclass(frozen=True, slots=True)
class TrailReach:
    """How much of the trail somebody may read; made from the viewer by the page above.

    :param actor: own actions are shown
    :param targets: (kind, public id) of things whose entries are shown
    """

    everything: bool = False
    actor: str = ""
    targets: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """What the reader looks for; days are those of the organisation's time zone.

    :param target: part of a stored name, an id, or a kind
    :param kinds: kinds of things that the reader's words for `target` mean, too
    :param things: (kind, public id) of what is called so today
    """

    actor: str = ""
    action: str = ""
    target: str = ""
    kinds: frozenset[str] = frozenset()
    things: frozenset[tuple[str, str]] = frozenset()
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Some entries, and the ids beside which the pages before and after begin."""

    entries: list[TrailEntry]
    newer: UUID | None
    older: UUID | None


def trail_entries(*, reach: TrailReach, wanted: TrailFilter, zone: ZoneInfo) -> QuerySet[TrailEntry]:
    """The entries that somebody may read and looks for, newest first."""
    found = TrailEntry.objects.filter(_reached(reach)).order_by("-pk")
    if wanted.actor:
        found = found.filter(Q(actor_name__icontains=wanted.actor) | Q(actor=wanted.actor))
    if wanted.action:
        found = found.filter(action__istartswith=wanted.action)
    if wanted.target:
        found = found.filter(_aimed_at(wanted))
    if wanted.from_day:
        found = found.filter(at__gte=_midnight(min(wanted.from_day, LAST_DAY), zone))
    if wanted.to_day:
        found = found.filter(at__lt=_midnight(min(wanted.to_day, LAST_DAY) + timedelta(days=1), zone))
    return found


def _reached(reach: TrailReach) -> Q:
    if reach.everything:
        return Q()
    reached = _about(reach.targets)
    return reached | Q(actor=reach.actor) if reach.actor else reached


def _aimed_at(wanted: TrailFilter) -> Q:
    stored = Q(target_name__icontains=wanted.target) | Q(target_id=wanted.target)
    kind = Q(target_kind__iexact=wanted.target) | Q(target_kind__in=wanted.kinds)
    return stored | kind | _about(wanted.things)


def _about(things: frozenset[tuple[str, str]]) -> Q:
    """Entries about any of these things; none of none."""
    ids: dict[str, list[str]] = {}
    for kind, public_id in sorted(things):
        ids.setdefault(kind, []).append(public_id)
    found = Q(pk__in=[])
    for kind, of_kind in ids.items():
        found |= Q(target_kind=kind, target_id__in=of_kind)
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The beginning of a day, of the first one that clocks can tell at the earliest."""
    return datetime.combine(max(day, FIRST_DAY), time.min, tzinfo=zone)


def trail_page(entries: QuerySet[TrailEntry], *, older_than: UUID | None, newer_than: UUID | None) -> TrailPage:
    """One page beside a known entry; without one the newest. The same speed on every page."""
    if newer_than is not None:
        rows = list(entries.filter(pk__gt=_pk(newer_than)).order_by("pk")[: PAGE + 1])
        shown, has_newer, has_older = rows[:PAGE][::-1], len(rows) > PAGE, True
    else:
        older = entries if older_than is None else entries.filter(pk__lt=_pk(older_than))
        rows = list(older[: PAGE + 1])
        shown, has_newer, has_older = rows[:PAGE], older_than is not None, len(rows) > PAGE
    return TrailPage(
        shown,
        shown[0].public_id if shown and has_newer else None,
        shown[-1].public_id if shown and has_older else None,
    )


def _pk(public_id: UUID) -> int:
    """The place of an entry in the list; 0 for one that is not there."""
    return TrailEntry.objects.filter(public_id=public_id).values_list("pk", flat=True).first() or 0

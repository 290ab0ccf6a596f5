"""What the things of the trail are called today, in the reader's language. The entries keep their codes, sealed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from accounts.models import JobRole
from audits.models import Audit
from brandpromise.models import Carrier, Claim, Promise
from feedback.models import Survey
from lib.local_text import local
from operations.models import TrailEntry
from organisations.models import Unit
from programs.models import Cycle, Deliverable, Engagement, Segment, SegmentAxis, Stage
from touchpoints.models import EcosystemActor, HandOver, Initiative, Journey, Process, Touchpoint
from training.models import Course

Key = tuple[str, str]


def names_of(entries: Iterable[TrailEntry]) -> dict[Key, str]:
    """By kind and public id what the entries' things are called; one question for each kind among them."""
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        if entry.target_kind in _NAMED and (public_id := _uuid(entry.target_id)):
            wanted[entry.target_kind].add(public_id)
    found: dict[Key, str] = {}
    for kind, ids in wanted.items():
        rows, name = _NAMED[kind]
        found |= {(kind, str(row.public_id)): name(row) for row in rows().filter(public_id__in=ids)}
    return found


def things_called(text: str) -> frozenset[Key]:
    """Kind and public id of everything whose name today, in the reader's language, has the text in it."""
    sought = text.casefold()
    return frozenset(
        (kind, str(row.public_id))
        for kind, (rows, name) in _NAMED.items()
        for row in rows()
        if sought in name(row).casefold()
    )


def name_in(entry: TrailEntry, names: Mapping[Key, str]) -> str:
    """The thing's name; what the entry kept where it has none or is gone, but no bare identifier."""
    kept = "" if _uuid(entry.target_name) else entry.target_name
    return names.get((entry.target_kind, entry.target_id)) or kept


def codes_of(entries: Iterable[TrailEntry]) -> dict[str, dict[str, str]]:
    """By detail and code what the rows are called that details name by their codes; one question for each kind."""
    named = {name for entry in entries for name in entry.details}
    found: dict[str, dict[str, str]] = {}
    for rows, names in _CODED:
        if named & names:
            words = {row.code: _own_name(row) or row.code for row in rows()}
            found |= dict.fromkeys(names, words)
    return found


def _own_name(row: Any) -> str:
    return local(row.name)


def _cycle(cycle: Cycle) -> str:
    return gettext("cycle %(number)d") % {"number": cycle.number}


def _of_cycle(row: Any) -> str:
    return f"{row.get_kind_display()}, {_cycle(row.cycle)}"


def _version(promise: Promise) -> str:
    return gettext("version %(number)s") % {"number": promise.number}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


# How rows of a kind are found (inside the scope), and what one is called.
_NAMED: Mapping[str, tuple[Callable[[], QuerySet[Any]], Callable[[Any], str]]] = {
    "audit": (lambda: Audit.objects.select_related("cycle"), _of_cycle),
    "carrier": (lambda: Carrier.objects.all(), _own_name),
    "claim": (lambda: Claim.objects.all(), lambda row: local(row.slogan)),
    "course": (lambda: Course.objects.all(), _own_name),
    "cycle": (lambda: Cycle.objects.all(), _cycle),
    "deliverable": (lambda: Deliverable.objects.all(), lambda row: local(row.title)),
    "ecosystemactor": (lambda: EcosystemActor.objects.all(), _own_name),
    "engagement": (lambda: Engagement.objects.all(), _own_name),
    "handover": (lambda: HandOver.objects.all(), str),
    "initiative": (lambda: Initiative.objects.all(), _own_name),
    "journey": (lambda: Journey.objects.all(), _own_name),
    "process": (lambda: Process.objects.all(), _own_name),
    "promise": (lambda: Promise.objects.all(), _version),
    "segment": (lambda: Segment.objects.all(), _own_name),
    "segmentaxis": (lambda: SegmentAxis.objects.all(), _own_name),
    "stage": (lambda: Stage.objects.select_related("cycle"), _of_cycle),
    "survey": (lambda: Survey.objects.all(), _own_name),
    "touchpoint": (lambda: Touchpoint.objects.all(), _own_name),
    "unit": (lambda: Unit.objects.all(), _own_name),
}

# Rows that details name by their codes, and the details that do.
_CODED: tuple[tuple[Callable[[], QuerySet[Any]], frozenset[str]], ...] = (
    (lambda: SegmentAxis.objects.all(), frozenset({"axis"})),
    (lambda: JobRole.objects.all(), frozenset({"job_role"})),
    (lambda: Survey.objects.all(), frozenset({"survey", "surveys"})),
    (lambda: Unit.objects.all(), frozenset({"parent", "unit", "units"})),
)

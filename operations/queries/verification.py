"""Whether an organisation's activity trail still says what it said when it was sealed."""

from dataclasses import dataclass

from operations.models import TrailEntry, TrailHead
from operations.sealing import seal_of
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Verification:
    """How many entries stand sealed and unbroken, how many wait for their seal, and the first broken one."""

    sealed: int
    unsealed: int
    broken_sequence: int | None = None
    broken_id: str = ""
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_sequence is None


def verify_trail(*, organisation: Organisation) -> Verification:
    """Compute every seal anew, in the order of the chain; the organisation's scope must be open.

    `reason` is one of `missing`, `moved`, `changed`, `end_missing`.
    """
    unsealed = TrailEntry.objects.filter(sequence=None).count()
    sealed = TrailEntry.objects.exclude(sequence=None).order_by("sequence")
    previous, count = "", 0
    for entry in sealed.iterator(chunk_size=1000):
        reason = _fault(entry, count + 1, previous, organisation)
        if reason:
            return Verification(count, unsealed, count + 1, str(entry.public_id), reason)
        previous, count = entry.entry_hash, count + 1
    head = TrailHead.objects.filter(organisation=organisation).first()
    if (head.sequence, head.entry_hash) != (count, previous) if head else count:
        return Verification(count, unsealed, count + 1, "", "end_missing")
    return Verification(count, unsealed)


def _fault(entry: TrailEntry, expected: int, previous: str, organisation: Organisation) -> str:
    if entry.sequence != expected:
        return "missing"
    if entry.previous_hash != previous:
        return "moved"
    return "" if seal_of(entry, organisation.public_id) == entry.entry_hash else "changed"

"""The chain of seals over the activity trail, made by a job some entries at a time."""

from django.db.models import Max

from operations.models import TrailEntry, TrailHead
from operations.sealing import seal_of
from operations.services.jobs import enqueue
from operations.services.trail import SYSTEM
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

SEAL = "operations.seal_trail"
AT_ONCE = 500


def plan_sealing() -> None:
    """Write a sealing job for every organisation that has unsealed entries."""
    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            if TrailEntry.objects.filter(sequence=None).exists():
                enqueue(organisation=organisation, kind=SEAL, payload={}, actor=SYSTEM, unique_key="trail")


def seal_some(*, organisation: Organisation, at_most: int = AT_ONCE) -> int:
    """Seal the oldest unsealed entries, each with the hash before it; returns how many.

    An entry that commits late with a low id is sealed by a later call: the order of the chain is `sequence`.
    """
    head, _made = TrailHead.objects.get_or_create(organisation=organisation)
    unsealed = list(TrailEntry.objects.filter(sequence=None).order_by("pk")[:at_most])
    for entry in unsealed:
        head.sequence += 1
        entry.sequence, entry.previous_hash = head.sequence, head.entry_hash
        entry.entry_hash = head.entry_hash = seal_of(entry, organisation.public_id)
        entry.save(update_fields=["sequence", "previous_hash", "entry_hash"])
    if unsealed:
        head.save(update_fields=["sequence", "entry_hash"])
    return len(unsealed)


def highest_sequence() -> int:
    """The number of the last sealed entry in the open scope; 0 when none is sealed."""
    found = TrailEntry.objects.aggregate(highest=Max("sequence"))["highest"]
    return int(found or 0)

"""The seal of an activity trail's entry: a hash over what it says, where it stands and the seal before."""

import hashlib
import json
import uuid
from datetime import UTC

from operations.models import TrailEntry


def seal_of(entry: TrailEntry, organisation_id: uuid.UUID) -> str:
    """The entry's hash. It uses public ids only, so that an organisation moved elsewhere still verifies."""
    said = {
        "organisation": str(organisation_id),
        "sequence": entry.sequence,
        "id": str(entry.public_id),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": entry.actor,
        "actor_name": entry.actor_name,
        "action": entry.action,
        "target_kind": entry.target_kind,
        "target_id": entry.target_id,
        "target_name": entry.target_name,
        "details": entry.details,
        "previous": entry.previous_hash,
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()

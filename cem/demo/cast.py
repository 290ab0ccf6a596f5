"""Those of the sample users who act in the story, as viewers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.models import Membership
from accounts.viewer import Viewer
from cem.demo.story import chapter


@dataclass(frozen=True, slots=True)
class Cast:
    """Who proposes and who decides."""

    consultant: Viewer
    committee: Viewer
    sponsor: Viewer
    owners: Mapping[str, Membership]

    def owner_of(self, stage: str) -> Membership:
        """Who answers for a stage."""
        return self.owners.get(stage, self.owners["reaudit"])


def make_cast(members: dict[str, Membership]) -> Cast:
    """The cast, from memberships by e-mail address."""
    kasia, olga, grace = (
        Viewer.of_membership(members[f"{name}@sample.example"]) for name in ("kasia", "olga", "grace")
    )
    owners = {stage: members[address] for stage, address in chapter("people")["stage_owners"].items()}
    return Cast(consultant=kasia, committee=olga, sponsor=grace, owners=owners)


def afternoon(day: date) -> datetime:
    """Two o'clock at the airport: when things of the story happen."""
    return datetime.combine(day, time(14), ZoneInfo("America/Los_Angeles"))

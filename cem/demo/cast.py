"""Those of the sample users who act in the story, as viewers."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from accounts.models import Membership
from accounts.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Cast:
    """Who proposes and who decides."""

    consultant: Viewer
    committee: Viewer
    sponsor: Viewer


def make_cast(members: dict[str, Membership]) -> Cast:
    """The cast, from memberships by e-mail address."""
    kasia, olga, grace = (
        Viewer.of_membership(members[f"{name}@sample.example"]) for name in ("kasia", "olga", "grace")
    )
    return Cast(consultant=kasia, committee=olga, sponsor=grace)


def afternoon(day: date) -> datetime:
    """Two o'clock at the airport: when things of the story happen."""
    return datetime.combine(day, time(14), ZoneInfo("America/Los_Angeles"))

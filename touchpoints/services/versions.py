"""What designs and scripts have alike: numbered versions at a touchpoint, of which one at a time is approved."""

from datetime import date, datetime
from typing import TypeVar

from django.db.models import Max, QuerySet

from accounts.services import trail
from accounts.viewer import Viewer
from lib.both_texts import ChangedMeanwhile
from programs.models import StageKind
from programs.services import deliver
from touchpoints.models import Design, ProcessMap, Script, Touchpoint, VersionState

Version = TypeVar("Version", Design, Script, ProcessMap)


class WrittenMeanwhile(ChangedMeanwhile):
    """Somebody else saved the draft since it was opened; `stored` is what stands there now."""

    def __init__(self, stored: Design | Script | ProcessMap) -> None:
        super().__init__(f"revision {stored.revision}")
        self.stored = stored


def saved_once_more(version: Version, *, seen: int | None) -> None:
    """Count a draft's saving.

    :param seen: the revision its writer began from, 0 for no draft, None for a writer who asks nobody
    :raises WrittenMeanwhile: it stands at another one
    """
    stored = version.revision if version.pk else 0
    if seen is not None and seen != stored:
        raise WrittenMeanwhile(version)
    version.revision = stored + 1


def next_number(kind: type[Design | Script], touchpoint: Touchpoint) -> int:
    """The number after the highest at the touchpoint."""
    highest: int | None = kind.objects.filter(touchpoint=touchpoint).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def replace_approved(version: Version, *, by: Viewer, at: datetime) -> None:
    """Approve a version; the one before is retired and stays readable."""
    version.siblings.filter(state=VersionState.APPROVED).update(state=VersionState.RETIRED)
    version.state, version.approved_by, version.approved_at = VersionState.APPROVED, by.actor, at
    version.save(update_fields=["state", "approved_by", "approved_at"])


def tell_when_complete(
    version: Version, wanted: QuerySet[Touchpoint], *, code: str, counted_as: str, by: Viewer, day: date
) -> None:
    """Once each wanted touchpoint has an approved version of this kind, the design stage is told."""
    approved = type(version).objects.filter(state=VersionState.APPROVED, touchpoint__in=wanted).values("touchpoint")
    if wanted.exclude(pk__in=approved).exists():
        return
    deliver(
        organisation=version.organisation,
        stage_kind=StageKind.DESIGN,
        code=code,
        evidence={counted_as: wanted.count(), "address": f"/o/{version.organisation.slug}/touchpoints/"},
        actor=by.actor,
        day=day,
    )


def enter(version: Version, by: Viewer, action: str) -> None:
    """Enter what was done to a version, under its touchpoint."""
    trail.enter(version.touchpoint, by, action, version=version.number)

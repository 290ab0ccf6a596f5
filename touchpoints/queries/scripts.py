"""What the frontline reads on a phone: the scripts of one's own touchpoints."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch

from accounts.viewer import Viewer
from touchpoints.models import Script, Touchpoint, VersionState
from touchpoints.queries.touchpoints import may_read, own_touchpoint_ids


@dataclass(frozen=True, slots=True)
class OwnTouchpoint:
    """One of a member's touchpoints with the script that holds there."""

    touchpoint: Touchpoint
    script: Script | None
    step_count: int


def own_touchpoints(*, viewer: Viewer) -> list[OwnTouchpoint]:
    """The touchpoints at which the viewer works, in order, each with its approved script."""
    if viewer.membership_id is None:
        return []
    approved = Script.objects.filter(state=VersionState.APPROVED).annotate(step_count=Count("steps"))
    own = Touchpoint.objects.filter(pk__in=own_touchpoint_ids(viewer.membership_id)).prefetch_related(
        Prefetch("scripts", approved, to_attr="approved_scripts")
    )
    return [_own(touchpoint) for touchpoint in own]


def _own(touchpoint: Touchpoint) -> OwnTouchpoint:
    script: Script | None = next(iter(touchpoint.approved_scripts), None)  # type: ignore[attr-defined]
    return OwnTouchpoint(touchpoint, script, script.step_count if script else 0)  # type: ignore[attr-defined]


def readable_script(*, touchpoint: Touchpoint, viewer: Viewer, number: int | None = None) -> Script | None:
    """The approved script, or the version of a number, with its steps; nothing where the viewer may not read."""
    if not may_read(touchpoint=touchpoint, viewer=viewer):
        return None
    scripts = Script.objects.filter(touchpoint=touchpoint).prefetch_related("steps")
    if number is None:
        return scripts.filter(state=VersionState.APPROVED).first()
    return scripts.filter(number=number).first()

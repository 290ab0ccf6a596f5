"""How much of the activity trail a viewer may read (policy section 1.1)."""

from accounts.roles import Role
from accounts.viewer import Door, Viewer
from operations.queries import TrailReach
from touchpoints.models import Touchpoint

READ_EVERYTHING = frozenset({Role.COMMITTEE, Role.SPONSOR, Role.ADMIN})


def trail_reach(viewer: Viewer) -> TrailReach:
    """Committee, sponsor, administrators and keys read all; consultants own actions, owners own touchpoints."""
    if viewer.door in (Door.KEY, Door.COMMAND) or viewer.roles & READ_EVERYTHING:
        return TrailReach(everything=True)
    return TrailReach(
        actor=viewer.actor if Role.CONSULTANT in viewer.roles else "",
        targets=_own_touchpoints(viewer) if Role.OWNER in viewer.roles else frozenset(),
    )


def _own_touchpoints(viewer: Viewer) -> frozenset[tuple[str, str]]:
    ids = Touchpoint.objects.filter(pk__in=viewer.touchpoint_ids or ()).values_list("public_id", flat=True)
    return frozenset(("touchpoint", str(public_id)) for public_id in ids)

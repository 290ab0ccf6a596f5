"""What of a map is an owner's own: notes about their touchpoints, and stretches where only theirs stand.

Everything else on it is drawn by the committee and consultants (policy 1.1, "own touchpoint").
"""

from accounts.viewer import Viewer
from touchpoints.models import JourneyStage, MapNote, Placement, Touchpoint


def owns_stage(*, stage: JourneyStage, viewer: Viewer) -> bool:
    """Whether touchpoints stand on the stretch, all of them the viewer's own."""
    standing = Placement.objects.filter(stage=stage, touchpoint__archived_at=None)
    found = list(standing.values_list("touchpoint_id", flat=True))
    return bool(found) and all(viewer.owns_touchpoint(one) for one in found)


def owns_note_about(*, stage: JourneyStage, touchpoint: Touchpoint | None, viewer: Viewer) -> bool:
    """Whether a note on the stretch, about the touchpoint or about the stretch, is the viewer's to write."""
    if touchpoint is None:
        return owns_stage(stage=stage, viewer=viewer)
    stands = Placement.objects.filter(stage=stage, touchpoint=touchpoint).exists()
    return stands and viewer.owns_touchpoint(touchpoint.pk)


def owns_note(*, note: MapNote, viewer: Viewer) -> bool:
    """Whether a note that stands there is the viewer's to write anew or take off."""
    return owns_note_about(stage=note.stage, touchpoint=note.touchpoint, viewer=viewer)

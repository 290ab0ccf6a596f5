"""Who may write at a touchpoint: the committee and consultants anywhere, an owner at their own."""

from accounts.roles import Can
from accounts.viewer import Viewer
from touchpoints.models import Touchpoint


class NotYours(PermissionError):
    """The touchpoint is somebody else's, or the right is missing."""


def may_edit(*, touchpoint: Touchpoint, viewer: Viewer) -> bool:
    """Whether the viewer may edit the touchpoint and what is designed there."""
    if viewer.can(Can.EDIT_PROGRAMME):
        return True
    return viewer.can(Can.EDIT_OWN_TOUCHPOINT) and viewer.owns_touchpoint(touchpoint.pk)


def may_propose_script(*, touchpoint: Touchpoint, viewer: Viewer) -> bool:
    """Whether the viewer may write a script to be approved: frontline and owners at their own touchpoints."""
    if viewer.can(Can.EDIT_PROGRAMME) or viewer.can(Can.APPROVE_SCRIPT):
        return True
    return viewer.can(Can.PROPOSE_SCRIPT) and viewer.owns_touchpoint(touchpoint.pk)


def refuse_strangers(*, touchpoint: Touchpoint, viewer: Viewer) -> None:
    """Nothing, for those who may edit the touchpoint.

    :raises NotYours: the viewer may not
    """
    if not may_edit(touchpoint=touchpoint, viewer=viewer):
        raise NotYours

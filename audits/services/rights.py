"""Who may write in an audit: the committee and consultants anywhere, an owner about their own touchpoints."""

from accounts.roles import Can
from accounts.viewer import Viewer
from touchpoints.models import Touchpoint


class NotYours(PermissionError):
    """The right is missing, or the finding is about somebody else's touchpoint."""


def may_edit_audit(viewer: Viewer) -> bool:
    """Whether the viewer may open, fill in and close audits."""
    return viewer.can(Can.EDIT_PROGRAMME)


def may_edit_finding(viewer: Viewer, touchpoint: Touchpoint | None) -> bool:
    """Whether the viewer may write a finding about this touchpoint."""
    if viewer.can(Can.EDIT_PROGRAMME):
        return True
    own = touchpoint is not None and viewer.owns_touchpoint(touchpoint.pk)
    return own and viewer.can(Can.EDIT_OWN_TOUCHPOINT)


def refuse_strangers(viewer: Viewer, touchpoint: Touchpoint | None) -> None:
    """Nothing, for those who may write the finding.

    :raises NotYours: the viewer may not
    """
    if not may_edit_finding(viewer, touchpoint):
        raise NotYours

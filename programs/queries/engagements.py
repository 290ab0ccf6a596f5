"""Which engagements a viewer may see."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.roles import Role
from accounts.viewer import Viewer
from lib.prepared import Given
from organisations.tenancy import PreparedInside
from programs.models import Engagement, EngagementMember

_BY_SLUG = PreparedInside(lambda: Engagement.objects.filter(archived_at=None, slug=Given("slug")).order_by())
_LISTED_BY_SLUG = PreparedInside(
    lambda: _listing(Given("membership")).filter(archived_at=None, slug=Given("slug")).order_by()
)


def engagements_of(*, viewer: Viewer) -> QuerySet[Engagement]:
    """The organisation's engagements that are not put away.

    A consultant sees those on which they are listed, and those that list nobody; the organisation's own people see all.
    """
    found = _listing(viewer.membership_id or 0) if _is_only_consultant(viewer) else Engagement.objects.all()
    return found.filter(archived_at=None)


def _listing(membership: int | Given) -> QuerySet[Engagement]:
    """Engagements that list a membership, and those that list nobody."""
    listing = EngagementMember.objects.filter(engagement=OuterRef("pk"))
    mine = listing.filter(membership_id=membership)
    return Engagement.objects.filter(Q(Exists(mine)) | ~Q(Exists(listing)))


def engagement_of(*, slug: str, viewer: Viewer) -> Engagement | None:
    """The engagement at this address, if the viewer may see it."""
    if _is_only_consultant(viewer):
        return _LISTED_BY_SLUG.first(slug=slug, membership=viewer.membership_id or 0)
    return _BY_SLUG.first(slug=slug)


def _is_only_consultant(viewer: Viewer) -> bool:
    own = {Role.COMMITTEE, Role.SPONSOR, Role.OWNER, Role.ADMIN, Role.FRONTLINE}
    return Role.CONSULTANT in viewer.roles and not viewer.roles & own

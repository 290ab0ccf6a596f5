"""Single touchpoints: whose they are and everything their page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.roles import Can, Role
from accounts.viewer import Viewer
from touchpoints.models import Assignment, Design, Script, Touchpoint, TouchpointAttribute, VersionState


def own_touchpoint_ids(membership_id: int) -> frozenset[int]:
    """The touchpoints a member works at, manages or answers for."""
    assigned = Assignment.objects.filter(membership_id=membership_id).values("touchpoint_id")
    own = Touchpoint.objects.filter(Q(pk__in=assigned) | Q(owner_id=membership_id), archived_at=None)
    return frozenset(own.values_list("pk", flat=True))


def touchpoints_of(*, viewer: Viewer) -> QuerySet[Touchpoint]:
    """Touchpoints in order whose scripts and designs the viewer may read: frontline people their own, others all."""
    found = Touchpoint.objects.filter(archived_at=None).select_related("owner__user")
    return found if _reads_all(viewer) else found.filter(pk__in=viewer.touchpoint_ids or ())


def may_read(*, touchpoint: Touchpoint, viewer: Viewer) -> bool:
    """Whether the viewer may read what is designed and said at the touchpoint."""
    return _reads_all(viewer) or viewer.owns_touchpoint(touchpoint.pk)


def _reads_all(viewer: Viewer) -> bool:
    return viewer.touchpoint_ids is None or viewer.can(Can.READ_PROGRAMME) or Role.ADMIN in viewer.roles


@dataclass(frozen=True, slots=True)
class TouchpointPage:
    """A touchpoint with its versions: what holds, what is being written, and what was before."""

    touchpoint: Touchpoint
    attributes: Sequence[TouchpointAttribute]
    designs: Sequence[Design]
    scripts: Sequence[Script]
    people: Sequence[Assignment]

    @property
    def design(self) -> Design | None:
        """The approved design."""
        return next((one for one in self.designs if one.state == VersionState.APPROVED), None)

    @property
    def design_draft(self) -> Design | None:
        """The design being written."""
        return next((one for one in self.designs if one.state == VersionState.DRAFT), None)

    @property
    def script(self) -> Script | None:
        """The approved script."""
        return next((one for one in self.scripts if one.state == VersionState.APPROVED), None)

    @property
    def script_draft(self) -> Script | None:
        """The script being written or waiting for approval."""
        unapproved = (VersionState.DRAFT, VersionState.PROPOSED)
        return next((one for one in self.scripts if one.state in unapproved), None)


def touchpoint_page(*, touchpoint: Touchpoint, viewer: Viewer) -> TouchpointPage:
    """Everything the page of a touchpoint shows; drafts only to those who take part in the programme."""
    takes_part = viewer.can(Can.READ_PROGRAMME)
    designs = Design.objects.filter(touchpoint=touchpoint).prefetch_related("levels__segment", "sources__file", "ideas")
    scripts = Script.objects.filter(touchpoint=touchpoint).prefetch_related("steps")
    if not takes_part:
        own = Q(written_by=viewer.actor)
        designs = designs.exclude(state=VersionState.DRAFT)
        scripts = scripts.filter(Q(state__in=[VersionState.APPROVED, VersionState.RETIRED]) | own)
    people = Assignment.objects.filter(touchpoint=touchpoint).select_related("membership__user")
    return TouchpointPage(
        touchpoint=touchpoint,
        attributes=list(touchpoint.attributes.select_related("attribute").order_by("attribute__position")),
        designs=list(designs.select_related("pillar")),
        scripts=list(scripts),
        people=list(people.order_by("membership__user__name")) if takes_part else [],
    )

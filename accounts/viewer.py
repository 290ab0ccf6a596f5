"""The inner wall: who is looking. Every query that returns figures, answers or people takes a `Viewer`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from accounts.models import ApiKey, Membership
from accounts.roles import WIDE_ROLES, Can, capabilities_of_roles, capabilities_of_scopes
from organisations.models import Organisation
from organisations.queries import subtree_ids


class Door(StrEnum):
    """The way the viewer came in."""

    SESSION = "session"
    KEY = "key"
    POINT = "point"
    TOKEN = "token"  # noqa: S105
    SHARE = "share"
    COMMAND = "command"
    PORTFOLIO = "portfolio"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, through which door, and how far they may see.

    `unit_ids` and `touchpoint_ids` are None for viewers who see all of the organisation; else exactly the unit's
    subtree of today and the touchpoints assigned to the person.
    """

    organisation_id: int
    door: Door
    actor: str
    name: str
    capabilities: frozenset[Can]
    unit_ids: frozenset[int] | None = None
    touchpoint_ids: frozenset[int] | None = None
    may_open_answers: bool = False
    roles: frozenset[str] = frozenset()
    membership_id: int | None = None
    user_id: int | None = None
    language: str = "en"

    def can(self, capability: Can) -> bool:
        """Whether the viewer holds the capability."""
        return capability in self.capabilities

    def owns_touchpoint(self, touchpoint_id: int) -> bool:
        """Whether the touchpoint is the viewer's own, or the viewer sees all."""
        return self.touchpoint_ids is None or touchpoint_id in self.touchpoint_ids

    @classmethod
    def of_membership(cls, membership: Membership) -> "Viewer":
        """The viewer behind a signed-in member; the organisation's scope must be open."""
        roles = frozenset(membership.roles)
        organisation: Organisation = membership.organisation
        options = frozenset(name for name, on in organisation.options.items() if on)
        capabilities = capabilities_of_roles(roles, options)
        wide = bool(roles & WIDE_ROLES)
        return cls(
            organisation_id=organisation.pk,
            door=Door.SESSION,
            actor=str(membership.user.public_id),
            name=membership.user.name,
            capabilities=capabilities,
            unit_ids=None if wide else _units(membership.unit_id),
            touchpoint_ids=None if wide else own_touchpoints(membership.pk),
            may_open_answers=Can.READ_ANSWERS in capabilities,
            roles=roles,
            membership_id=membership.pk,
            user_id=membership.user_id,
            language=membership.user.language,
        )

    @classmethod
    def of_key(cls, key: ApiKey) -> "Viewer":
        """The viewer behind an API key."""
        capabilities = capabilities_of_scopes(frozenset(key.scopes))
        return cls(
            organisation_id=key.organisation_id,
            door=Door.KEY,
            actor=str(key.public_id),
            name=key.name,
            capabilities=capabilities,
            may_open_answers=Can.READ_ANSWERS in capabilities,
        )

    @classmethod
    def of_point(cls, organisation: Organisation, *, actor: str = "", language: str = "en") -> "Viewer":
        """A stranger at a collection point: may answer, sees nothing."""
        return cls(organisation.pk, Door.POINT, actor, "", frozenset({Can.WRITE_RESPONSES}), language=language)

    @classmethod
    def command(cls, organisation: Organisation, *, actor: str = "command") -> "Viewer":
        """The operator's shell and the product's own jobs: see everything of one organisation."""
        return cls(organisation.pk, Door.COMMAND, actor, "", frozenset(Can), may_open_answers=True)


def _units(unit_id: int | None) -> frozenset[int]:
    return frozenset() if unit_id is None else subtree_ids(unit_id)


OwnTouchpoints = Callable[[int], frozenset[int]]
_own_touchpoints: list[OwnTouchpoints] = []


def register_own_touchpoints(find: OwnTouchpoints) -> None:
    """Tell how a membership's touchpoints are found; `touchpoints`, which keeps them, calls this when it starts."""
    _own_touchpoints[:] = [find]


def own_touchpoints(membership_id: int) -> frozenset[int]:
    """Primary keys of the touchpoints assigned to a member."""
    return _own_touchpoints[0](membership_id) if _own_touchpoints else frozenset()


def is_current(membership: Membership, today: date) -> bool:
    """Whether a membership still opens the door on a day."""
    return membership.ended_at is None and (membership.ends_on is None or today <= membership.ends_on)

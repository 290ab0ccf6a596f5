"""The portfolio's door: a person's organisations one by one, each in its own scope and through its own gate."""

from dataclasses import dataclass, replace
from datetime import date

from allauth.mfa.utils import is_mfa_enabled
from django.utils import timezone

from accounts.doors import memberships_of
from accounts.models import Membership, User
from accounts.roles import SECOND_FACTOR_ROLES, Can
from accounts.viewer import Door, Viewer
from cem.home.queries.figures import Indices, Loyalty, loyalty
from cem.home.queries.readers import is_only_frontline
from cem.home.queries.waves import waves_of
from lib.charts.wheel import Wheel
from organisations.models import Organisation
from organisations.tenancy import organisation_scope
from programs.queries import summary_rows
from programs.queries.cycles import EngagementSummary, wheel_of


@dataclass(frozen=True, slots=True)
class PortfolioLine:
    """One engagement of one organisation."""

    organisation: Organisation
    summary: EngagementSummary
    wheel: Wheel | None
    loyalty: Loyalty | None


@dataclass(frozen=True, slots=True)
class PortfolioGroup:
    """One organisation with what its member may see of it from here."""

    organisation: Organisation
    lines: list[PortfolioLine]
    is_frontline: bool
    needs_second_factor: bool
    may_open_engagement: bool

    @property
    def waiting(self) -> int:
        return sum(line.summary.waiting for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.summary.late for line in self.lines)

    @property
    def columns(self) -> int:
        """How many of the page's twelve columns it takes: four for each programme beside another."""
        return 4 * self._beside

    @property
    def card_columns(self) -> int:
        """How many of its own twelve columns a programme takes."""
        return 12 // self._beside

    @property
    def _beside(self) -> int:
        return min(max(len(self.lines), 1), 3)


def portfolio_of(user: User, *, today: date) -> list[PortfolioGroup]:
    """Every organisation the user is a member of today."""
    has_second_factor = is_mfa_enabled(user)
    return [_group(membership, has_second_factor) for membership in memberships_of(user=user, today=today)]


def _group(membership: Membership, has_second_factor: bool) -> PortfolioGroup:
    organisation = membership.organisation
    with organisation_scope(organisation):
        viewer = replace(Viewer.of_membership(membership), door=Door.PORTFOLIO)
        is_frontline = is_only_frontline(viewer.roles)
        locked = bool(viewer.roles & SECOND_FACTOR_ROLES) and not organisation.is_demo and not has_second_factor
        lines = [] if is_frontline or locked else _lines(viewer, organisation)
    return PortfolioGroup(organisation, lines, is_frontline, locked, viewer.can(Can.NEW_ENGAGEMENT) and not locked)


def _lines(viewer: Viewer, organisation: Organisation) -> list[PortfolioLine]:
    today = timezone.localdate()
    return [
        PortfolioLine(
            organisation,
            row,
            wheel_of(row.cycle, slug=organisation.slug) if row.cycle and viewer.can(Can.READ_PROGRAMME) else None,
            loyalty(waves_of(row.engagement), indices=Indices(viewer)) if viewer.can(Can.READ_FIGURES) else None,
        )
        for row in summary_rows(viewer=viewer, today=today)
    ]

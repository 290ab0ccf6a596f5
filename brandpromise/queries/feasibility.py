"""Which units were asked whether they can deliver a version, and what they signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import CanDeliver, Feasibility, Promise


@dataclass(frozen=True, slots=True)
class FeasibilityRow:
    """A unit's word as a viewer meets it."""

    row: Feasibility
    may_sign: bool
    is_older: bool  # the words of the version changed after it was signed

    @property
    def tone(self) -> str:
        tones = {CanDeliver.YES: "done", CanDeliver.CONDITIONS: "due", CanDeliver.NO: "late"}
        return tones.get(CanDeliver(self.row.verdict), "") if self.row.verdict else ""


@dataclass(frozen=True, slots=True)
class FeasibilityView:
    """Every unit that was asked."""

    rows: Sequence[FeasibilityRow]

    @property
    def stands_against(self) -> list[Feasibility]:
        """Units that have not signed yet, or say no."""
        return [one.row for one in self.rows if one.row.verdict in ("", CanDeliver.NO)]

    @property
    def signed(self) -> int:
        return sum(bool(one.row.verdict) for one in self.rows)

    @property
    def can(self) -> int:
        return sum(one.row.verdict in (CanDeliver.YES, CanDeliver.CONDITIONS) for one in self.rows)

    @property
    def mine(self) -> list[Feasibility]:
        """Units for which the viewer still has to sign."""
        return [one.row for one in self.rows if one.may_sign and not one.row.verdict]


def feasibility_of(promise: Promise, *, viewer: Viewer | None = None) -> FeasibilityView:
    """The units asked about a version; without a viewer nobody may sign."""
    rows = promise.feasibilities.select_related("unit", "signed_by__user")
    return FeasibilityView(
        [
            FeasibilityRow(
                row=row,
                may_sign=promise.is_draft and viewer is not None and may_sign(viewer, row.unit_id),
                is_older=bool(row.verdict) and row.revision < promise.revision,
            )
            for row in rows
        ]
    )


def may_sign(viewer: Viewer, unit_id: int) -> bool:
    """Who leads the unit signs for it, or the committee and the sponsor; a consultant delivers nothing."""
    leads = viewer.can(Can.EDIT_OWN_TOUCHPOINT) and viewer.unit_ids is not None and unit_id in viewer.unit_ids
    return viewer.membership_id is not None and (leads or viewer.can(Can.DECIDE_GATE))

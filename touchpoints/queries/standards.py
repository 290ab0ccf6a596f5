"""Standards with what was measured: the figures of a touchpoint's leading indicators."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from accounts.viewer import Viewer
from touchpoints.measures import Measured, is_kept, measured
from touchpoints.models import DesignStandard, Standard, StandardValue, Touchpoint, VersionState
from touchpoints.queries.touchpoints import may_read, touchpoints_of

WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class StandardView:
    """A standard as the approved design words it, with the figure of the last thirty days that ended yesterday."""

    wording: DesignStandard
    figure: Measured | None
    days: Sequence[tuple[date, Decimal]]

    @property
    def course(self) -> list[float]:
        """The days' values, the oldest first."""
        return [float(value) for _day, value in self.days]

    @property
    def standard(self) -> Standard:
        return self.wording.standard

    @property
    def is_kept(self) -> bool | None:
        """Whether the figure keeps the target; nothing where nothing was measured."""
        if self.figure is None:
            return None
        return is_kept(self.figure.value, direction=self.wording.direction, target=self.wording.target)


def readable_wordings(*, viewer: Viewer) -> QuerySet[DesignStandard]:
    """The standards that hold, as their approved designs word them, where the viewer may read."""
    holding = DesignStandard.objects.filter(
        design__state=VersionState.APPROVED, design__touchpoint__in=touchpoints_of(viewer=viewer)
    )
    return holding.select_related("standard", "design__touchpoint")


def standards_at(*, touchpoint: Touchpoint, viewer: Viewer, today: date) -> list[StandardView]:
    """The standards that hold at a touchpoint, in order, each with its figure; nothing where one may not read."""
    if not may_read(touchpoint=touchpoint, viewer=viewer):
        return []
    wordings = DesignStandard.objects.filter(design__touchpoint=touchpoint, design__state=VersionState.APPROVED)
    return standard_views(list(wordings.select_related("standard")), today=today)


def standard_views(wordings: Sequence[DesignStandard], *, today: date) -> list[StandardView]:
    """These wordings with their figures, in one question."""
    rows: dict[int, list[tuple[date, Decimal, int]]] = defaultdict(list)
    values = StandardValue.objects.filter(
        standard__in=[one.standard_id for one in wordings], day__gte=today - WINDOW, day__lt=today
    )
    for standard, day, value, cases in values.order_by("day").values_list("standard_id", "day", "value", "cases"):
        rows[standard].append((day, value, cases))
    return [_view(one, rows[one.standard_id]) for one in wordings]


def _view(wording: DesignStandard, rows: list[tuple[date, Decimal, int]]) -> StandardView:
    kind = wording.standard.kind
    by_day: dict[date, list[tuple[date, Decimal, int]]] = defaultdict(list)
    for row in rows:
        by_day[row[0]].append(row)
    days = [(day, figure.value) for day, found in by_day.items() if (figure := measured(found, kind=kind))]
    return StandardView(wording, measured(rows, kind=kind), days)


def wording_of(*, standard: Standard) -> DesignStandard | None:
    """What the standard says: in the approved design, else in the newest version that names it."""
    wordings = DesignStandard.objects.filter(standard=standard).select_related("standard", "design")
    return wordings.filter(design__state=VersionState.APPROVED).first() or wordings.order_by("-design__number").first()


def values_of(*, standard: Standard, viewer: Viewer) -> QuerySet[StandardValue]:
    """What was measured, the newest day first; nothing where one may not read."""
    found = StandardValue.objects.filter(standard=standard).select_related("unit")
    return found if may_read(touchpoint=standard.touchpoint, viewer=viewer) else found.none()

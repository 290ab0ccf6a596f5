"""How scripts do at work: opened, fitted or not, in all and by unit, through the minimum-n gate; and the backlog."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet, Sum

from accounts.models import Employee, Membership
from accounts.viewer import Viewer
from lib.local_text import local
from lib.privacy import EMPLOYEES, Cell, Row, gate, gate_total
from organisations.models import Unit
from touchpoints.models import Misfit, MisfitState, ScriptUse, Touchpoint
from touchpoints.queries.touchpoints import may_read

WINDOW = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Use:
    """How often a script was opened, and what its users said of it."""

    name: str
    opened: int
    fitted: int
    unfitted: int

    @property
    def judged(self) -> int:
        return self.fitted + self.unfitted

    @property
    def share(self) -> float | None:
        """Share of those judgements that say it fitted, nothing without judgements."""
        return self.fitted / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Usage:
    """The last ninety days: opened in all, the judgement where enough people gave one, and the units that show."""

    opened: int
    judgement: Row[Use]
    units: Sequence[Row[Use]]


def script_usage(*, touchpoint: Touchpoint, viewer: Viewer, today: date) -> Usage | None:
    """How the touchpoint's scripts did lately, nothing where one may not read.

    A unit shows from five judgements and five people on, and no person ever does: who tapped is not kept.
    """
    if not may_read(touchpoint=touchpoint, viewer=viewer):
        return None
    uses = ScriptUse.objects.filter(script__touchpoint=touchpoint, day__gt=today - WINDOW, day__lte=today)
    by_unit = uses.values_list("unit").annotate(Sum("opened"), Sum("fitted"), Sum("unfitted"))
    names = {unit.pk: local(unit.name) for unit in Unit.objects.all()}
    people = _people_by_unit(touchpoint, today)
    parts = [_cell(Use(names.get(pk, ""), *counts), people[pk]) for pk, *counts in by_unit]
    whole = Use("", *(sum(getattr(part.payload, name) for part in parts) for name in ("opened", "fitted", "unfitted")))
    shown = gate(parts, rule=EMPLOYEES, may_open_answers=False)
    return Usage(
        opened=whole.opened,
        judgement=gate_total(Cell("", whole.judged, whole), rule=EMPLOYEES),
        units=sorted(shown.shown, key=lambda row: row.payload.name if row.payload else ""),
    )


def _cell(use: Use, people: int) -> Cell[Use]:
    """A unit's part; it counts as small while few people work there, however often they tap."""
    return Cell(use.name, min(use.judged, people), use)


def _people_by_unit(touchpoint: Touchpoint, today: date) -> Counter[int]:
    """Active people of each unit: of the roster, or members where there is none."""
    active = Employee.objects.filter(Q(until_day=None) | Q(until_day__gte=today)).exclude(unit=None)
    units = list(active.values_list("unit", flat=True))
    if not units:
        members = Membership.objects.filter(organisation=touchpoint.organisation_id, ended_at=None)
        units = list(members.exclude(unit=None).values_list("unit", flat=True))
    return Counter(units)


def backlog_of(*, touchpoint: Touchpoint, viewer: Viewer, state: str = "") -> QuerySet[Misfit]:
    """Where scripts did not fit, the newest first; `state` chooses one, "" all."""
    found = Misfit.objects.filter(touchpoint=touchpoint).select_related("script")
    if not may_read(touchpoint=touchpoint, viewer=viewer):
        return found.none()
    return found.filter(state=state) if state in MisfitState.values else found

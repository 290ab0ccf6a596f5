"""Who is asked in a mapping round, and what somebody has drawn so far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from accounts.models import Employee
from accounts.queries import active_employees, employee_of
from accounts.viewer import Viewer
from lib.local_text import local
from lib.texts import fold
from organisations.queries import subtree_ids
from touchpoints.models import MappingRound, MentalMap, MentalStep, Touchpoint


def rounds() -> QuerySet[MappingRound]:
    """Rounds with their journeys, the newest first; what a closed one was frozen to is left behind."""
    found = MappingRound.objects.select_related("journey__engagement", "organisation").defer("frozen")
    return found.prefetch_related("units__unit")


def unit_ids_of(held: MappingRound) -> frozenset[int] | None:
    """The units whose people are asked, those below included; None for everybody."""
    chosen = [subtree_ids(asked.unit_id) for asked in held.units.all()]
    return frozenset().union(*chosen) if chosen else None


def invited(held: MappingRound, *, day: date) -> QuerySet[Employee]:
    """The people of the roster who are asked."""
    units = unit_ids_of(held)
    everybody = active_employees(day=day, viewer=Viewer.command(held.organisation))
    return everybody if units is None else everybody.filter(unit_id__in=units)


def own_row_in(held: MappingRound, *, viewer: Viewer, day: date) -> Employee | None:
    """The viewer's row of the roster if they are asked in the round."""
    employee = employee_of(viewer, day=day)
    units = unit_ids_of(held)
    return employee if employee and (units is None or employee.unit_id in units) else None


def waiting_rounds(*, viewer: Viewer, day: date) -> list[MappingRound]:
    """Open rounds that ask the viewer and that they have not finished."""
    employee = employee_of(viewer, day=day)
    if employee is None:
        return []
    done = MentalMap.objects.filter(employee=employee).exclude(finished_at=None).values("round_id")
    running = rounds().filter(closed_at=None, closes_on__gte=day).exclude(pk__in=done)
    return [held for held in running if (units := unit_ids_of(held)) is None or employee.unit_id in units]


@dataclass(frozen=True, slots=True)
class OwnStep:
    """A touchpoint on one's own map, called as the list calls it or as it was written."""

    step: MentalStep
    called: str

    @property
    def key(self) -> str:
        return str(self.step.public_id)

    @property
    def rated(self) -> str:
        """The rating as the form writes it."""
        return "" if self.step.rating is None else str(self.step.rating)


@dataclass(frozen=True, slots=True)
class OwnMap:
    """What somebody has drawn in a round."""

    mental_map: MentalMap | None
    steps: Sequence[OwnStep]

    @property
    def is_finished(self) -> bool:
        return self.mental_map is not None and self.mental_map.finished_at is not None

    @property
    def written(self) -> list[str]:
        """The names written freely, in their order."""
        return [one.called for one in self.steps if one.step.name_id]

    @property
    def picked(self) -> frozenset[int]:
        """Primary keys of the touchpoints picked from the list."""
        return frozenset(one.step.touchpoint_id for one in self.steps if one.step.touchpoint_id)


def own_map(held: MappingRound, employee: Employee) -> OwnMap:
    """The employee's map of the round, empty where they have not begun."""
    steps = MentalStep.objects.select_related("touchpoint", "name")
    found = MentalMap.objects.filter(round=held, employee=employee).prefetch_related(Prefetch("steps", steps)).first()
    return OwnMap(found, [OwnStep(step, called(step)) for step in found.steps.all()] if found else [])


def called(step: MentalStep) -> str:
    """What a step is called."""
    if step.touchpoint is not None:
        return local(step.touchpoint.name) or step.touchpoint.code
    return step.name.text if step.name else ""


def offered_names(held: MappingRound) -> list[Touchpoint]:
    """All touchpoints in use by name, where the round offers them: the alphabet tells nothing of the path."""
    if not held.offers_names:
        return []
    found: Iterable[Touchpoint] = Touchpoint.objects.filter(archived_at=None)
    return sorted(found, key=lambda one: fold(local(one.name)))

"""The blind ordering game: first the names, then their order and a rating of each. Until the round closes all of it
may be changed; only what was sent off counts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from accounts.models import Employee
from accounts.viewer import Viewer
from lib.texts import fold
from touchpoints.models import MappingName, MappingRound, MentalMap, MentalStep, NameVerdict, Touchpoint
from touchpoints.queries.mental.playing import own_row_in

MOST_STEPS = 40
LONGEST_NAME = 120


class RoundOver(ValueError):
    """The round takes no more answers."""


class NotInvited(PermissionError):
    """Nobody on the roster is this person, or their unit is not asked."""


class NothingNamed(ValueError):
    """There is no touchpoint to put in order."""


class TooMany(ValueError):
    """More touchpoints than anybody can put in order."""


@dataclass(frozen=True, slots=True)
class StepText:
    """A step of a map given whole: a touchpoint picked from the list or a name, and its rating."""

    name: str = ""
    touchpoint: Touchpoint | None = None
    rating: int | None = None


@transaction.atomic
def name_steps(
    *, held: MappingRound, by: Viewer, names: Sequence[str], picked: Collection[Touchpoint], today: date
) -> MentalMap:
    """Keep exactly these names on the viewer's map; those that stood there keep order and rating, new ones follow.

    The map has to be sent off again: what is half said does not count.

    :param picked: touchpoints of the list, where the round offers one
    :raises RoundOver, NotInvited: as `_map_to_draw`
    :raises NothingNamed: there are none
    :raises TooMany: there are more than forty
    """
    drawn = _map_to_draw(held, by, today)
    written = _written(names)
    chosen = {one.pk: one for one in picked} if held.offers_names else {}
    if not written and not chosen:
        raise NothingNamed
    if len(written) + len(chosen) > MOST_STEPS:
        raise TooMany
    kept = list(drawn.steps.select_related("name"))
    gone = [one.pk for one in kept if not _stays(one, written, chosen)]
    drawn.steps.filter(pk__in=gone).delete()
    there = [one for one in kept if one.pk not in gone]
    written = {key: text for key, text in written.items() if key not in {one.name.folded for one in there if one.name}}
    fresh = [StepText(name=text) for text in written.values()]
    fresh += [StepText(touchpoint=one) for pk, one in chosen.items() if pk not in {one.touchpoint_id for one in there}]
    _add(drawn, fresh)
    drawn.finished_at = None
    drawn.save(update_fields=["finished_at"])
    _forget_unused(held)
    return drawn


def _written(names: Sequence[str]) -> dict[str, str]:
    """Names by what makes them equal; of equal ones the first counts."""
    found: dict[str, str] = {}
    for name in names:
        if key := fold(name):
            found.setdefault(key, " ".join(name.split())[:LONGEST_NAME])
    return found


def _map_to_draw(held: MappingRound, by: Viewer, today: date) -> MentalMap:
    """The viewer's map of the round, begun if need be.

    :raises RoundOver: it takes no more answers
    :raises NotInvited: the viewer is not asked
    """
    fresh = MappingRound.objects.select_for_update(of=("self",)).get(pk=held.pk)
    if not fresh.takes_answers(today):
        raise RoundOver
    employee = own_row_in(held, viewer=by, day=today)
    if employee is None:
        raise NotInvited
    return _map_of(held, employee)


def _map_of(held: MappingRound, employee: Employee) -> MentalMap:
    drawn, _is_new = MentalMap.objects.get_or_create(
        round=held, employee=employee, defaults={"organisation": held.organisation, "unit_id": employee.unit_id}
    )
    return drawn


def _stays(step: MentalStep, written: Collection[str], chosen: Collection[int]) -> bool:
    return step.name.folded in written if step.name else step.touchpoint_id in chosen


def _add(drawn: MentalMap, steps: Sequence[StepText]) -> None:
    last = drawn.steps.aggregate(last=Max("place"))["last"] or 0
    MentalStep.objects.bulk_create(
        MentalStep(
            organisation=drawn.organisation, mental_map=drawn, place=last + number, touchpoint=step.touchpoint,
            name=None if step.touchpoint else _name(drawn, step.name), rating=step.rating,
        )
        for number, step in enumerate(steps, start=1)
    )  # fmt: skip


def _name(drawn: MentalMap, text: str) -> MappingName:
    """The name as the round knows it: whoever writes it again means the same."""
    name, _is_new = MappingName.objects.get_or_create(
        round_id=drawn.round_id, folded=fold(text), defaults={"organisation": drawn.organisation, "text": text}
    )
    return name


def _forget_unused(held: MappingRound) -> None:
    """Names that nobody keeps on a map are forgotten with it."""
    MappingName.objects.filter(round=held, steps=None, verdict=NameVerdict.WAITING).delete()


@transaction.atomic
def finish_order(
    *,
    held: MappingRound,
    by: Viewer,
    order: Sequence[tuple[UUID, int | None]],
    at: datetime,
    today: date,
    finished: bool = True,
) -> MentalMap:
    """Keep the order of the steps and their ratings, 1 to 5 or none; steps not mentioned stay behind the others.

    :param finished: sent off; otherwise it is only kept for going on
    :raises RoundOver, NotInvited: as `_map_to_draw`
    :raises NothingNamed: there are no steps
    """
    drawn = _map_to_draw(held, by, today)
    steps = {step.public_id: step for step in drawn.steps.all()}
    if not steps:
        raise NothingNamed
    ratings = {key: rating for key, rating in order if key in steps}
    told = list(ratings)
    for place, key in enumerate([*told, *(key for key in steps if key not in ratings)], start=1):
        step = steps[key]
        step.place = place
        step.rating = ratings.get(key, step.rating)
    MentalStep.objects.bulk_update(steps.values(), ["place", "rating"])
    drawn.finished_at = at if finished else None
    drawn.save(update_fields=["finished_at"])
    return drawn


@transaction.atomic
def record_order(*, held: MappingRound, employee: Employee, steps: Sequence[StepText], at: datetime) -> MentalMap:
    """Store the whole map of an employee, such as one drawn on paper, in place of what was there.

    :raises RoundOver: the round is closed
    """
    if held.closed_at is not None:
        raise RoundOver
    drawn = _map_of(held, employee)
    drawn.steps.all().delete()
    _add(drawn, steps)
    drawn.finished_at = at
    drawn.save(update_fields=["finished_at"])
    return drawn

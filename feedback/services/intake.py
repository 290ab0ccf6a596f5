"""The one door for answers: every later door, from the public page to the file import, ends here.

A filling is checked in memory, its codes are looked up, and it is written with its answers and the `Recount` note of
its day in one transaction. Sent again it is found, not doubled.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from feedback.answers.faults import Rejected
from feedback.answers.filling import Filling, check_filling
from feedback.models import CollectionPoint, Survey
from feedback.queries.catalogue import Catalogue
from feedback.queries.plans import plan as plan_of
from feedback.services.batch import Batch, Ready
from feedback.services.lookups import employees_of, look_up
from feedback.services.outcomes import (
    BatchRefused,
    Conflict,
    Entry,
    OnConflict,
    Outcome,
    Recorded,
    Refused,
    TooMany,
)
from organisations.models import Organisation

__all__ = [
    "LARGEST_BATCH",
    "BatchRefused",
    "Conflict",
    "Entry",
    "Filling",
    "OnConflict",
    "Outcome",
    "Recorded",
    "Refused",
    "Rejected",
    "TooMany",
    "record_many",
    "record_response",
]

LARGEST_BATCH = 1000


def record_response(
    *,
    organisation: Organisation,
    survey: Survey,
    answers: Mapping[str, object],
    source: str,
    now: datetime,
    on_conflict: OnConflict = "refuse",
    point: CollectionPoint | None = None,
    actor: str = "",
    **fields: Any,
) -> Recorded:
    """Store one filled-in survey and note the day whose figures it changes.

    Safe to call twice: the same `external_id` finds the response already stored.

    :param fields: any other field of `Filling`
    :param on_conflict: when the stored response says something else: refuse, update it, or keep it
    :raises Rejected: an answer or a field does not fit
    :raises Conflict: the stored response differs
    """
    entry = Entry(plan_of(survey), Filling(answers=answers, source=source, **fields), point)
    outcome = record_many(
        organisation=organisation, entries=[entry], on_conflict=on_conflict, partial=True, actor=actor, now=now
    )[0]
    if isinstance(outcome, Recorded):
        return outcome
    if outcome.conflict:
        raise Conflict(outcome.conflict)
    raise Rejected(outcome.faults)


def record_many(
    *,
    organisation: Organisation,
    entries: Sequence[Entry],
    now: datetime,
    on_conflict: OnConflict = "refuse",
    partial: bool = False,
    actor: str = "",
    catalogue: Catalogue | None = None,
) -> list[Outcome]:
    """Store up to a thousand filled-in surveys in one transaction; the outcome of each, in order.

    :param partial: store the good ones although others are refused
    :raises BatchRefused: without `partial`, when any is refused; nothing is stored then
    :raises TooMany: more than a thousand
    """
    if len(entries) > LARGEST_BATCH:
        raise TooMany(len(entries))
    outcomes: dict[int, Outcome] = {}
    named = catalogue or Catalogue(entry.filling for entry in entries)
    ready = list(_checked(entries, named, outcomes, now))
    _refuse_all_or_nothing(outcomes, partial)
    if ready:
        with transaction.atomic():
            outcomes |= Batch(organisation, on_conflict, actor, now).store(ready)
            _refuse_all_or_nothing(outcomes, partial)
    return [outcomes[place] for place in range(len(entries))]


def _refuse_all_or_nothing(outcomes: Mapping[int, Outcome], partial: bool) -> None:
    refusals = {place: outcome for place, outcome in sorted(outcomes.items()) if isinstance(outcome, Refused)}
    if refusals and not partial:
        raise BatchRefused(refusals)


def _checked(
    entries: Sequence[Entry], catalogue: Catalogue, outcomes: dict[int, Outcome], now: datetime
) -> Iterator[Ready]:
    """Fillings that can be written; the others' refusals go to `outcomes`."""
    employees = employees_of(entries, catalogue)
    for place, entry in enumerate(entries):
        try:
            checked = check_filling(entry.plan, entry.filling, now=now)
            references, segments = look_up(entry, catalogue, employees)
        except Rejected as rejected:
            outcomes[place] = Refused(rejected.faults)
        else:
            yield Ready(place, checked, references, segments)

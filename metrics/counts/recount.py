"""Counting anew what the notes ask for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from feedback.models import Recount
from metrics.counts.statements import UNKNOWN_DAY, Days
from metrics.counts.writing import count_anew, raise_stamp, weighted_among
from metrics.models import Rebuild
from organisations.models import Organisation

# Notes read in one go, and days counted at once: enough to be quick, few enough to stay short.
NOTES_AT_ONCE = 2_000
DAYS_AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Recounted:
    """What one recount did; `more` when notes were left for the next one."""

    notes: int
    days: int
    more: bool


def organisations_waiting() -> list[int]:
    """Primary keys of the organisations that have notes. Tells nothing else, so it stands outside the scopes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT organisation_id FROM feedback_recount ORDER BY organisation_id")
        return [row[0] for row in cursor.fetchall()]


def note_days(*, organisation: Organisation, survey_id: int, days: Iterable[date | None]) -> None:
    """Ask for a recount of a survey's days; None is the unknown day."""
    Recount.objects.bulk_create(
        Recount(organisation=organisation, survey_id=survey_id, day=day or UNKNOWN_DAY) for day in set(days)
    )


@transaction.atomic
def recount_noted(*, organisation: Organisation, now: datetime, limit: int = NOTES_AT_ONCE) -> Recounted:
    """Count the noted days of each survey from the answers and delete the notes that were read, by id.

    The organisation's stamp is raised first: the row's lock keeps two recounts of one organisation apart, and a note
    written meanwhile is either read here or left for the next time.
    """
    raise_stamp(organisation, now)
    notes = list(Recount.objects.order_by("pk").values_list("pk", "survey_id", "day")[: limit + 1])
    taken = notes[:limit]
    wanted: dict[int, set[date]] = defaultdict(set)
    for _pk, survey_id, day in taken:
        wanted[survey_id].add(day)
    weighted = weighted_among(wanted)
    for survey_id, days in wanted.items():
        for part in _parts(sorted(days)):
            count_anew(organisation, survey_id, part, weighted=survey_id in weighted)
    _tell_rebuilds(wanted)
    Recount.objects.filter(pk__in=[pk for pk, _survey_id, _day in taken]).delete()
    return Recounted(len(taken), sum(map(len, wanted.values())), len(notes) > limit)


def _tell_rebuilds(counted: Mapping[int, set[date]]) -> None:
    """Days counted here are newer than what a rebuild of the same survey has read."""
    for rebuild in Rebuild.objects.filter(survey__in=list(counted)):
        days = {day.isoformat() for day in counted[rebuild.survey_id]}
        rebuild.days = sorted({*rebuild.days, *days})
        rebuild.save(update_fields=["days"])


def _parts(days: Sequence[date]) -> list[Days]:
    """Days in portions that a statement takes as parameters; the unknown one, which sorts first, on its own terms."""
    known = [day for day in days if day != UNKNOWN_DAY]
    parts = [Days(single=tuple(known[i : i + DAYS_AT_ONCE])) for i in range(0, len(known), DAYS_AT_ONCE)]
    return [*parts, Days(unknown=True)] if UNKNOWN_DAY in days else parts

"""Counting anew: what the notes ask for, or everything."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from feedback.models import Recount, Survey
from metrics.counts import statements
from metrics.counts.memory import generous_memory
from metrics.counts.packing import quickest_way
from metrics.counts.statements import BY_COLUMNS, TABLES, UNKNOWN_DAY, Days, Way
from organisations.models import Organisation

# Notes read in one go, and responses counted in one statement: enough to be quick, few enough to stay short. Others
# may wait for a slice on SQLite, where one writes at a time.
NOTES_AT_ONCE = 2_000
DAYS_AT_ONCE = 400
RESPONSES_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Recounted:
    """What one recount did; `more` when notes were left for the next one."""

    notes: int
    days: int
    more: bool


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a survey's days that is counted in one transaction: from `first` to before `last`."""

    survey_id: int
    first: date | None
    last: date | None
    unknown: bool
    responses: int

    @property
    def days(self) -> Days:
        return Days(first=self.first, last=self.last, unknown=self.unknown)


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
    _raise_stamp(organisation, now)
    notes = list(Recount.objects.order_by("pk").values_list("pk", "survey_id", "day")[: limit + 1])
    taken = notes[:limit]
    wanted: dict[int, set[date]] = defaultdict(set)
    for _pk, survey_id, day in taken:
        wanted[survey_id].add(day)
    weighted = _weighted(wanted)
    for survey_id, days in wanted.items():
        for part in _parts(sorted(days)):
            _count_anew(organisation, survey_id, part, weighted=survey_id in weighted)
    Recount.objects.filter(pk__in=[pk for pk, _survey_id, _day in taken]).delete()
    return Recounted(len(taken), sum(map(len, wanted.values())), len(notes) > limit)


def plan(*, responses_at_once: int = RESPONSES_AT_ONCE) -> list[Slice]:
    """Slices that together hold every day of every survey of the scope's organisation, the unknown day included."""
    slices: list[Slice] = []
    for survey_id in Survey.objects.order_by("pk").values_list("pk", flat=True):
        slices += _slices_of(survey_id, _responses_a_day(survey_id), responses_at_once)
    return slices


@transaction.atomic
def rebuild_slice(*, organisation: Organisation, part: Slice, now: datetime) -> None:
    """Count one slice anew. Until this commits, the old figures are read."""
    _raise_stamp(organisation, now)
    way = quickest_way(survey_id=part.survey_id, responses=part.responses)
    with generous_memory():
        _count_anew(organisation, part.survey_id, part.days, weighted=bool(_weighted([part.survey_id])), way=way)


def rebuild(
    *,
    organisation: Organisation,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
    responses_at_once: int = RESPONSES_AT_ONCE,
) -> int:
    """Count everything of an organisation anew; returns the number of responses gone through.

    :param progress: told responses done and in all, after each slice
    """
    slices = plan(responses_at_once=responses_at_once)
    total, done = sum(part.responses for part in slices), 0
    for part in slices:
        rebuild_slice(organisation=organisation, part=part, now=now)
        done += part.responses
        if progress:
            progress(done, total)
    return done


def _count_anew(
    organisation: Organisation, survey_id: int, days: Days, *, weighted: bool, way: Way = BY_COLUMNS
) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(*statements.delete(table, organisation_id=organisation.pk, survey_id=survey_id, days=days))
            if weighted or not table.weighted_only:
                cursor.execute(
                    *statements.insert(table, organisation_id=organisation.pk, survey_id=survey_id, days=days, way=way)
                )


def _raise_stamp(organisation: Organisation, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_organisation SET stamp = stamp + 1, stamped_at = %s WHERE id = %s",
            [connection.ops.adapt_datetimefield_value(now), organisation.pk],
        )


def _weighted(survey_ids: Iterable[int]) -> set[int]:
    return set(Survey.objects.filter(pk__in=list(survey_ids), weighted=True).values_list("pk", flat=True))


def _parts(days: Sequence[date]) -> list[Days]:
    """Days in portions that a statement takes as parameters; the unknown one, which sorts first, on its own terms."""
    known = [day for day in days if day != UNKNOWN_DAY]
    parts = [Days(single=tuple(known[i : i + DAYS_AT_ONCE])) for i in range(0, len(known), DAYS_AT_ONCE)]
    return [*parts, Days(unknown=True)] if UNKNOWN_DAY in days else parts


def _responses_a_day(survey_id: int) -> list[tuple[date | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answered_on, COUNT(*) FROM feedback_response WHERE survey_id = %s GROUP BY answered_on", [survey_id]
        )
        rows = [(_as_day(day), n) for day, n in cursor.fetchall()]
    return sorted(rows, key=lambda row: row[0] or UNKNOWN_DAY)


def _as_day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _slices_of(survey_id: int, days: list[tuple[date | None, int]], at_once: int) -> list[Slice]:
    unknown = sum(n for day, n in days if day is None)
    slices = [Slice(survey_id, None, None, True, unknown)]
    # Known days begin after the one that stands for "unknown"; the last slice has no end, so no day falls out.
    first, waiting = UNKNOWN_DAY + timedelta(days=1), 0
    for day, n in days:
        if day is None:
            continue
        if waiting and waiting + n > at_once:
            slices.append(Slice(survey_id, first, day, False, waiting))
            first, waiting = day, 0
        waiting += n
    return [*slices, Slice(survey_id, first, None, False, waiting)]

"""The days of each survey in slices that are short work."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from feedback.models import Survey
from metrics.counts.statements import UNKNOWN_DAY, Days

# Few enough that others, who wait for a slice to be written on SQLite, do not wait long.
RESPONSES_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Known:
    """How many responses there are, and between which known days they lie; if none is known, the unknown one."""

    responses: int
    first: date
    last: date


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


def plan(*, responses_at_once: int = RESPONSES_AT_ONCE) -> list[Slice]:
    """Slices that together hold every day of every survey of the scope's organisation, the unknown day included."""
    slices: list[Slice] = []
    for survey_id in Survey.objects.order_by("pk").values_list("pk", flat=True):
        slices += _slices_of(survey_id, _responses_a_day(survey_id), responses_at_once)
    return slices


def _responses_a_day(survey_id: int) -> list[tuple[date | None, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT answered_on, COUNT(*) FROM feedback_response WHERE survey_id = %s GROUP BY answered_on", [survey_id]
        )
        rows = [(as_day(day), n) for day, n in cursor.fetchall()]
    return sorted(rows, key=lambda row: row[0] or UNKNOWN_DAY)


def as_day(value: date | str | None) -> date | None:
    """A day as SQLite gives it or as every other database does."""
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


def edges(survey_id: int) -> tuple[date, date]:
    """The first and the last known day of a survey's responses; the unknown day where there is none."""
    side = "(SELECT {side}(answered_on) FROM feedback_response WHERE survey_id = %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {side.format(side='MIN')}, {side.format(side='MAX')}", [survey_id, survey_id])
        first, last = cursor.fetchone()
    return as_day(first) or UNKNOWN_DAY, as_day(last) or UNKNOWN_DAY

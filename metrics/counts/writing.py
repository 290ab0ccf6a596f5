"""Replacing cells, in the transaction that is open: the one way in which the tables of counts are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db import connection

from feedback import bulk
from feedback.models import Option, Survey
from metrics.counts import statements
from metrics.counts.correcting import Key, Rows, correct, forget, holds
from metrics.counts.memory import generous_memory
from metrics.counts.months import FEW_CELLS, put_months_right
from metrics.counts.received import Received, count_received, put_received, read_received
from metrics.counts.slices import Known, as_day
from metrics.counts.statements import COUNTS, OPTION_COUNTS, TABLES, UNKNOWN_DAY, Days, Table
from metrics.models import Count
from organisations.models import Organisation

if TYPE_CHECKING:
    from metrics.counts.cells import Cells

# From so many responses on, reading numbers out of the database is quicker than its own sorting.
GATHERED_FROM = 3_000


class Which(TypedDict):
    """Whose cells, in the words of the statements."""

    organisation_id: int
    survey_id: int
    days: Days


@dataclass(frozen=True, slots=True)
class Read:
    """What answers and responses of a survey's days say, read before anything is written; None where it was not."""

    cells: "Cells | None" = None
    received: Received | None = None


def count_anew(
    organisation: Organisation, survey_id: int, days: Days, *, weighted: bool, every_month: bool = False
) -> None:
    """Replace the cells of these days, in the transaction that is open.

    :param every_month: months are added up even where no day of theirs was wrong
    """
    known = _known_days(survey_id, days)
    read = Read()
    if known.responses >= GATHERED_FROM:
        read = read_answers(organisation, survey_id, days, known)
    put_cells(organisation, survey_id, read, days, weighted=weighted, every_month=every_month)


def read_answers(organisation: Organisation, survey_id: int, days: Days, known: Known) -> Read:
    """The cells of these days as the answers say, if their numbers are not too long, and how many responses there are.
    Nothing is written."""
    # Arrays, which pages have no use for.
    from metrics.counts.cells import cells_of_answers
    from metrics.counts.gathering import are_most

    which: Which = {"organisation_id": organisation.pk, "survey_id": survey_id, "days": days}
    with generous_memory():
        received = read_received(**which) if are_most(known.responses) else None
        return Read(cells_of_answers(**which, known=known), received)


def put_cells(
    organisation: Organisation, survey_id: int, read: Read, days: Days, *, weighted: bool, every_month: bool = False
) -> None:
    """Replace the cells of these days by the ones read, and those of their months. What was not read (weights and
    options never are) is counted by the database, here and now."""
    which: Which = {"organisation_id": organisation.pk, "survey_id": survey_id, "days": days}
    if read.received is None:
        count_received(**which)
    else:
        put_received(read.received, **which)
    for table in TABLES:
        needed = _is_needed(table, survey_id, weighted=weighted)
        if read.cells is None:
            changed = _recount(table, which) if needed else _empty(table, which)
        elif table is COUNTS:
            changed = _put_right(read.cells, days)
        else:
            changed = _replace(table, which) if needed else _empty(table, which)
        put_months_right(table, **which, changed=None if every_month else changed)


# The keys of the cells that changed, as far as they are known.
Changed = list[Key] | None


def _recount(table: Table, which: Which) -> Changed:
    """Few answers: what they say is compared with what is stored, and only what differs is written."""
    stored = Rows(*statements.of_days(f"SELECT id, {', '.join(table.columns)}", table, **which))
    if not holds(stored):
        return _insert(table, which)
    return correct(table, stored=stored, right=Rows(*statements.cells_select(table, **which)))


def _replace(table: Table, which: Which) -> Changed:
    """Many answers: comparing would have to hold them, so everything is written."""
    _empty(table, which)
    return _insert(table, which)


def _insert(table: Table, which: Which) -> Changed:
    with connection.cursor() as cursor:
        cursor.execute(*statements.insert(table, **which))
    return None


def _empty(table: Table, which: Which) -> Changed:
    """Forget all cells of these days."""
    with connection.cursor() as cursor:
        cursor.execute(*statements.delete(table, **which))
        return None if cursor.rowcount else []


def _put_right(cells: "Cells", days: Days) -> Changed:
    """Write the cells of these days that differ from the stored ones; most are right already, mostly."""
    from metrics.counts.differing import differing

    found = differing(cells, days)
    forget(COUNTS, found.wrong)
    if len(found.missing):
        bulk.insert(Count, COUNTS.columns, cells.rows(found.missing))
    return list(found.keys()) if len(found) <= FEW_CELLS else None


def _is_needed(table: Table, survey_id: int, *, weighted: bool) -> bool:
    if table is OPTION_COUNTS:
        return Option.objects.filter(question__instrument__versions__surveys=survey_id).exists()
    return weighted or not table.weighted_only


def _known_days(survey_id: int, days: Days) -> Known:
    """How many responses the days have, and the first and the last of those that are known."""
    condition, parameters = days.of_answers()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*), MIN(r.answered_on), MAX(r.answered_on) FROM feedback_response r "  # noqa: S608
            f"WHERE r.survey_id = %s AND {condition}",
            [survey_id, *parameters],
        )
        responses, first, last = cursor.fetchone()
    return Known(responses, as_day(first) or UNKNOWN_DAY, as_day(last) or UNKNOWN_DAY)


def raise_stamp(organisation: Organisation, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organisations_organisation SET stamp = stamp + 1, stamped_at = %s WHERE id = %s",
            [connection.ops.adapt_datetimefield_value(now), organisation.pk],
        )


def weighted_among(survey_ids: Iterable[int]) -> set[int]:
    return set(Survey.objects.filter(pk__in=list(survey_ids), weighted=True).values_list("pk", flat=True))

"""Replacing cells, in the transaction that is open: the one way in which the tables of counts are written."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.db import connection

from feedback import bulk
from feedback.models import Option, Survey
from metrics.counts import statements
from metrics.counts.memory import generous_memory
from metrics.counts.slices import Known, as_day
from metrics.counts.statements import COUNTS, OPTION_COUNTS, TABLES, UNKNOWN_DAY, WEIGHT_COUNTS, Days, Table
from metrics.models import Count
from organisations.models import Organisation

if TYPE_CHECKING:
    from metrics.counts.cells import Cells

# From so many responses on, reading numbers out of the database is quicker than its own sorting.
GATHERED_FROM = 3_000
WRONG_AT_ONCE = 500


class Which(TypedDict):
    """Whose cells, in the words of the statements."""

    organisation_id: int
    survey_id: int
    days: Days


def count_anew(organisation: Organisation, survey_id: int, days: Days, *, weighted: bool) -> None:
    """Replace the cells of these days, in the transaction that is open."""
    known = _known_days(survey_id, days)
    cells = None
    if known.responses >= GATHERED_FROM:
        cells = read_cells(organisation, survey_id, days, known)
    put_cells(organisation, survey_id, cells, days, weighted=weighted)


def read_cells(organisation: Organisation, survey_id: int, days: Days, known: Known) -> "Cells | None":
    """The cells of these days as the answers say; none where their numbers would be too long. Nothing is written."""
    from metrics.counts.cells import cells_of_answers  # arrays, which pages have no use for

    with generous_memory():
        return cells_of_answers(organisation_id=organisation.pk, survey_id=survey_id, days=days, known=known)


def put_cells(organisation: Organisation, survey_id: int, cells: "Cells | None", days: Days, *, weighted: bool) -> None:
    """Replace the cells of these days by the ones read. What was not read (weights and options never are) is counted
    by the database, here and now."""
    which: Which = {"organisation_id": organisation.pk, "survey_id": survey_id, "days": days}
    if cells is not None:
        _put_right(cells, days)
    with connection.cursor() as cursor:
        for table in TABLES if cells is None else (WEIGHT_COUNTS, OPTION_COUNTS):
            cursor.execute(*statements.delete(table, **which))
            if _is_needed(table, survey_id, weighted=weighted):
                cursor.execute(*statements.insert(table, **which))


def _put_right(cells: "Cells", days: Days) -> None:
    """Write the cells of these days that differ from the stored ones; most are right already, mostly."""
    from metrics.counts.differing import differing

    wrong, missing = differing(cells, days)
    with connection.cursor() as cursor:
        for start in range(0, len(wrong), WRONG_AT_ONCE):
            some = wrong[start : start + WRONG_AT_ONCE]
            cursor.execute(f"DELETE FROM {COUNTS.name} WHERE id IN ({statements.placeholders(some)})", some)  # noqa: S608
    if len(missing):
        bulk.insert(Count, COUNTS.columns, cells.rows(missing))


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

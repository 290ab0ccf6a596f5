"""How many responses each day has: counted with the cells, so that nobody goes through all responses to tell it."""

from collections.abc import Iterable
from typing import Any

from django.db import connection

from feedback import bulk
from metrics.counts.slices import as_day
from metrics.counts.statements import Days, Table, unknown_day_literal
from metrics.models import ResponseCount

RESPONSES = Table(
    name="metrics_responsecount",
    months="",
    key=("organisation_id", "survey_id", "day"),
    whole=("responses",),
    floating=(),
    sums="",
    select="COUNT(*)",
    key_select="",
    source="feedback_response",
)
_COLUMNS = (*RESPONSES.columns, "newest_at")
# Days with the responses that were not erased, and when the last of them came in.
Received = list[tuple[Any, ...]]


def select(*, organisation_id: int, survey_id: int, days: Days) -> tuple[str, list[Any]]:
    """The SELECT that counts the responses of these days, with its parameters."""
    condition, parameters = days.of_answers()
    return (
        f"SELECT r.organisation_id, r.survey_id, COALESCE(r.answered_on, {unknown_day_literal()}) AS day, "  # noqa: S608
        "COUNT(*) AS responses, MAX(r.received_at) AS newest_at FROM feedback_response r "
        f"WHERE r.organisation_id = %s AND r.survey_id = %s AND {condition} AND r.deleted_at IS NULL GROUP BY 1, 2, 3",
        [organisation_id, survey_id, *parameters],
    )


def count_received(*, organisation_id: int, survey_id: int, days: Days) -> None:
    """Count the responses of these days anew, in the transaction that is open."""
    _forget(organisation_id, survey_id, days)
    counted, parameters = select(organisation_id=organisation_id, survey_id=survey_id, days=days)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {RESPONSES.name} ({', '.join(_COLUMNS)}) {counted}", parameters)


def read_received(*, organisation_id: int, survey_id: int, days: Days) -> Received:
    """The same of very many responses, which are not looked up one by one; nothing is written."""
    if connection.vendor == "sqlite":
        statement, parameters = _past_the_rows(organisation_id, survey_id, days)
    else:
        statement, parameters = select(organisation_id=organisation_id, survey_id=survey_id, days=days)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall()


def put_received(received: Iterable[tuple[Any, ...]], *, organisation_id: int, survey_id: int, days: Days) -> None:
    """Replace the counts of these days by what was read of them."""
    _forget(organisation_id, survey_id, days)
    place = _COLUMNS.index("day")
    among = [row for row in received if (day := as_day(row[place])) and day in days]
    if among:
        bulk.insert(ResponseCount, _COLUMNS, among)


def _past_the_rows(organisation_id: int, survey_id: int, days: Days) -> tuple[str, list[Any]]:
    """All of a day are counted in the index of the days, those erased in one pass over the rows in their order. The
    last of a day stands at the end of the index, since keys are given as responses come in."""
    condition, parameters = days.of_answers()
    each = f"SELECT r.answered_on, COUNT(*) AS n FROM feedback_response r {{}} WHERE r.survey_id = %s AND {condition}"  # noqa: S608
    last = (
        "SELECT l.received_at FROM feedback_response l WHERE l.survey_id = %s AND l.answered_on IS e.answered_on "
        "AND l.deleted_at IS NULL ORDER BY l.id DESC LIMIT 1"
    )
    return (
        f"SELECT %s, %s, COALESCE(e.answered_on, {unknown_day_literal()}), e.n - COALESCE(g.n, 0), ({last}) "  # noqa: S608
        f"FROM ({each.format('')} GROUP BY 1) e "
        f"LEFT JOIN ({each.format('NOT INDEXED')} AND r.deleted_at IS NOT NULL GROUP BY 1) g "
        "ON g.answered_on IS e.answered_on WHERE e.n > COALESCE(g.n, 0)",
        [organisation_id, survey_id, survey_id, survey_id, *parameters, survey_id, *parameters],
    )


def _forget(organisation_id: int, survey_id: int, days: Days) -> None:
    condition, parameters = days.of_cells("day")
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {RESPONSES.name} WHERE organisation_id = %s AND survey_id = %s AND {condition}",  # noqa: S608
            [organisation_id, survey_id, *parameters],
        )

"""How many responses each day has: counted with the cells, so that nobody goes through all responses to tell it."""

from typing import Any

from django.db import connection

from metrics.counts.statements import Days, Table, unknown_day_literal

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
    condition, parameters = days.of_cells("day")
    counted, counted_parameters = select(organisation_id=organisation_id, survey_id=survey_id, days=days)
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {RESPONSES.name} WHERE organisation_id = %s AND survey_id = %s AND {condition}",  # noqa: S608
            [organisation_id, survey_id, *parameters],
        )
        columns = ", ".join((*RESPONSES.columns, "newest_at"))
        cursor.execute(f"INSERT INTO {RESPONSES.name} ({columns}) {counted}", counted_parameters)

"""Cells counted while one waits, for figures that take in answers left out by default."""

from datetime import date
from typing import Any

from django.db import connection

from metrics.counts import statements
from metrics.counts.statements import COUNTED_AND_FLAGGED, COUNTS, WEIGHT_COUNTS, Days
from organisations.models import Organisation

EVERY_DAY = Days(first=statements.UNKNOWN_DAY, unknown=True)


def live_cells(*, organisation: Organisation, survey_id: int, weighted: bool = False) -> list[dict[str, Any]]:
    """Every cell of a survey with the flagged answers in it, as mappings of the columns of the table of counts."""
    table = WEIGHT_COUNTS if weighted else COUNTS
    statement, parameters = statements.cells_select(
        table, organisation_id=organisation.pk, survey_id=survey_id, days=EVERY_DAY, which=COUNTED_AND_FLAGGED
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        cells = [dict(zip(table.columns, row, strict=True)) for row in cursor.fetchall()]
    for cell in cells:
        if isinstance(cell["day"], str):
            cell["day"] = date.fromisoformat(cell["day"])
        cell.update((name, int(cell[name])) for name in table.whole)  # PostgreSQL adds whole numbers up as decimals
    return cells

"""Comparing the stored counts with the answers, without writing."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from metrics.counts import statements
from metrics.counts.slices import Slice, plan
from metrics.counts.statements import TABLES, Table
from metrics.counts.writing import weighted_among
from organisations.models import Organisation

# Floating sums are not bit-equal across databases and orders of adding (domain 10.11).
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose stored counts are not what the answers say."""

    table: str
    key: dict[str, Any]
    stored_cells: int  # stored cells of this key less recounted ones: 0 when only the numbers differ


def check(*, organisation: Organisation, most: int = 1_000) -> list[Difference]:
    """Cells that differ, at most so many. Days that wait for their recount are left out: they are late, not wrong."""
    found: list[Difference] = []
    for part in plan():
        weighted = bool(weighted_among([part.survey_id]))
        for table in TABLES:
            compares = weighted or not table.weighted_only
            found += _compare(organisation, part, table, compares=compares, most=most - len(found))
            if len(found) >= most:
                return found
    return found


def _compare(organisation: Organisation, part: Slice, table: Table, *, compares: bool, most: int) -> list[Difference]:
    """One statement, so that both sides are seen at one moment."""
    stored, stored_parameters = _stored(organisation, part, table)
    fresh, fresh_parameters = _fresh(organisation, part, table, nothing=not compares)
    key = ", ".join(table.key)
    statement = (
        f"SELECT * FROM (SELECT {key}, SUM(sign) AS cells FROM ({stored} UNION ALL {fresh}) both_sides "  # noqa: S608
        f"GROUP BY {key} HAVING {_differs(table)}) c WHERE NOT EXISTS (SELECT 1 FROM feedback_recount n "
        "WHERE n.organisation_id = c.organisation_id AND n.survey_id = c.survey_id AND n.day = c.day) LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*stored_parameters, *fresh_parameters, most])
        rows = cursor.fetchall()
    return [Difference(table.name, dict(zip(table.key, row, strict=False)), int(row[-1])) for row in rows]


def _stored(organisation: Organisation, part: Slice, table: Table) -> tuple[str, list[Any]]:
    condition, parameters = part.days.of_cells("day")
    return (
        f"SELECT 1 AS sign, {', '.join(table.columns)} FROM {table.name} "  # noqa: S608
        f"WHERE organisation_id = %s AND survey_id = %s AND {condition}",
        [organisation.pk, part.survey_id, *parameters],
    )


def _fresh(organisation: Organisation, part: Slice, table: Table, *, nothing: bool) -> tuple[str, list[Any]]:
    select, parameters = statements.cells_select(
        table, organisation_id=organisation.pk, survey_id=part.survey_id, days=part.days
    )
    where = " WHERE 1 = 0" if nothing else ""
    return f"SELECT * FROM (SELECT -1 AS sign, fresh.* FROM ({select}) fresh) signed_rows{where}", parameters  # noqa: S608


def _differs(table: Table) -> str:
    whole = [f"SUM(sign * {column}) <> 0" for column in table.whole]
    floating = [f"ABS(SUM(sign * {column})) > {TOLERANCE} * SUM(ABS({column})) / 2" for column in table.floating]
    return " OR ".join(["SUM(sign) <> 0", *whole, *floating])

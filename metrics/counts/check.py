"""Comparing the stored counts with the answers, and those of months with those of days, without writing."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from metrics.counts import months, received, statements
from metrics.counts.slices import Slice, plan
from metrics.counts.statements import TABLES, Table
from metrics.counts.writing import weighted_among
from organisations.models import Organisation

_COUNTED_ALREADY = (
    "WHERE NOT EXISTS (SELECT 1 FROM feedback_recount n "
    "WHERE n.organisation_id = c.organisation_id AND n.survey_id = c.survey_id AND n.day = c.day)"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose stored counts are not what the answers (or the days of its month) say."""

    table: str
    key: dict[str, Any]
    stored_cells: int  # stored cells of this key less recounted ones: 0 when only the numbers differ


def check(*, organisation: Organisation, most: int = 1_000) -> list[Difference]:
    """Cells that differ, at most so many: those of days from the answers, those of months from their days.

    Days that wait for their recount are left out: they are late, not wrong.
    """
    found: list[Difference] = []
    slices = plan()
    for part in slices:
        found += _of_responses(organisation, part, most=most - len(found))
        weighted = bool(weighted_among([part.survey_id]))
        for table in TABLES:
            compares = weighted or not table.weighted_only
            found += _of_days(organisation, part, table, compares=compares, most=most - len(found))
            if len(found) >= most:
                return found
    for survey_id in dict.fromkeys(part.survey_id for part in slices):
        for table in TABLES:
            found += _of_months(organisation, survey_id, table, most=most - len(found))
            if len(found) >= most:
                return found
    return found


def _of_days(organisation: Organisation, part: Slice, table: Table, *, compares: bool, most: int) -> list[Difference]:
    fresh, parameters = statements.cells_select(
        table, organisation_id=organisation.pk, survey_id=part.survey_id, days=part.days
    )
    fresh = f"SELECT -1 AS sign, fresh.* FROM ({fresh}) fresh{'' if compares else ' WHERE 1 = 0'}"  # noqa: S608
    return _compare(table, _stored(organisation, part, table), (fresh, parameters), where=_COUNTED_ALREADY, most=most)


def _of_responses(organisation: Organisation, part: Slice, *, most: int) -> list[Difference]:
    fresh, parameters = received.select(organisation_id=organisation.pk, survey_id=part.survey_id, days=part.days)
    fresh = f"SELECT -1, organisation_id, survey_id, day, responses FROM ({fresh}) fresh"  # noqa: S608 (our own names)
    stored = _stored(organisation, part, received.RESPONSES)
    return _compare(received.RESPONSES, stored, (fresh, parameters), where=_COUNTED_ALREADY, most=most)


def _of_months(organisation: Organisation, survey_id: int, table: Table, *, most: int) -> list[Difference]:
    stored = (
        f"SELECT 1 AS sign, {', '.join(table.columns)} FROM {table.months} "  # noqa: S608 (our own names)
        "WHERE organisation_id = %s AND survey_id = %s"
    )
    summed = f"SELECT -1 AS sign, summed.* FROM ({months.summed(table)}) summed"  # noqa: S608 (our own names)
    keys = [organisation.pk, survey_id]
    return _compare(table.of_months, (stored, keys), (summed, keys), where="", most=most)


Side = tuple[str, list[Any]]


def _compare(table: Table, stored: Side, fresh: Side, *, where: str, most: int) -> list[Difference]:
    """One statement, so that both sides are seen at one moment."""
    key = ", ".join(table.key)
    statement = (
        f"SELECT * FROM (SELECT {key}, SUM(sign) AS cells FROM ({stored[0]} UNION ALL {fresh[0]}) both_sides "  # noqa: S608
        f"GROUP BY {key} HAVING SUM(sign) <> 0 OR {table.differs}) c {where} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*stored[1], *fresh[1], most])
        rows = cursor.fetchall()
    return [Difference(table.name, dict(zip(table.key, row, strict=False)), int(row[-1])) for row in rows]


def _stored(organisation: Organisation, part: Slice, table: Table) -> Side:
    condition, parameters = part.days.of_cells("day")
    return (
        f"SELECT 1 AS sign, {', '.join(table.columns)} FROM {table.name} "  # noqa: S608
        f"WHERE organisation_id = %s AND survey_id = %s AND {condition}",
        [organisation.pk, part.survey_id, *parameters],
    )

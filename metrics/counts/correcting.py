"""Making stored cells what they should be: one statement sees both sides, and only what differs is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from feedback import bulk
from metrics.counts import statements
from metrics.counts.statements import Table
from metrics.models import Count, MonthCount, MonthOptionCount, MonthWeightCount, OptionCount, WeightCount

Key = tuple[Any, ...]

FORGOTTEN_AT_ONCE = 500
_MODELS = {
    model._meta.db_table: model
    for model in (Count, WeightCount, OptionCount, MonthCount, MonthWeightCount, MonthOptionCount)
}


@dataclass(frozen=True, slots=True)
class Rows:
    """A SELECT with its parameters."""

    statement: str
    parameters: Sequence[Any]


def holds(rows: Rows) -> bool:
    """Whether there is any row."""
    with connection.cursor() as cursor:
        cursor.execute(f"{rows.statement} LIMIT 1", rows.parameters)
        return cursor.fetchone() is not None


def correct(table: Table, *, stored: Rows, right: Rows) -> list[Key]:
    """Write what differs. Returns the keys of those cells.

    :param stored: the primary key and all columns of the rows that are there
    :param right: all columns; rows of one key are added up
    """
    key = ", ".join(table.key)
    sums = [
        *(f"CAST(SUM(CASE WHEN sign < 0 THEN {column} ELSE 0 END) AS BIGINT)" for column in table.whole),
        *(f"SUM(CASE WHEN sign < 0 THEN {column} ELSE 0.0 END)" for column in table.floating),
    ]
    statement = (
        f"SELECT MAX(id), MIN(sign), {key}, {', '.join(sums)} FROM (SELECT 1 AS sign, stored.* "  # noqa: S608
        f"FROM ({stored.statement}) stored UNION ALL SELECT -1, NULL, fresh.* FROM ({right.statement}) fresh) b "
        f"GROUP BY {key} HAVING MAX(id) IS NULL OR MIN(sign) = 1 OR {table.differs}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*stored.parameters, *right.parameters])
        rows = cursor.fetchall()
    forget(table, [row[0] for row in rows if row[0] is not None])
    if missing := [row[2:] for row in rows if row[1] < 0]:
        bulk.insert_new(_MODELS[table.name], table.columns, missing)
    return [row[2 : 2 + len(table.key)] for row in rows]


def forget(table: Table, wrong: Sequence[int]) -> None:
    """Delete cells by primary key."""
    with connection.cursor() as cursor:
        for start in range(0, len(wrong), FORGOTTEN_AT_ONCE):
            some = wrong[start : start + FORGOTTEN_AT_ONCE]
            cursor.execute(f"DELETE FROM {table.name} WHERE id IN ({statements.placeholders(some)})", some)  # noqa: S608

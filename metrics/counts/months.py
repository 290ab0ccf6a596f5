"""Cells of whole months beside those of days: long windows are read from them.

Such a cell has the key of a day's cell with the first of the month for its day, and is the sum of that month's day
cells. Whoever writes day cells puts their months right in the same transaction, so that both always agree.
"""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import connection

from feedback import bulk
from metrics.counts.correcting import Key, Rows, correct, forget, holds
from metrics.counts.statements import COUNTS, OF_SURVEY, UNKNOWN_DAY, Days, Table, placeholders
from metrics.models import MonthCount

if TYPE_CHECKING:
    from metrics.counts.cells import Cells

# Up to so many cells, looking up the days of each costs less than adding up the whole month.
FEW_CELLS = 300
_MONTH = {"postgresql": "date_trunc('month', day::timestamp)::date", "sqlite": "substr(day, 1, 8) || '01'"}
Range = tuple[date, date | None]


def first_of_month(day: date) -> date:
    """The day that stands for the month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after the day's."""
    return (first_of_month(day) + timedelta(days=31)).replace(day=1)


def summed(table: Table, condition: str = "", *, by_question: bool = False) -> str:
    """The SELECT of the cells that a survey's months should have; its parameters are organisation and survey."""
    columns = ", ".join(f"SUM({column})" for column in (*table.whole, *table.floating))
    positions = ", ".join(str(place + 1) for place in range(len(table.key)))
    return f"{_select(table, columns, condition, by_question=by_question)} GROUP BY {positions}"


def _select(table: Table, columns: str, condition: str, *, by_question: bool) -> str:
    where = OF_SURVEY if by_question else "organisation_id = %s AND survey_id = %s"
    return f"SELECT {', '.join(_key(table))}, {columns} FROM {table.name} WHERE {where}{condition}"  # noqa: S608


def _key(table: Table) -> list[str]:
    """The columns of the key with the month for the day."""
    return [_MONTH[connection.vendor] if column == "day" else column for column in table.key]


def put_months_right(
    table: Table, *, organisation_id: int, survey_id: int, days: Days, changed: Collection[Key] | None
) -> None:
    """Let the cells of the months of these days be the sums of their days.

    :param changed: the keys of the day cells that changed, if they are known
    """
    if changed is None or len(changed) > FEW_CELLS:
        for edges in ranges(days):
            _put_range(table, organisation_id, survey_id, edges)
        return
    place = table.key.index("day")
    months = sorted((_as_month(key[place]), (*key[2:place], *key[place + 1 :])) for key in changed)
    for month, keys in groupby(months, key=lambda pair: pair[0]):
        _put_cells(table, organisation_id, survey_id, month, {key for _month, key in keys})


def put_all_months_right(months: "Cells", *, left_out: Collection[date]) -> None:
    """Let the cells of a survey's months be these, except those of the months left out."""
    from metrics.counts.differing import differing  # arrays, which pages have no use for

    known = tuple(sorted(month for month in left_out if month != UNKNOWN_DAY))
    days = Days(first=UNKNOWN_DAY + timedelta(days=1), left_out=known, unknown=UNKNOWN_DAY not in left_out)
    found = differing(months, days, table=COUNTS.of_months)
    forget(COUNTS.of_months, found.wrong)
    if len(found.missing):
        bulk.insert(MonthCount, COUNTS.columns, months.rows(found.missing))


def _as_month(day: date | str) -> date:
    return first_of_month(date.fromisoformat(day) if isinstance(day, str) else day)


def ranges(days: Days) -> list[Range]:
    """The months of the days as stretches: from the first day to before the last. Without an end, to the last month."""
    if days.first is not None:
        after = None if days.last is None else next_month(days.last - timedelta(days=1))
        found: list[Range] = [(first_of_month(days.first), after)]
    else:
        found = list(_stretches(sorted({first_of_month(day) for day in days.single})))
    return [(UNKNOWN_DAY, next_month(UNKNOWN_DAY)), *found] if days.unknown else found


def _stretches(months: list[date]) -> Iterator[Range]:
    """Months that follow each other as one stretch."""
    start: date | None = None
    for place, month in enumerate(months):
        start = start or month
        if months[place + 1 : place + 2] != [next_month(month)]:
            yield start, next_month(month)
            start = None


def _put_range(table: Table, organisation_id: int, survey_id: int, edges: Range) -> None:
    days = [edge.isoformat() for edge in edges if edge]
    condition = " AND day >= %s AND day < %s" if edges[1] else " AND day >= %s"
    parameters: list[Any] = [organisation_id, survey_id, survey_id, *days]
    columns = ", ".join(table.columns)
    stored = Rows(f"SELECT id, {columns} FROM {table.months} WHERE {OF_SURVEY}{condition}", parameters)  # noqa: S608
    if holds(stored):
        right = Rows(summed(table, condition, by_question=True), parameters)
        correct(table.of_months, stored=stored, right=right)
        return
    with connection.cursor() as cursor:
        select = summed(table, condition, by_question=True)
        cursor.execute(f"INSERT INTO {table.months} ({columns}) {select}", parameters)


def _put_cells(table: Table, organisation_id: int, survey_id: int, month: date, keys: set[Key]) -> None:
    """The cells of these keys alone, their days looked up one by one."""
    wanted = ", ".join(f"({', '.join(str(int(part)) for part in key)})" for key in sorted(keys))
    named = [column for column in table.key[2:] if column != "day"]
    same = " AND ".join(f"c.{column} = w.column{place}" for place, column in enumerate(named, start=1))

    def of(name: str, days: list[date], columns: str) -> Rows:
        return Rows(
            f"SELECT {columns} FROM (VALUES {wanted}) w CROSS JOIN {name} c WHERE c.organisation_id = %s "  # noqa: S608
            f"AND c.survey_id = %s AND {same} AND c.day IN ({placeholders(days)})",
            [organisation_id, survey_id, *(day.isoformat() for day in days)],
        )

    correct(
        table.of_months,
        stored=of(table.months, [month], f"id, {', '.join(table.columns)}"),
        right=of(table.name, _days_of(month), ", ".join([*_key(table), *table.whole, *table.floating])),
    )


def _days_of(month: date) -> list[date]:
    return [month + timedelta(days=number) for number in range((next_month(month) - month).days)]

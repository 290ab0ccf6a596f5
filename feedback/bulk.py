"""Many rows at once, in the database's own words: COPY and INSERT … SELECT on PostgreSQL, one statement on SQLite.

PostgreSQL refuses COPY into a table behind the wall, so rows are copied into a temporary table and taken from there,
past the wall's checks. Call everything here inside the organisation's scope and a transaction.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, models

# Fewer rows than this are one INSERT; a temporary table for them costs more.
COPIED_FROM = 100


class Outrun(Exception):
    """Somebody else stored one of the rows in the meantime; the chunk must be done again."""


def reserve_ids(model: type[models.Model], count: int) -> Sequence[int]:
    """As many primary keys, which nobody else will get."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or [0])[0]
    return range(last + 1, last + 1 + count)


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of plain values, one for each column.

    :raises Outrun: a row of the same unique key was stored meanwhile
    """
    if connection.vendor == "postgresql":
        copied, written = _copy(model, columns, rows)
        if written != copied:
            raise Outrun(f"{copied - written} rows of {model._meta.db_table}")
    else:
        _execute_many(model, columns, rows)


def insert_new(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, once: Sequence[str] = ()
) -> int:
    """Write rows of plain values. How many were written.

    :param once: columns of a unique key; rows whose key somebody else took are left out
    """
    conflict = f"ON CONFLICT ({', '.join(once)}) DO NOTHING" if once else ""
    if connection.vendor != "postgresql":
        return _execute_many(model, columns, rows, conflict)
    if len(rows) >= COPIED_FROM:
        return _copy(model, columns, rows, conflict)[1]
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {marks} {conflict}',  # noqa: S608 - our own names
            [value for row in rows for value in row],
        )
        return int(cursor.rowcount)


def _execute_many(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], conflict: str = ""
) -> int:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["?"] * len(columns))
    statement = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({marks}) {conflict}'  # noqa: S608 - our own names
    connection.ensure_connection()
    raw = connection.connection.cursor()
    try:
        with connection.wrap_database_errors:
            raw.executemany(statement, rows)
        return int(raw.rowcount)
    finally:
        raw.close()


def _copy(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    conflict: str = "ON CONFLICT DO NOTHING",
) -> tuple[int, int]:
    """How many rows were copied to the server, and how many of them taken."""
    table, staged = model._meta.db_table, f"staged_{model._meta.db_table}"
    names = ", ".join(f'"{name}"' for name in columns)
    copied = 0
    with connection.cursor() as cursor:
        empty = f'SELECT {names} FROM "{table}" WITH NO DATA'  # noqa: S608 - our own names
        cursor.execute(f'CREATE TEMPORARY TABLE "{staged}" ON COMMIT DROP AS {empty}')
        with cursor.copy(f'COPY "{staged}" ({names}) FROM STDIN') as copy:
            for copied, row in enumerate(rows, start=1):  # noqa: B007 (counted, and read after the loop)
                copy.write_row(row)
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM "{staged}" {conflict}')  # noqa: S608
        written = cursor.rowcount
        cursor.execute(f'DROP TABLE "{staged}"')
    return copied, written


class Plain:
    """Values as the driver of this database takes them, without Django's conversion of every single one."""

    def __init__(self) -> None:
        self._sqlite = connection.vendor != "postgresql"
        self._kept: dict[datetime | date | None, str | None] = {None: None}

    def moment(self, at: datetime | date | None) -> str | None:
        """A moment (with its zone) or a day."""
        try:
            return self._kept[at]
        except KeyError:
            if len(self._kept) > 50_000:
                self._kept = {None: None}
            text = self._kept[at] = self._moment(at)
            return text

    def _moment(self, at: datetime | date | None) -> str:
        if isinstance(at, datetime):
            return str(at.astimezone(UTC).replace(tzinfo=None)) if self._sqlite else at.isoformat()
        return str(at)

    def mapping(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False) if value else "{}"


@dataclass(frozen=True, slots=True)
class Stored:
    """A response that is there already, as far as a file's line is compared with it."""

    pk: int
    content_hash: str
    external_id: str
    deleted: bool


def stored_responses(*, survey_id: int, keys: Collection[str]) -> dict[str, Stored]:
    """Responses of a survey by their source key."""
    if connection.vendor == "postgresql":
        among, parameter = "= ANY(%s)", list(keys)
    else:
        among, parameter = "IN (SELECT value FROM json_each(%s))", json.dumps(list(keys))  # type: ignore[assignment]
    columns = "source_key, id, content_hash, external_id, deleted_at IS NOT NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM feedback_response WHERE survey_id = %s AND source_key {among}",  # noqa: S608
            [survey_id, parameter],
        )
        rows = cursor.fetchall()
    return {key: Stored(pk, said, number, bool(deleted)) for key, pk, said, number, deleted in rows}


def present(model: type[models.Model], keys: Sequence[int]) -> set[int]:
    """Which of these primary keys there are."""
    return set(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))


def codes(model: type[models.Model], *, organisation_id: int) -> dict[str, int]:
    """Primary keys by code."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT code, id FROM {model._meta.db_table} WHERE organisation_id = %s",  # noqa: S608 - our own names
            [organisation_id],
        )
        return dict(cursor.fetchall())


def named_codes(
    named: Mapping[type[models.Model], Sequence[str]], *, organisation_id: int
) -> dict[type[models.Model], dict[str, int]]:
    """Primary keys by code, of these codes of several kinds in one statement."""
    asked = [(model, wanted) for model, wanted in named.items() if wanted]
    found: dict[type[models.Model], dict[str, int]] = {model: {} for model in named}
    if not asked:
        return found
    parts = [
        f"SELECT {place}, code, id FROM {model._meta.db_table} WHERE organisation_id = %s{_in('code', wanted)}"  # noqa: S608
        for place, (model, wanted) in enumerate(asked)
    ]
    values: list[Any] = [value for _model, wanted in asked for value in (organisation_id, *wanted)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for place, code, pk in cursor.fetchall():
            found[asked[place][0]][code] = pk
    return found


def _in(column: str, values: Sequence[str] | None) -> str:
    if values is None:
        return ""
    return f" AND {column} IN ({', '.join(['%s'] * len(values))})" if values else " AND 1 = 0"


def segment_codes(*, organisation_id: int, among: Sequence[str] | None = None) -> dict[tuple[str, str], int]:
    """Primary keys of segments by the codes of their axis and their own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, s.code, s.id FROM programs_segment s JOIN programs_segmentaxis a ON a.id = s.axis_id "  # noqa: S608
            f"WHERE s.organisation_id = %s{_in('s.code', among)}",
            [organisation_id, *(among or ())],
        )
        return {(axis, code): pk for axis, code, pk in cursor.fetchall()}


def profile_keys(keys: Sequence[str], *, organisation_id: int) -> dict[str, int]:
    """Primary keys of the interned sets of segments, by their text."""
    marks = ", ".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT key, id FROM feedback_segmentprofile WHERE organisation_id = %s AND key IN ({marks})",  # noqa: S608
            [organisation_id, *keys],
        )
        return dict(cursor.fetchall())


def profile_segments(profile_ids: Sequence[int], *, organisation_id: int) -> list[tuple[int, str, str]]:
    """Profile, axis and segment of each member of the profiles."""
    marks = ", ".join(["%s"] * len(profile_ids))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.profile_id, a.code, s.code FROM feedback_profilesegment p "  # noqa: S608
            "JOIN programs_segment s ON s.id = p.segment_id JOIN programs_segmentaxis a ON a.id = p.axis_id "
            f"WHERE p.organisation_id = %s AND p.profile_id IN ({marks}) ORDER BY p.id",
            [organisation_id, *profile_ids],
        )
        return list(cursor.fetchall())


def delete_answers(*, organisation_id: int, response_ids: Sequence[int]) -> None:
    """Delete the answers of responses, and the options chosen in them, without loading any."""
    marks = ", ".join(["%s"] * len(response_ids))
    mine = f"response_id IN ({marks}) AND organisation_id = %s"
    parameters = [*response_ids, organisation_id]
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM feedback_answeroption WHERE answer_id IN (SELECT id FROM feedback_answer WHERE {mine})",  # noqa: S608
            parameters,
        )
        cursor.execute(f"DELETE FROM feedback_answer WHERE {mine}", parameters)  # noqa: S608

"""The raw load that an import is compared with: the very rows it wrote, put into the same tables by the database."""

import gc
import marshal
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from types import TracebackType
from typing import IO

from django.db import connection, transaction

from cem.database_roles import as_owner
from feedback.models import Survey
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

AT_ONCE = 50_000
_TABLES = {
    "feedback_response": "SELECT * FROM feedback_response WHERE survey_id = {survey} ORDER BY id",
    "feedback_answer": (
        "SELECT a.* FROM feedback_answer a JOIN feedback_response r ON r.id = a.response_id "
        "WHERE r.survey_id = {survey} ORDER BY a.id"
    ),
}


class RawRows:
    """The rows of a survey: copied to files, deleted, and loaded again with nothing around it."""

    def __init__(self, organisation: Organisation, survey: Survey) -> None:
        self.organisation, self.survey = organisation, survey
        self._files: dict[str, IO[bytes]] = {}

    def __enter__(self) -> "RawRows":
        for table, select in _TABLES.items():
            self._files[table] = file = tempfile.TemporaryFile()
            with organisation_scope(self.organisation):
                self._save(select.format(survey=self.survey.pk), file)
        self._forget()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files.values():
            file.close()

    def load_seconds(self) -> float:
        """How long the database takes, in one transaction, indexes and foreign keys included."""
        load = self._copy if connection.vendor == "postgresql" else self._execute_many
        gc.collect()
        with as_owner():
            connection.ensure_connection()
            return load()

    def loaded(self) -> int:
        """Responses that are there again."""
        with organisation_scope(self.organisation), connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM feedback_response WHERE survey_id = %s", [self.survey.pk])
            return int(cursor.fetchone()[0])

    def _save(self, select: str, file: IO[bytes]) -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT") as copy:
                for block in copy:
                    file.write(bytes(block))
            return
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as plain:  # values as they are stored
            rows = plain.execute(select)
            while some := rows.fetchmany(AT_ONCE):
                marshal.dump(some, file)

    def _forget(self) -> None:
        """Leave the tables as they were before the import."""
        with organisation_scope(self.organisation), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM feedback_answer WHERE response_id IN "
                "(SELECT id FROM feedback_response WHERE survey_id = %s)",
                [self.survey.pk],
            )
            cursor.execute("DELETE FROM feedback_response WHERE survey_id = %s", [self.survey.pk])
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("VACUUM FULL ANALYZE" if connection.vendor == "postgresql" else "VACUUM")

    def _copy(self) -> float:
        start = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            for table, file in self._files.items():
                file.seek(0)
                with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                    while block := file.read(1 << 20):
                        copy.write(block)
        return time.perf_counter() - start

    def _execute_many(self) -> float:
        """Only the statements are timed, not the reading of the rows from the file."""
        seconds = 0.0
        connection.ensure_connection()
        raw = connection.connection.cursor()
        with transaction.atomic():
            for table, file in self._files.items():
                file.seek(0)
                while rows := _next_rows(file):
                    statement = f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})"  # noqa: S608
                    start = time.perf_counter()
                    raw.executemany(statement, rows)
                    seconds += time.perf_counter() - start
            start = time.perf_counter()
        return seconds + time.perf_counter() - start


def _next_rows(file: IO[bytes]) -> Sequence[tuple[object, ...]]:
    try:
        rows: list[tuple[object, ...]] = marshal.load(file)  # noqa: S302 (a file of our own, never named)
    except EOFError:
        return []
    return rows

"""Very many answers at once, made by the database itself: always the same ones, spread over days and places.

Days are even; of touchpoints, units, channels and segments the first ones have most of the answers, as in life. So
ten million answers are counted in some 313,000 cells, as in the measurements that the goals come from.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from django.db import connection, transaction

from cem.benchmarks.world import DAYS, FIRST_DAY, World
from cem.database_roles import as_owner
from feedback.models import Answer, Response, SegmentProfile
from organisations.models import Channel, Unit
from organisations.tenancy import organisation_scope
from touchpoints.models import Touchpoint

PORTION = 250_000
# The second place has so many answers less than the first: 1 / 2 ** STEEPNESS of them.
STEEPNESS = 1.36
_MIXED = 1_048_576
_MOMENT = datetime(2026, 5, 1, 3, 0, tzinfo=UTC)

# The numbers one by one, and what turns them into days and texts, in the words of each database.
_SERIES = {
    "postgresql": "SELECT g AS i FROM generate_series(%(first)s::bigint, %(last)s::bigint) g",
    "sqlite": (
        "WITH RECURSIVE g(i) AS (SELECT CAST(%(first)s AS INTEGER) UNION ALL SELECT i + 1 FROM g WHERE i < %(last)s) "
        "SELECT i FROM g"
    ),
}
_DAY = {"postgresql": "(%(day)s::date + ({n})::int)", "sqlite": "date(%(day)s, '+' || ({n}) || ' days')"}
_UUID = {
    "postgresql": "('0190' || lpad(to_hex(i), 28, '0'))::uuid",
    "sqlite": "printf('0190%%028x', i)",
}
_KEY = {
    "postgresql": "lpad(to_hex(({a})::bigint), 8, '0') || lpad(to_hex(i), 24, '0')",
    "sqlite": "printf('%%08x%%024x', {a}, i)",
}
_TRUE = {"postgresql": "TRUE", "sqlite": "1"}
_EMPTY = {"postgresql": "'{{}}'::jsonb", "sqlite": "'{{}}'"}


def make_answers(world: World, count: int) -> None:
    """So many responses in the big survey, each with a score, committed portion by portion; nothing is counted yet."""
    with organisation_scope(world.organisation):
        first = _reserve(count)
        parameters = _parameters(world)
        statements = _responses(), _answers()
    for start, end in _portions(first, first + count - 1):
        with organisation_scope(world.organisation), transaction.atomic(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, {**parameters, "first": start, "last": end})
    tidy()


def tidy() -> None:
    """What a database does by itself after a while: PostgreSQL looks at what it holds."""
    if connection.vendor == "postgresql":
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _reserve(count: int) -> int:
    """The first of so many numbers that nobody else will get, for responses and for answers alike."""
    tables = (Response._meta.db_table, Answer._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("SELECT COALESCE(MAX(id), 0) FROM feedback_response")
            return int(cursor.fetchone()[0]) + 1
        last = []
        for table in tables:
            cursor.execute(
                "SELECT MAX(nextval(pg_get_serial_sequence(%s, 'id'))) FROM generate_series(1, %s)", [table, count]
            )
            last.append(cursor.fetchone()[0])
    return int(max(last)) - count + 1


def _portions(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, PORTION):
        yield start, min(last, start + PORTION - 1)


def _parameters(world: World) -> dict[str, Any]:
    moment = connection.ops.adapt_datetimefield_value(_MOMENT)
    return {
        "organisation": world.organisation.pk,
        "survey": world.big.pk,
        "question": world.question().pk,
        "scale": world.scale().pk,
        "day": FIRST_DAY.isoformat(),
        "moment": moment,
    }


def _mixed(number: int) -> str:
    """A whole number that jumps about as `i` counts up, another one for each `number`: plain arithmetic of 64 bits."""
    factor, shift = (2654435761, 1103515245, 2246822519, 3266489917, 668265263, 374761393)[number], 97 * number
    once = f"((i * {factor} + {shift}) %% 4294967296)"
    return f"(({once} / 65536 + {once} * 31) %% {_MIXED})"


def _one_of(keys: Sequence[int], number: int) -> str:
    """One of the keys for each `i`, the first ones most often."""
    shares = [1 / place**STEEPNESS for place in range(1, len(keys) + 1)]
    edges = [int(_MIXED * edge / sum(shares)) for edge in accumulate(shares)]
    cases = " ".join(f"WHEN mixed < {edge} THEN {key}" for key, edge in zip(keys[:-1], edges, strict=False))
    return f"(SELECT CASE {cases} ELSE {keys[-1]} END FROM (SELECT {_mixed(number)} AS mixed) m)"  # noqa: S608


def _responses() -> str:
    vendor = connection.vendor
    columns = (
        ("id", "i"),
        ("organisation_id", "%(organisation)s"),
        ("public_id", _UUID[vendor]),
        ("survey_id", "%(survey)s"),
        ("source_key", _KEY[vendor].format(a=_mixed(5))),
        ("external_id", "''"),
        ("answered_on", _DAY[vendor].format(n=f"{_mixed(0)} %% {DAYS}")),
        ("precision", "2"),
        ("received_at", "%(moment)s"),
        ("updated_at", "%(moment)s"),
        ("source", "'link'"),
        ("channel_id", _one_of(_keys(Channel), 1)),
        ("unit_id", _one_of(_keys(Unit), 2)),
        ("touchpoint_id", _one_of(_keys(Touchpoint), 3)),
        ("profile_id", _one_of(_keys(SegmentProfile), 4)),
        ("language", "'en'"),
        ("weight", "1.0"),
        ("counted", _TRUE[vendor]),
        ("not_counted_reason", "''"),
        ("partial", f"NOT {_TRUE[vendor]}"),
        ("metadata", _EMPTY[vendor].format()),
        ("content_hash", "''"),
    )
    return _statement(Response._meta.db_table, columns)


def _answers() -> str:
    columns = (
        ("id", "i"),
        ("organisation_id", "%(organisation)s"),
        ("response_id", "i"),
        ("question_id", "%(question)s"),
        ("scale_id", "%(scale)s"),
        ("value", f"(10 - ({_mixed(5)} %% 11) * ({_mixed(2)} %% 11) / 10)"),
    )
    return _statement(Answer._meta.db_table, columns)


def _statement(table: str, columns: Sequence[tuple[str, str]]) -> str:
    names = ", ".join(name for name, _expression in columns)
    values = ", ".join(expression for _name, expression in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM ({_SERIES[connection.vendor]}) numbers"  # noqa: S608


def _keys(model: type) -> list[int]:
    return list(model.objects.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]

"""The statements: how answers become cells, the same on SQLite and PostgreSQL.

A cell's key is written with 0 for an absent part and 0001-01-01 for the unknown day, since NULLs are not unique.
The touchpoint is the question's, else the response's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import connection

from feedback.models import SOURCE_NUMBERS, Missing
from metrics.models import POINTS

UNKNOWN_DAY = date.min

KEY = (
    "organisation_id", "survey_id", "question_id", "scale_id", "day",
    "touchpoint_id", "profile_id", "channel_id", "unit_id", "source",
)  # fmt: skip
HISTOGRAM = tuple(f"h{i}" for i in range(POINTS))
MISSING = ("skipped", "not_applicable", "dont_know")
NUMBERS = ("number_sum", "number_squares")
WEIGHTS = tuple(f"w{i}" for i in range(POINTS))
SQUARES = tuple(f"v{i}" for i in range(POINTS))
# Floating sums are not bit-equal across databases and orders of adding (domain 10.11).
TOLERANCE = 1e-9

_SOURCES = " ".join(f"WHEN '{source}' THEN {number}" for source, number in SOURCE_NUMBERS.items())
_REASONS = {"skipped": Missing.SKIPPED, "not_applicable": Missing.NOT_APPLICABLE, "dont_know": Missing.DONT_KNOW}


@dataclass(frozen=True, slots=True)
class Table:
    """One of the three tables of counts: its columns beyond the key and how they are made of answers.

    :ivar months: name of the table of the same columns with cells of whole months
    """

    name: str
    months: str
    key: tuple[str, ...]
    whole: tuple[str, ...]  # columns that are whole numbers
    floating: tuple[str, ...]
    sums: str  # what is added up of equal answers before they become cells
    select: str  # the values, in the order of `whole` and `floating`
    key_select: str
    source: str
    weighted_only: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return (*self.key, *self.whole, *self.floating)

    @property
    def of_months(self) -> "Table":
        """The table of the cells of months."""
        return replace(self, name=self.months)

    @property
    def differs(self) -> str:
        """That the numbers of stored rows (`sign` 1) and right ones (`sign` -1), added up, are not the same."""
        whole = [f"SUM(sign * {column}) <> 0" for column in self.whole]
        floating = [f"ABS(SUM(sign * {column})) > {TOLERANCE} * SUM(ABS({column})) / 2" for column in self.floating]
        return " OR ".join([*whole, *floating])


def unknown_day_literal() -> str:
    """The unknown day as the database writes a date."""
    return "DATE '0001-01-01'" if connection.vendor == "postgresql" else "'0001-01-01'"


def _key_select(answer: str, response: str, source: str) -> str:
    """The key's columns out of the tables (or the grouped rows) that stand under these names."""
    return (
        f"{{organisation}}, {{survey}}, {answer}.question_id, COALESCE({answer}.scale_id, 0), "
        f"COALESCE({response}.answered_on, {{unknown}}), COALESCE(q.touchpoint_id, {response}.touchpoint_id, 0), "
        f"COALESCE({response}.profile_id, 0), COALESCE({response}.channel_id, 0), COALESCE({response}.unit_id, 0), "
        f"{source}"
    )


def _sum_where(condition: str, value: str, empty: str = "0") -> str:
    return f"SUM(CASE WHEN {condition} THEN {value} ELSE {empty} END)"


def _step(i: int) -> str:
    return f"g.value = s.minimum + {i}"


# Answers in the order of the responses, or the responses of some days first: the database chooses.
JOINED = "feedback_response r JOIN feedback_answer a ON a.response_id = r.id"
SOURCE = f"CASE r.source {_SOURCES} ELSE 0 END"
_PARTS = (
    "a.question_id, a.scale_id, r.answered_on, r.touchpoint_id, r.profile_id, r.channel_id, r.unit_id, r.source, "
    "a.value, a.missing"
)


def _equal_answers(sums: str, where: str) -> str:
    """Equal answers of a place and day put together, so that the wide sums run over few rows."""
    return f"SELECT {_PARTS}, {SOURCE} AS door, {sums} FROM {JOINED} WHERE {where} GROUP BY {_PARTS}"  # noqa: S608


_ANSWERS = (
    "FROM ({groups}) g JOIN feedback_question q ON q.id = g.question_id LEFT JOIN feedback_scale s ON s.id = g.scale_id"
)
# The questions of a survey's instrument.
_ASKED = (
    "SELECT asked.id FROM feedback_question asked "
    "JOIN feedback_instrumentversion v ON v.instrument_id = asked.instrument_id "
    "JOIN feedback_survey s ON s.version_id = v.id WHERE s.id = %s"
)
# The cells of a survey. The questions are named, since the index has them before the days.
OF_SURVEY = f"organisation_id = %s AND survey_id = %s AND question_id IN ({_ASKED})"
_CHOSEN = (
    f"FROM {JOINED} JOIN feedback_question q ON q.id = a.question_id "  # noqa: S608 (our own names)
    "JOIN feedback_answeroption o ON o.answer_id = a.id WHERE {where} AND a.question_id IN "
    "(SELECT chosen.question_id FROM feedback_option chosen WHERE chosen.organisation_id = {organisation})"
)

COUNTS = Table(
    name="metrics_count",
    months="metrics_monthcount",
    key=KEY,
    whole=(*HISTOGRAM, *MISSING, "given"),
    floating=NUMBERS,
    sums="COUNT(*) AS n, SUM(number) AS numbers, SUM(number * number) AS squares",
    select=", ".join(
        [
            *(_sum_where(_step(i), "g.n") for i in range(POINTS)),
            *(_sum_where(f"g.missing = {int(_REASONS[name])}", "g.n") for name in MISSING),
            _sum_where("g.value IS NULL AND g.missing IS NULL", "g.n"),
            "SUM(COALESCE(g.numbers, 0.0))",
            "SUM(COALESCE(g.squares, 0.0))",
        ]
    ),
    key_select=_key_select("g", "g", "g.door"),
    source=_ANSWERS,
)
WEIGHT_COUNTS = Table(
    name="metrics_weightcount",
    months="metrics_monthweightcount",
    key=KEY,
    whole=(),
    floating=(*WEIGHTS, *SQUARES),
    sums="SUM(weight) AS w, SUM(weight * weight) AS v",
    select=", ".join(
        [
            *(_sum_where(_step(i), "g.w", "0.0") for i in range(POINTS)),
            *(_sum_where(_step(i), "g.v", "0.0") for i in range(POINTS)),
        ]
    ),
    key_select=_key_select("g", "g", "g.door"),
    source=_ANSWERS,
    weighted_only=True,
)
OPTION_COUNTS = Table(
    name="metrics_optioncount",
    months="metrics_monthoptioncount",
    key=(*KEY, "option_id"),
    whole=("chosen",),
    floating=(),
    sums="",
    select="COUNT(*)",
    key_select=f"{_key_select('a', 'r', SOURCE)}, o.option_id",
    source=_CHOSEN,
)
TABLES = (COUNTS, WEIGHT_COUNTS, OPTION_COUNTS)

COUNTED = "r.counted AND r.deleted_at IS NULL"
COUNTED_AND_FLAGGED = "(r.counted OR r.not_counted_reason = 'flagged') AND r.deleted_at IS NULL"


@dataclass(frozen=True, slots=True)
class Days:
    """Which days of a survey: single ones, or a range whose open end reaches as far as there are days.

    :ivar left_out: known days inside the range that are not meant
    """

    single: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None
    unknown: bool = False
    left_out: tuple[date, ...] = ()

    def __contains__(self, day: date) -> bool:
        if day == UNKNOWN_DAY:
            return self.unknown
        if self.single:
            return day in self.single
        if self.first is None or day < self.first or day in self.left_out:
            return False
        return self.last is None or day < self.last

    def of_answers(self) -> tuple[str, list[str]]:
        """Condition and parameters on `r.answered_on`, where the unknown day is NULL."""
        condition, parameters = self._known("r.answered_on")
        choices = [part for part in (condition, "r.answered_on IS NULL" if self.unknown else "") if part]
        return f"({' OR '.join(choices)})" if choices else "1 = 0", parameters

    def of_cells(self, column: str = "c.day") -> tuple[str, list[str]]:
        """Condition and parameters on a cell's day."""
        condition, parameters = self._known(column)
        unknown = f"{column} = {unknown_day_literal()}" if self.unknown else ""
        choices = [part for part in (condition, unknown) if part]
        return f"({' OR '.join(choices)})" if choices else "1 = 0", parameters

    def _known(self, column: str) -> tuple[str, list[str]]:
        if self.single:
            return f"{column} IN ({', '.join(['%s'] * len(self.single))})", [day.isoformat() for day in self.single]
        if self.first is None:
            return "", []
        conditions, days = [f"{column} >= %s"], [self.first]
        if self.last is not None:
            conditions.append(f"{column} < %s")
            days.append(self.last)
        if self.left_out:
            conditions.append(f"{column} NOT IN ({placeholders(self.left_out)})")
            days += self.left_out
        return f"({' AND '.join(conditions)})", [day.isoformat() for day in days]


def cells_select(
    table: Table, *, organisation_id: int, survey_id: int, days: Days, which: str = COUNTED
) -> tuple[str, list[Any]]:
    """The SELECT that counts cells from the answers, with its parameters."""
    condition, parameters = days.of_answers()
    positions = ", ".join(str(i + 1) for i in range(len(table.key)))
    where = f"r.organisation_id = %s AND r.survey_id = %s AND {condition} AND {which}"
    names = {"organisation": f"{organisation_id:d}", "survey": f"{survey_id:d}", "unknown": unknown_day_literal()}
    source = table.source.format(**names, where=where, groups=_equal_answers(table.sums, where))
    statement = f"SELECT {table.key_select.format(**names)}, {table.select} {source} GROUP BY {positions}"
    return statement, [organisation_id, survey_id, *parameters]


def insert(table: Table, *, organisation_id: int, survey_id: int, days: Days) -> tuple[str, list[Any]]:
    """Count the answers into the table."""
    select, parameters = cells_select(table, organisation_id=organisation_id, survey_id=survey_id, days=days)
    return f"INSERT INTO {table.name} ({', '.join(table.columns)}) {select}", parameters


def delete(table: Table, *, organisation_id: int, survey_id: int, days: Days) -> tuple[str, list[Any]]:
    """Forget the cells."""
    return of_days("DELETE", table, organisation_id=organisation_id, survey_id=survey_id, days=days)


def of_days(what: str, table: Table, *, organisation_id: int, survey_id: int, days: Days) -> tuple[str, list[Any]]:
    """SELECT or DELETE of cells."""
    condition, parameters = days.of_cells("day")
    return (
        f"{what} FROM {table.name} WHERE {OF_SURVEY} AND {condition}",
        [organisation_id, survey_id, survey_id, *parameters],
    )


def placeholders(values: Sequence[object]) -> str:
    """As many places as there are values."""
    return ", ".join(["%s"] * len(values))

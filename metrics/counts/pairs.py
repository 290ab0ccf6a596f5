"""Both sides of the promise's gap joined by the database: one statement a figure, the same on SQLite and PostgreSQL.

A person's gap is the mean over the questions of a pillar, then over the pillars (metrics A2). What comes back is the
distribution of the persons' gaps in each group, small however many answered: never a row a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from metrics.counts.reading import as_day
from metrics.counts.statements import COUNTED, COUNTED_AND_FLAGGED, SOURCE, unknown_day_literal

# What persons can be told apart by; within one person a question, a pillar and a touchpoint differ.
KEYS = frozenset(
    {"survey_id", "question_id", "pillar_id", "touchpoint_id", "profile_id", "channel_id", "unit_id", "source", "day"}
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two questions asked of the same person about one pillar: what was experienced, what was expected."""

    experienced_id: int
    expected_id: int
    pillar_id: int
    touchpoint_id: int = 0  # that of what was experienced; 0: the response's


@dataclass(frozen=True, slots=True)
class PairCut:
    """Which pairs of which surveys, days and places.

    :ivar points: pillar and the question that asks for its points; none where pillars count alike
    :ivar weighted: surveys whose weights apply
    """

    organisation_id: int
    survey_ids: Iterable[int]
    pairs: Sequence[Pair]
    wanted: Mapping[str, Iterable[int]] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    points: Sequence[tuple[int, int]] = ()
    weighted: Iterable[int] = ()
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class GapCell:
    """Persons of a group with the same gap on one scale; `gap` None: they were asked and lack a side."""

    keys: Mapping[str, Any]
    scale_id: int
    gap: float | None
    n: int
    weight: float
    squares: float
    experienced: float  # weighted sums of both sides
    expected: float


def gap_cells(cut: PairCut, *, keys: Sequence[str]) -> list[GapCell]:
    """The distribution of persons' gaps for each combination of keys.

    :raises ValueError: persons cannot be told apart by such a key
    """
    if unknown := set(keys) - (KEYS - {"question_id"} if cut.points else KEYS):
        raise ValueError(f"no such key of pairs: {', '.join(sorted(unknown))}")
    survey_ids = list(cut.survey_ids)
    if not cut.pairs or not survey_ids:
        return []
    statement, parameters = _statement(cut, survey_ids, keys)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [_cell(row, keys) for row in cursor.fetchall()]


def _cell(row: Sequence[Any], keys: Sequence[str]) -> GapCell:
    found = dict(zip(keys, row, strict=False))
    if "day" in found:
        found["day"] = as_day(found["day"])
    scale_id, gap, n, *sums = row[len(keys) :]
    weight, squares, experienced, expected = (float(value or 0.0) for value in sums)
    return GapCell(found, scale_id or 0, None if gap is None else float(gap), n, weight, squares, experienced, expected)


def _statement(cut: PairCut, survey_ids: Sequence[int], keys: Sequence[str]) -> tuple[str, list[Any]]:
    where, parameters = _where(cut, survey_ids)
    by = "".join(f"{key}, " for key in keys)
    statement = (
        f"WITH pair (experienced_id, expected_id, pillar_id, place_id) AS (VALUES {_values(cut.pairs)}), "  # noqa: S608
        f"{_pointed(cut)}"
        f"item AS ({_ITEM.format(weight=_weight(cut), unknown=unknown_day_literal(), where=where)}), "
        f"kept AS (SELECT * FROM item{_wanted(cut)}), "
        f"side AS ({_SIDE.format(by=by)}), "
        f"person AS ({(_BY_POINTS if cut.points else _ALIKE).format(by=by)}) "
        f"SELECT {by}scale_id, gap, COUNT(*), SUM(weight), SUM(weight * weight), SUM(weight * experienced), "
        f"SUM(weight * expected) FROM person GROUP BY {by}scale_id, gap"
    )
    return statement, parameters


# A row for each person and pair that was asked; the sides only where both stand on one scale.
_ITEM = (
    "SELECT r.id AS response_id, r.survey_id, p.question_id, pair.pillar_id, "
    "COALESCE(NULLIF(pair.place_id, 0), r.touchpoint_id, 0) AS touchpoint_id, "
    "COALESCE(r.profile_id, 0) AS profile_id, COALESCE(r.channel_id, 0) AS channel_id, "
    "COALESCE(r.unit_id, 0) AS unit_id, " + SOURCE + " AS source, COALESCE(r.answered_on, {unknown}) AS day, "
    "p.scale_id, {weight} AS weight, "
    "CASE WHEN e.scale_id = p.scale_id AND e.value IS NOT NULL THEN p.value END AS experienced, "
    "CASE WHEN e.scale_id = p.scale_id AND p.value IS NOT NULL THEN e.value END AS expected "
    "FROM feedback_response r JOIN feedback_answer p ON p.response_id = r.id "
    "JOIN pair ON pair.experienced_id = p.question_id "
    "LEFT JOIN feedback_answer e ON e.response_id = r.id AND e.question_id = pair.expected_id WHERE {where}"
)
# Within a person the questions of a pillar make its mean; those of a scale alone.
_SIDE = (
    "SELECT {by}response_id, pillar_id AS of_pillar, scale_id, MAX(weight) AS weight, "
    "AVG(CAST(experienced - expected AS DOUBLE PRECISION)) AS gap, "
    "AVG(CAST(experienced AS DOUBLE PRECISION)) AS experienced, AVG(CAST(expected AS DOUBLE PRECISION)) AS expected "
    "FROM kept GROUP BY {by}response_id, of_pillar, scale_id"
)
_ALIKE = (
    "SELECT {by}response_id, scale_id, MAX(weight) AS weight, AVG(gap) AS gap, AVG(experienced) AS experienced, "
    "AVG(expected) AS expected FROM side GROUP BY {by}response_id, scale_id"
)
# sum(gap points) / sum(points) of whoever gave points; pillars without a gap weigh nothing.
_GIVEN = "COALESCE(a.number, CAST(a.value AS DOUBLE PRECISION))"
_BY_POINTS = (
    "SELECT {by}side.response_id, side.scale_id, MAX(weight) AS weight, "  # noqa: S608 (our own names)
    f"SUM(gap * {_GIVEN}) / SUM({_GIVEN}) AS gap, SUM(experienced * {_GIVEN}) / SUM({_GIVEN}) AS experienced, "
    f"SUM(expected * {_GIVEN}) / SUM({_GIVEN}) AS expected FROM side "
    "JOIN pointed ON pointed.for_pillar = side.of_pillar "
    "JOIN feedback_answer a ON a.response_id = side.response_id AND a.question_id = pointed.asked_by "
    f"WHERE gap IS NOT NULL AND {_GIVEN} > 0 GROUP BY {{by}}side.response_id, side.scale_id"
)


def _where(cut: PairCut, survey_ids: Sequence[int]) -> tuple[str, list[Any]]:
    parts = [
        "r.organisation_id = %s",
        f"r.survey_id IN ({_ids(survey_ids)})",
        COUNTED_AND_FLAGGED if cut.flagged else COUNTED,
    ]
    days = [("r.answered_on >= %s", cut.first), ("r.answered_on <= %s", cut.last)]
    parts += [condition for condition, day in days if day]
    return " AND ".join(parts), [cut.organisation_id, *(day.isoformat() for _condition, day in days if day)]


def _wanted(cut: PairCut) -> str:
    parts = [f"{column} IN ({_ids(keys) or 'NULL'})" for column, keys in cut.wanted.items()]
    return f" WHERE {' AND '.join(parts)}" if parts else ""


def _weight(cut: PairCut) -> str:
    weighted = _ids(cut.weighted)
    return f"CASE WHEN r.survey_id IN ({weighted}) THEN r.weight ELSE 1.0 END" if weighted else "1.0"


def _values(pairs: Sequence[Pair]) -> str:
    return ", ".join(
        f"({pair.experienced_id:d}, {pair.expected_id:d}, {pair.pillar_id:d}, {pair.touchpoint_id:d})" for pair in pairs
    )


def _pointed(cut: PairCut) -> str:
    """The question that asks for a pillar's points, for each pillar."""
    rows = ", ".join(f"({pillar:d}, {question:d})" for pillar, question in cut.points)
    return f"pointed (for_pillar, asked_by) AS (VALUES {rows}), " if rows else ""


def _ids(keys: Iterable[int]) -> str:
    """Primary keys as they stand in a statement."""
    return ", ".join(str(int(key)) for key in sorted(keys))

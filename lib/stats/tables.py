"""Chi-square test of a table of counts: did the mix of answers, or of respondents, change?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.stats.distributions import chi_square_sf
from lib.stats.errors import BadCounts
from lib.stats.nps import Classes

# Mixes differ when the test says so and a share moved by at least this many percentage points.
NOTABLE_SHIFT = 5.0
_ALPHA = 0.05
_FEWEST_EXPECTED = 5


@dataclass(frozen=True, slots=True)
class ChiSquare:
    """Pearson's statistic; `doubtful` where an expected count is below 5."""

    statistic: float
    df: int
    p: float
    doubtful: bool


@dataclass(frozen=True, slots=True)
class MixShift:
    """How far the shares of groups moved between two waves; `largest` in percentage points with its sign."""

    group: str
    largest: float
    p: float | None
    unlike: bool


def chi_square(rows: Sequence[Sequence[float]]) -> ChiSquare | None:
    """Test that all rows have the same distribution; empty rows and columns are left out.

    None where fewer than two rows or columns have counts. :raises BadCounts: a negative count, or ragged rows
    """
    if len({len(row) for row in rows}) > 1 or any(count < 0 for row in rows for count in row):
        raise BadCounts("rows of unlike length, or a negative count")
    filled = [row for row in rows if sum(row)]
    columns = [column for column in zip(*filled, strict=True) if sum(column)]
    if len(filled) < 2 or len(columns) < 2:
        return None
    total = sum(map(sum, filled))
    expected = [[sum(row) * sum(column) / total for row in filled] for column in columns]
    statistic = sum(
        (seen - due) ** 2 / due
        for column, dues in zip(columns, expected, strict=True)
        for seen, due in zip(column, dues, strict=True)
    )
    df = (len(filled) - 1) * (len(columns) - 1)
    doubtful = min(map(min, expected)) < _FEWEST_EXPECTED
    return ChiSquare(statistic, df, chi_square_sf(statistic, df), doubtful)


def class_shift(first: Classes, second: Classes) -> ChiSquare | None:
    """The 3×2 test beside a comparison of NPS: the score may stand still while the mix of classes moves."""
    return chi_square([(c.promoters, c.passives, c.detractors) for c in (first, second)])


def mix_shift(before: Mapping[str, int], after: Mapping[str, int]) -> MixShift | None:
    """Whether two waves asked unlike mixes of groups (answers per group code). None where a wave is empty."""
    n_before, n_after = sum(before.values()), sum(after.values())
    if not n_before or not n_after:
        return None
    groups = sorted({*before, *after})
    moves = {group: 100 * (after.get(group, 0) / n_after - before.get(group, 0) / n_before) for group in groups}
    group = max(groups, key=lambda code: abs(moves[code]))
    test = chi_square([[wave.get(code, 0) for code in groups] for wave in (before, after)])
    unlike = test is not None and test.p < _ALPHA and abs(moves[group]) >= NOTABLE_SHIFT
    return MixShift(group, moves[group], None if test is None else test.p, unlike)

"""What may be measured: the pure rules of a value, and how values of a period become one figure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

EARLIEST = date(1990, 1, 1)
LARGEST = Decimal("999999999")
MOST_CASES = 2_000_000_000


class Refusal(StrEnum):
    """What is wrong with a row."""

    DAY = "day_out_of_range"
    UNIT = "unit_unknown"
    NEGATIVE = "value_negative"
    TOO_LARGE = "value_too_large"
    NOT_WHOLE = "value_not_whole"
    NOT_YES_NO = "value_not_yes_no"
    CASES = "cases_out_of_range"


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """One measured row: a day, a unit's code (empty for all), the value, and on how many cases it rests."""

    day: date
    value: Decimal
    unit: str = ""
    cases: int = 1


def refusal(row: MeasuredValue, *, kind: str, units: Collection[str], today: date) -> Refusal | None:
    """What is wrong with a row of a measure of this kind, or nothing."""
    if not EARLIEST <= row.day <= today:
        return Refusal.DAY
    if row.unit and row.unit not in units:
        return Refusal.UNIT
    if not 1 <= row.cases <= MOST_CASES:
        return Refusal.CASES
    return _value_refusal(row.value, kind)


def _value_refusal(value: Decimal, kind: str) -> Refusal | None:
    if not value.is_finite() or value > (100 if kind == "percent" else LARGEST):
        return Refusal.TOO_LARGE
    if value < 0:
        return Refusal.NEGATIVE
    if kind == "yes_no" and value not in (0, 1):
        return Refusal.NOT_YES_NO
    if kind == "count" and value != value.to_integral_value():
        return Refusal.NOT_WHOLE
    return None


@dataclass(frozen=True, slots=True)
class Measured:
    """A period's figure: the mean by cases (for counts: the mean of the days) and what it rests on."""

    value: Decimal
    cases: int
    days: int


def measured(rows: Iterable[tuple[date, Decimal, int]], *, kind: str) -> Measured | None:
    """One figure of (day, value, cases) rows, or nothing where nothing was measured.

    Counts are summed over a day's units and averaged over the days; what is kept or not becomes a share in per cent.
    """
    found = list(rows)
    if not found:
        return None
    days = len({day for day, _value, _cases in found})
    cases = sum(each for _day, _value, each in found)
    if kind == "count":
        return Measured(sum((value for _day, value, _cases in found), Decimal()) / days, cases, days)
    mean = sum((value * each for _day, value, each in found), Decimal()) / cases
    return Measured(mean * 100 if kind == "yes_no" else mean, cases, days)


def is_kept(value: Decimal, *, direction: str, target: Decimal) -> bool:
    """Whether a period's figure keeps the target; of "kept or not" the target is the wanted share in per cent."""
    return value <= target if direction == "at_most" else value >= target

"""What may be measured, and how a period's values become one figure, by hand."""

from datetime import date
from decimal import Decimal

import pytest

from touchpoints.measures import MeasuredValue, Refusal, is_kept, measured, refusal

pytestmark = pytest.mark.pure

TODAY = date(2026, 3, 2)
FIRST, SECOND = date(2026, 3, 1), date(2026, 2, 28)


def value(raw, *, day=FIRST, unit="", cases=1):
    return MeasuredValue(day, Decimal(raw), unit, cases)


@pytest.mark.parametrize(
    ("kind", "row", "expected"),
    [
        ("minutes", value("4.5"), None),
        ("minutes", value("4.5", day=TODAY), None),
        ("minutes", value("4.5", day=date(2026, 3, 3)), Refusal.DAY),
        ("minutes", value("4.5", day=date(1989, 12, 31)), Refusal.DAY),
        ("minutes", value("4.5", unit="north"), None),
        ("minutes", value("4.5", unit="west"), Refusal.UNIT),
        ("minutes", value("-1"), Refusal.NEGATIVE),
        ("minutes", value("NaN"), Refusal.TOO_LARGE),
        ("minutes", value("4", cases=0), Refusal.CASES),
        ("percent", value("100"), None),
        ("percent", value("100.5"), Refusal.TOO_LARGE),
        ("count", value("3"), None),
        ("count", value("3.5"), Refusal.NOT_WHOLE),
        ("yes_no", value("1"), None),
        ("yes_no", value("2"), Refusal.NOT_YES_NO),
    ],
)
def test_a_row_fits_its_measure_or_says_why_not(kind, row, expected):
    assert refusal(row, kind=kind, units={"north"}, today=TODAY) == expected


def test_minutes_and_percents_are_weighted_by_cases():
    figure = measured([(FIRST, Decimal(4), 30), (SECOND, Decimal(10), 10)], kind="minutes")

    assert (figure.value, figure.cases, figure.days) == (Decimal("5.5"), 40, 2)  # (4·30 + 10·10) / 40


def test_counts_are_summed_over_units_and_averaged_over_days():
    rows = [(FIRST, Decimal(3), 1), (FIRST, Decimal(5), 1), (SECOND, Decimal(2), 1)]

    assert measured(rows, kind="count").value == Decimal(5)  # (8 + 2) / 2


def test_kept_or_not_becomes_a_share_in_per_cent():
    rows = [(FIRST, Decimal(1), 1), (SECOND, Decimal(0), 1), (SECOND, Decimal(1), 1), (SECOND, Decimal(1), 1)]

    assert measured(rows, kind="yes_no").value == Decimal(75)


def test_nothing_measured_is_no_figure():
    assert measured([], kind="minutes") is None


@pytest.mark.parametrize(
    ("raw", "direction", "expected"),
    [("5", "at_most", True), ("5.001", "at_most", False), ("5", "at_least", True), ("4.9", "at_least", False)],
)
def test_a_target_is_kept_from_its_side(raw, direction, expected):
    assert is_kept(Decimal(raw), direction=direction, target=Decimal(5)) is expected

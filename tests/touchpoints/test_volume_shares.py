"""Shares of channels and what moved between them, by hand; counted rows read from a table."""

from datetime import date

import pytest

from lib.charts import Whole, shares
from lib.table_files.table import Table, unpacked
from touchpoints.volumes.lines import HeadingsMissing, read_lines
from touchpoints.volumes.rows import Volume, VolumeRefusal, refusal
from touchpoints.volumes.shares import compared, course_of, drift_of, judged

pytestmark = pytest.mark.pure

TODAY = date(2026, 3, 2)
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
COUNTER, PHONE = 1, 2


def test_what_moved_is_half_of_all_differences_with_newcombes_interval():
    course = course_of(
        [(COUNTER, JANUARY, 100), (PHONE, JANUARY, 100), (COUNTER, FEBRUARY, 60), (PHONE, FEBRUARY, 140)]
    )

    (drift,) = judged([drift_of(course, JANUARY, FEBRUARY)])

    assert drift.moved == pytest.approx(20)
    counter = next(move for move in drift.moves if move.channel == COUNTER)
    # Wilson of 100/200 is .4314….5686, of 60/200 .2408….3668; -.2 - hypot(.0593, .0686), -.2 + hypot(.0668, .0686).
    assert (counter.points, counter.interval) == (pytest.approx(-20), pytest.approx((-29.07, -10.42), abs=0.01))
    assert drift.is_moved


def test_a_difference_that_chance_explains_is_not_called_moved():
    course = course_of([(COUNTER, JANUARY, 10), (PHONE, JANUARY, 10), (COUNTER, FEBRUARY, 9), (PHONE, FEBRUARY, 11)])

    (drift,) = judged([drift_of(course, JANUARY, FEBRUARY)])

    assert (drift.moved, drift.is_moved) == (pytest.approx(5), False)
    assert drift_of(course, JANUARY, date(2026, 3, 1)) is None


def test_the_last_period_is_compared_with_the_one_a_year_before_or_the_first():
    months = [date(2025, month, 1) for month in range(1, 13)] + [JANUARY, FEBRUARY]

    assert compared(months) == (date(2025, 2, 1), FEBRUARY)
    assert compared([JANUARY, FEBRUARY]) == (JANUARY, FEBRUARY)
    assert compared(months, before=JANUARY, after=date(2025, 12, 1)) == (JANUARY, date(2025, 12, 1))
    assert compared([JANUARY]) is None


def test_lines_become_rows_or_say_why_not_and_survive_being_asked():
    headings = ("channel", "touchpoint", "period", "count", "source")
    cells = [
        ("phone", "counter", "2026-01", "1 240", "call centre"), ("phone", "counter", "2026-W07", "12", "call centre"),
        ("phone", "counter", "January", "1", "x"), ("phone", "counter", "2026-01", "1.5", "x"),
    ]  # fmt: skip
    lines = [(place, dict(zip(headings, row, strict=True))) for place, row in enumerate(cells, start=2)]
    table = unpacked(Table(headings, [*lines, (6, None)]).packed())

    assert list(read_lines(table, today=TODAY)) == [
        (2, Volume("counter", "phone", "month", JANUARY, 1240, "call centre")),
        (3, Volume("counter", "phone", "week", date(2026, 2, 9), 12, "call centre")),
        (4, VolumeRefusal.PERIOD),
        (5, VolumeRefusal.COUNT),
        (6, VolumeRefusal.UNREADABLE),
    ]
    with pytest.raises(HeadingsMissing) as missing:
        list(read_lines(Table(("touchpoint", "period"), []), today=TODAY))
    assert missing.value.names == ["channel", "count", "source"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, None),
        ({"touchpoint": "roof"}, VolumeRefusal.TOUCHPOINT),
        ({"channel": "smoke"}, VolumeRefusal.CHANNEL),
        ({"starts_on": date(2026, 3, 1)}, VolumeRefusal.FUTURE),
        ({"count": 3_000_000_000}, VolumeRefusal.COUNT),
        ({"counted_by": " "}, VolumeRefusal.WORDS),
    ],
)
def test_what_is_wrong_with_a_row(changed, why):
    said = {"touchpoint": "counter", "channel": "phone", "period": "month", "starts_on": JANUARY, "count": 1,
            "counted_by": "till"} | changed  # fmt: skip

    assert refusal(Volume(**said), touchpoints={"counter"}, channels={"phone"}, today=TODAY) == why


def test_the_stacked_chart_draws_the_largest_parts_and_its_table_has_all():
    parts = [f"channel {number}" for number in range(8)]
    chart = shares(key="c", title="Share", parts=parts, wholes=[Whole("1.2026", [10, 1, 1, 20, 30, 1, 17, 20])])

    assert chart.rows == [["1.2026", *(f"{share:.1f}\u202f%" for share in (10, 1, 1, 20, 30, 1, 17, 20)), "100"]]
    assert "all others" in chart.still
    assert "channel 1:" not in chart.still

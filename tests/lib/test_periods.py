"""Periods: codes, neighbours, buckets, and the day of a moment."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.periods import (
    AmbiguousPeriod,
    Grain,
    Period,
    PeriodOutOfRange,
    ReversedPeriod,
    TooManyBuckets,
    UnknownPeriod,
    UnknownTimeZone,
    day_of,
)

TODAY = date(2026, 5, 20)
days = st.dates(date(1992, 1, 1), date(2190, 12, 31))
grains = st.sampled_from(Grain)


def parse(code):
    return Period.parse(code, today=TODAY)


@pytest.mark.parametrize(
    ("code", "start", "end", "grain"),
    [
        ("2026", "2026-01-01", "2026-12-31", Grain.YEAR),
        ("2026-q3", "2026-07-01", "2026-09-30", Grain.QUARTER),
        ("2026-Q4", "2026-10-01", "2026-12-31", Grain.QUARTER),
        ("2026-05", "2026-05-01", "2026-05-31", Grain.MONTH),
        ("2024-02", "2024-02-01", "2024-02-29", Grain.MONTH),
        ("2026-12", "2026-12-01", "2026-12-31", Grain.MONTH),
        ("2026-w01", "2025-12-29", "2026-01-04", Grain.WEEK),
        ("2026-w53", "2026-12-28", "2027-01-03", Grain.WEEK),
        ("2026-05-03", "2026-05-03", "2026-05-03", Grain.DAY),
        ("last-30-days", "2026-04-20", "2026-05-19", None),
        ("2026-05-03..2026-06-01", "2026-05-03", "2026-06-01", None),
    ],
)
def test_code_is_read(code, start, end, grain):
    assert parse(code) == Period(date.fromisoformat(start), date.fromisoformat(end), grain)


@pytest.mark.parametrize(
    "code",
    ["", "now", "26", "2026-13", "2026-00", "2026-q5", "2026-q0", "2025-w53", "2026-w00", "2026-02-30", "20260503",
     "2026-5", "٢٠٢٦", "2026-05-03..", "2026-05..2026-06", "2026-05-03T00:00"],
)  # fmt: skip
def test_other_codes_are_refused(code):
    with pytest.raises(UnknownPeriod) as refused:
        parse(code)

    assert refused.value.code == "period_invalid"


@pytest.mark.parametrize("code", ["1989", "0000", "9999", "0001-w01", "1970-01-01", "9999-12", "2198"])
def test_years_far_away_are_refused(code):
    with pytest.raises(PeriodOutOfRange):
        parse(code)


def test_reversed_range_is_refused():
    with pytest.raises(ReversedPeriod):
        parse("2026-06-01..2026-05-03")


@given(days, grains)
def test_calendar_period_reads_back_from_its_code(day, grain):
    period = Period.containing(day, grain)

    assert day in period
    assert Period.parse(period.code, today=TODAY) == period


def test_range_reads_back_from_its_code():
    assert parse(parse("last-30-days").code) == parse("last-30-days")


def test_query_takes_a_period_or_dates_or_the_default():
    default = Period.containing(TODAY, Grain.YEAR)

    def read(**query):
        return Period.from_query(
            {name.strip("_"): value for name, value in query.items()}, today=TODAY, default=default
        )

    assert read(period="2026-05") == parse("2026-05")
    assert read(from_="2026-05-01", to="2026-05-31") == parse("2026-05-01..2026-05-31")
    assert read(from_="2026-05-01") == Period(date(2026, 5, 1), TODAY)
    assert read(to="2026-05-01") == Period(date(1990, 1, 1), date(2026, 5, 1))
    assert read(period=" ") is default
    assert Period.from_query({}, today=TODAY) is None
    with pytest.raises(AmbiguousPeriod):
        read(period="2026-05", to="2026-05-31")
    with pytest.raises(UnknownPeriod):
        read(from_="yesterday")


@pytest.mark.parametrize(
    ("code", "previous", "last_year"),
    [
        ("2026-01", "2025-12", "2025-01"),
        ("2026-q1", "2025-q4", "2025-q1"),
        ("2026", "2025", "2025"),
        ("2026-w01", "2025-w52", "2025-w01"),
        ("2026-w53", "2026-w52", "2025-w52"),
        ("2027-w01", "2026-w53", "2026-w01"),
        ("2024-02", "2024-01", "2023-02"),
        ("2024-02-29", "2024-02-28", "2023-02-28"),
        ("2026-05-11..2026-05-20", "2026-05-01..2026-05-10", "2025-05-11..2025-05-20"),
        ("last-30-days", "2026-03-21..2026-04-19", "2025-04-20..2025-05-19"),
    ],
)
def test_neighbours_in_time(code, previous, last_year):
    assert parse(code).previous() == parse(previous)
    assert parse(code).last_year() == parse(last_year)


def test_nothing_is_before_the_first_year():
    with pytest.raises(PeriodOutOfRange):
        parse("1990").previous()


def test_buckets_are_cut_to_the_period():
    found = list(parse("2026-05-03..2026-07-02").buckets(Grain.MONTH))

    assert [(str(bucket.start), str(bucket.end)) for bucket in found] == [
        ("2026-05-03", "2026-05-31"),
        ("2026-06-01", "2026-06-30"),
        ("2026-07-01", "2026-07-02"),
    ]
    assert [bucket == bucket.whole for bucket in found] == [False, True, False]
    assert [bucket.code for bucket in found] == ["2026-05-03..2026-05-31", "2026-06", "2026-07-01..2026-07-02"]


@given(days, st.integers(0, 800), grains)
def test_buckets_cover_the_period_without_gap_or_overlap(day, length, grain):
    period = Period(day, date.fromordinal(day.toordinal() + length))
    found = list(period.buckets(grain))

    assert sum(bucket.days for bucket in found) == period.days
    assert (found[0].start, found[-1].end) == (period.start, period.end)
    assert all(period.bucket(bucket.start, grain) == bucket for bucket in found)


def test_endless_days_and_days_outside_are_refused():
    with pytest.raises(TooManyBuckets):
        Period(date(1990, 1, 1), date(2197, 12, 31)).buckets(Grain.DAY)
    with pytest.raises(PeriodOutOfRange):
        parse("2026-05").bucket(date(2026, 6, 1), Grain.DAY)


def test_last_week_there_is_keeps_a_code():
    assert list(parse("2197").buckets(Grain.WEEK))[-1].code == "2197-w52"


def test_period_is_complete_when_its_last_day_is_over():
    assert parse("2026-04").is_complete(today=TODAY)
    assert not parse("2026-05").is_complete(today=TODAY)
    assert not Period(TODAY, TODAY).is_complete(today=TODAY)
    assert parse("last-30-days").is_complete(today=TODAY)


def test_moment_belongs_to_a_day_of_the_zone():
    moment = datetime(2026, 5, 20, 23, 30, tzinfo=UTC)

    assert day_of(moment, "Europe/Warsaw") == date(2026, 5, 21)
    assert day_of(moment, "America/Los_Angeles") == date(2026, 5, 20)
    # both sides of the night when Polish clocks go back
    assert day_of(datetime(2026, 10, 24, 22, 0, tzinfo=UTC), "Europe/Warsaw") == date(2026, 10, 25)
    assert day_of(datetime(2026, 10, 25, 23, 0, tzinfo=UTC), "Europe/Warsaw") == date(2026, 10, 26)


@pytest.mark.parametrize("zone", ["Mars/Base", "", "../etc", "Europe"])
def test_unknown_zone_is_refused(zone):
    with pytest.raises(UnknownTimeZone):
        day_of(datetime(2026, 5, 20, tzinfo=UTC), zone)


def test_moment_without_zone_is_refused():
    with pytest.raises(UnknownTimeZone):
        day_of(datetime(2026, 5, 20), "Europe/Warsaw")  # noqa: DTZ001

"""Periods of whole days, both ends included: days, ISO weeks, months, quarters, years, and free ranges.

The clock is never read here: today is passed in, already in the organisation's time zone (`day_of`).
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Answers before 1990 are refused, so no period begins earlier; the end leaves room for plans.
FIRST_DAY = date(1990, 1, 1)
LAST_DAY = date(2197, 12, 31)
MOST_BUCKETS = 20_000
_DAY = timedelta(days=1)
_LAST_DAYS = 30


class PeriodError(ValueError):
    """A period that cannot be meant. `code` never changes, the sentence may."""

    code = "period_invalid"


class UnknownPeriod(PeriodError):
    """Not a code such as 2026-q3, 2026-05, 2026 or last-30-days, or not a date."""


class ReversedPeriod(PeriodError):
    """It ends before it begins."""

    code = "period_reversed"


class PeriodOutOfRange(PeriodError):
    """It lies outside 1990 to 2197."""

    code = "period_out_of_range"


class AmbiguousPeriod(PeriodError):
    """Both a period and dates were asked for."""

    code = "period_ambiguous"


class TooManyBuckets(PeriodError):
    """So many days, weeks … that nobody means it."""

    code = "period_too_long"


class UnknownTimeZone(ValueError):
    """No time zone of this name, or a moment without one."""

    code = "time_zone_unknown"


class Grain(StrEnum):
    """What a period is, and what figures over time are grouped by."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}
_LAST_30 = "last-30-days"
_CODES = {
    Grain.DAY: re.compile(r"(?P<year>\d{4})-(?P<number>\d\d-\d\d)", re.ASCII),
    Grain.WEEK: re.compile(r"(?P<year>\d{4})-w(?P<number>\d\d)", re.ASCII),
    Grain.MONTH: re.compile(r"(?P<year>\d{4})-(?P<number>\d\d)", re.ASCII),
    Grain.QUARTER: re.compile(r"(?P<year>\d{4})-q(?P<number>[1-4])", re.ASCII),
    Grain.YEAR: re.compile(r"(?P<year>\d{4})", re.ASCII),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From `start` to `end`, both included. `grain` is None for ranges that are no calendar unit.

    :raises ReversedPeriod: `end` before `start`
    :raises PeriodOutOfRange: outside 1990 to 2197
    """

    start: date
    end: date
    grain: Grain | None = None

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ReversedPeriod(f"{self.start} to {self.end} ends before it begins")
        if self.start < FIRST_DAY or self.end > LAST_DAY:
            raise PeriodOutOfRange(f"{self.start} to {self.end} is not within {FIRST_DAY} to {LAST_DAY}")

    @classmethod
    def containing(cls, day: date, grain: Grain) -> Self:
        """The calendar day, ISO week, month, quarter or year with this day in it."""
        start, after = _bounds(day, grain)
        return cls(start, after - _DAY, grain)

    @classmethod
    def last_days(cls, days: int = _LAST_DAYS, *, today: date) -> Self:
        """So many days, the last of them yesterday."""
        return cls(today - days * _DAY, today - _DAY)

    @classmethod
    def parse(cls, code: str, *, today: date) -> Self:
        """Read `2026-05-03`, `2026-w07`, `2026-05`, `2026-q3`, `2026`, `last-30-days` or `2026-05-03..2026-06-01`.

        :raises PeriodError: anything else, or outside 1990 to 2197
        """
        text = code.strip().lower()
        if text == _LAST_30:
            return cls.last_days(today=today)
        start, dots, end = text.partition("..")
        if dots:
            return cls(_day(start), _day(end))
        for grain, form in _CODES.items():
            if found := form.fullmatch(text):
                return cls.containing(_first_day(grain, found["year"], found), grain)
        raise UnknownPeriod(f"{code!r} is not a period")

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, today: date, default: Self | None = None) -> Self | None:
        """The period of an address: `period`, or `from` and `to`; `default` where neither is given.

        `from` alone reaches to today, `to` alone back to the first day there is.

        :raises AmbiguousPeriod: both a period and dates
        :raises PeriodError: unreadable, reversed, or out of range
        """
        code, start, end = (query.get(name, "").strip() for name in ("period", "from", "to"))
        if code and (start or end):
            raise AmbiguousPeriod("give either a period or from and to")
        if code:
            return cls.parse(code, today=today)
        if start or end:
            return cls(_day(start) if start else FIRST_DAY, _day(end) if end else today)
        return default

    @property
    def code(self) -> str:
        """The code that `parse` reads back; a range writes both days."""
        whole = self.whole
        if whole is None or (self.grain is not Grain.DAY and self != whole):
            return f"{self.start.isoformat()}..{self.end.isoformat()}"
        return _code(self.start, whole.grain)

    @property
    def whole(self) -> "Period | None":
        """The full calendar unit this period is, or was cut from; None for a free range."""
        return None if self.grain is None else Period.containing(self.start, self.grain)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def is_complete(self, *, today: date) -> bool:
        """Whether its last day is over; figures of an incomplete period are marked."""
        return self.end < today

    def previous(self) -> "Period":
        """The calendar unit before this one, or as many days directly before a range.

        :raises PeriodOutOfRange: that would begin before 1990
        """
        before = self.start - _DAY
        if self.grain is not None and self == self.whole:
            return Period.containing(before, self.grain)
        return Period(self.start - self.days * _DAY, before)

    def last_year(self) -> "Period":
        """The same unit a year earlier: month to month, ISO week to week of the same number (53 to the last one).

        Ranges keep their calendar days; 29 February becomes the 28th.

        :raises PeriodOutOfRange: that would begin before 1990
        """
        if self.grain is Grain.WEEK and self == self.whole:
            year, week, _weekday = self.start.isocalendar()
            return Period.containing(_iso_monday(year - 1, min(week, _weeks_of(year - 1))), Grain.WEEK)
        start = _a_year_before(self.start)
        if self.grain is not None and self == self.whole:
            return Period.containing(start, self.grain)
        return Period(start, _a_year_before(self.end))

    def buckets(self, grain: Grain) -> Iterator["Period"]:
        """All days, weeks … of the period in order, the first and the last cut to it, so that they say what they hold.

        :raises TooManyBuckets: more than 20,000
        """
        # A bucket has at least one day, so only long runs of days can be too many.
        if grain is Grain.DAY and self.days > MOST_BUCKETS:
            raise TooManyBuckets(f"{self.days} days are more than {MOST_BUCKETS}")
        return self._cut(grain)

    def bucket(self, day: date, grain: Grain) -> "Period":
        """The bucket of this period with the day in it. :raises PeriodError: the day lies outside"""
        if day not in self:
            raise PeriodOutOfRange(f"{day} is not within {self.start} to {self.end}")
        start, after = _bounds(day, grain)
        return Period(max(start, self.start), min(after - _DAY, self.end), grain)

    def _cut(self, grain: Grain) -> Iterator["Period"]:
        day = self.start
        while day <= self.end:
            bucket = self.bucket(day, grain)
            yield bucket
            day = bucket.end + _DAY


def day_of(moment: datetime, zone: str) -> date:
    """The calendar day of a moment in a time zone. :raises UnknownTimeZone: no such zone, or a naive moment"""
    if moment.tzinfo is None:
        raise UnknownTimeZone(f"{moment.isoformat()} has no time zone")
    try:
        return moment.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownTimeZone(f"no time zone {zone!r}") from error


def _bounds(day: date, grain: Grain) -> tuple[date, date]:
    """First day of the unit, and first day of the next."""
    if grain is Grain.DAY:
        return day, day + _DAY
    if grain is Grain.WEEK:
        monday = day - day.weekday() * _DAY
        return monday, monday + 7 * _DAY
    months = _MONTHS[grain]
    first = (day.month - 1) // months * months
    year, month = divmod(first + months, 12)
    return date(day.year, first + 1, 1), date(day.year + year, month + 1, 1)


def _first_day(grain: Grain, year: str, found: re.Match[str]) -> date:
    """:raises UnknownPeriod: no such month, week or day"""
    if grain is Grain.DAY:
        return _day(found[0])
    number = int(found["number"]) if grain is not Grain.YEAR else 1
    most = {Grain.WEEK: _weeks_of(int(year)), Grain.MONTH: 12, Grain.QUARTER: 4, Grain.YEAR: 1}[grain]
    if not FIRST_DAY.year <= int(year) <= LAST_DAY.year:
        raise PeriodOutOfRange(f"{found[0]} is not within {FIRST_DAY} to {LAST_DAY}")
    if not 1 <= number <= most:
        raise UnknownPeriod(f"{found[0]} does not exist")
    if grain is Grain.WEEK:
        return _iso_monday(int(year), number)
    return date(int(year), (number - 1) * _MONTHS[grain] + 1, 1)


def _code(start: date, grain: Grain | None) -> str:
    if grain is Grain.WEEK:
        year, week, _weekday = start.isocalendar()
        return f"{year}-w{week:02}"
    if grain is Grain.MONTH:
        return f"{start.year}-{start.month:02}"
    if grain is Grain.QUARTER:
        return f"{start.year}-q{(start.month + 2) // 3}"
    return str(start.year) if grain is Grain.YEAR else start.isoformat()


def _day(text: str) -> date:
    if not _CODES[Grain.DAY].fullmatch(text):
        raise UnknownPeriod(f"{text!r} is not a day like 2026-05-03")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnknownPeriod(f"{text!r} is not a day like 2026-05-03") from error


def _iso_monday(year: int, week: int) -> date:
    return date.fromisocalendar(year, week, 1)


def _weeks_of(year: int) -> int:
    """52 or 53: the week with 28 December in it is the last."""
    return date(max(year, 1), 12, 28).isocalendar().week


def _a_year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29) and not calendar.isleap(day.year - 1)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)

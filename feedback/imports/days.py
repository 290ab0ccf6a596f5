"""Days and moments as files write them. A format is spelled as people read it: `DD.MM.YYYY HH:mm`, `M/D/YY`, `D`.

Nothing is guessed: a value is read by the formats the profile names, and two formats that read it differently make it
ambiguous. Local times that a clock skipped are refused, those it showed twice mean the earlier moment.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

# What a user may pick from; the order is the order of the list, not a preference.
KNOWN_FORMATS = (
    "YYYY-MM-DD",
    "YYYY-MM-DD HH:mm",
    "YYYY-MM-DD HH:mm:ss",
    "YYYY-MM-DDTHH:mm:ss",
    "YYYY-MM-DDTHH:mm:ssZ",
    "YYYY-MM-DD HH:mm:ss Z",
    "YYYYMMDD",
    "DD.MM.YYYY",
    "DD.MM.YYYY HH:mm",
    "DD.MM.YYYY HH:mm:ss",
    "DD-MM-YYYY",
    "DD-MM-YYYY HH:mm",
    "DD/MM/YYYY",
    "DD/MM/YYYY HH:mm",
    "MM/DD/YYYY",
    "MM/DD/YYYY HH:mm",
    "MM/DD/YYYY hh:mm:ss AM",
    "DD/MM/YYYY hh:mm:ss AM",
    "D/M/YY",
    "M/D/YY",
    "YY/M/D",
    "D.M.YY",
    "D",
)
_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MM": r"(?P<month>\d{1,2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
    "HH": r"(?P<hour>\d{1,2})",
    "hh": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})(?:[.,]\d{1,9})?",
    "AM": r"(?P<half>[AaPp]\.?[Mm]\.?)",
    "Z": r"(?P<zone>Z|[+-]\d{2}:?\d{2})",
}
_TOKEN = re.compile("YYYY|YY|MM|M|DD|D|HH|hh|mm|ss|AM|Z")
_EXACT_DAYS = ("YYYYMMDD",)
CELL_FORMAT = "YYYY-MM-DD HH:mm:ss"  # as the text of a workbook's own day or moment is written (`DayText`)


class UnreadableDay(ValueError):
    """The value is no day or moment in the named formats; `code` says why."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Moment:
    """What a cell said: a moment, or only a day."""

    day: date
    at: datetime | None = None


_Reading = tuple[datetime, bool, timedelta | None]  # as written, whether it has a time, and its distance from UTC


@lru_cache(maxsize=200)
def compile_format(spelled: str) -> re.Pattern[str]:
    """The pattern of a format.

    :raises ValueError: the format names no day
    """
    if spelled in _EXACT_DAYS:
        return re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
    pattern, end = "", 0
    for token in _TOKEN.finditer(spelled):
        pattern += re.escape(spelled[end : token.start()]) + _TOKENS[token.group()]
        end = token.end()
    pattern += re.escape(spelled[end:])
    if "(?P<day>" not in pattern:
        raise ValueError(spelled)
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(spelled) from error


@dataclass(frozen=True, slots=True)
class DayReader:
    """Reads one column's days and moments."""

    formats: tuple[str, ...]
    zone: ZoneInfo
    home: ZoneInfo  # the organisation's zone, whose days periods are made of
    year: int | None = None
    month: int | None = None
    unknown: frozenset[date] = frozenset()
    days_only: bool = False

    def read(self, raw: str) -> Moment | None:
        """The day or moment a cell says, or None for a day that means "unknown".

        :raises UnreadableDay: it says none, or several
        """
        naive, timed, offset = self._reading(raw.strip())
        if naive.date() in self.unknown:
            return None
        if not timed or self.days_only:
            return Moment(naive.date())
        try:
            at = naive.replace(tzinfo=UTC) - offset if offset is not None else moment_in_zone(naive, self.zone)
            at_home = offset is None and self.zone is self.home
            return Moment(naive.date() if at_home else at.astimezone(self.home).date(), at)
        except OverflowError:  # on the first or the last day that there is; in another zone it is beyond them
            raise UnreadableDay("day_unreadable", formats=", ".join(self.formats)) from None

    def _reading(self, raw: str) -> _Reading:
        """The one way in which the formats read it."""
        found = {reading for spelled in self.formats if (reading := self._by_format(raw, spelled)) is not None}
        if not found:
            raise UnreadableDay("day_unreadable", formats=", ".join(self.formats))
        if len(found) > 1:
            raise UnreadableDay("day_ambiguous", readings=", ".join(sorted(str(moment[0].date()) for moment in found)))
        return found.pop()

    def _by_format(self, raw: str, spelled: str) -> _Reading | None:
        match = compile_format(spelled).fullmatch(raw)
        if match is None or not raw.isascii():
            return None
        parts = match.groupdict()
        try:
            return self._moment(parts), parts.get("hour") is not None, _offset(parts.get("zone"))
        except ValueError:
            return None

    def _moment(self, parts: dict[str, str | None]) -> datetime:
        written = parts.get("year")
        year = int(written) if written else _whole_year(parts.get("short"), self.year)
        month = int(parts.get("month") or self.month or 0)
        hour = _hour(int(parts.get("hour") or 0), parts.get("half"))
        minute, second = int(parts.get("minute") or 0), int(parts.get("second") or 0)
        return datetime(year, month, int(parts["day"] or 0), hour, minute, second)  # noqa: DTZ001


def _whole_year(short: str | None, fixed: int | None) -> int:
    if short is None:
        return fixed or 0
    return 2000 + int(short) if int(short) < 70 else 1900 + int(short)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half[0] in "Pp" else 0)


def _offset(zone: str | None) -> timedelta | None:
    if not zone:
        return None
    if zone == "Z":
        return timedelta()
    sign = -1 if zone[0] == "-" else 1
    return sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))


def moment_in_zone(naive: datetime, zone: ZoneInfo) -> datetime:
    """The moment a clock in `zone` showed `naive`; of two, the earlier one.

    :raises UnreadableDay: the clock was put forward over this time
    """
    steady = _steady_offset(naive.replace(minute=0, second=0), zone)
    if steady is not None:
        return naive.replace(tzinfo=UTC) - steady
    at = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) != naive:
        raise UnreadableDay("time_skipped", zone=zone.key)
    return at


@lru_cache(maxsize=20_000)
def _steady_offset(hour: datetime, zone: ZoneInfo) -> timedelta | None:
    """How far a clock in `zone` is from UTC all through an hour; None where it is moved, or where hours repeat."""
    ends = (hour, hour.replace(minute=59, second=59))
    offsets = {end.replace(tzinfo=zone, fold=fold).utcoffset() for end in ends for fold in (0, 1)}
    return offsets.pop() if len(offsets) == 1 else None


def ranked_formats(values: Sequence[str], *, always: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], int]]:
    """The formats in which values can be read and how many each reads: the one that reads most first.

    :param always: formats that are taken beside any other; others are named only if they read more than these
    """
    least = len(readable(values, always)) if always else 0
    found = [(always, least)] if always else []
    for spelled in KNOWN_FORMATS:
        together = (*always, spelled)
        if spelled != "D" and spelled not in always and (reads := len(readable(values, together))) > least:
            found.append((together, reads))
    return sorted(found, key=lambda entry: -entry[1])


def readable(values: Iterable[str], formats: tuple[str, ...]) -> list[str]:
    """The values that these formats read."""
    utc = ZoneInfo("UTC")
    reader = DayReader(formats, utc, utc)
    return [raw for raw in values if _reads(reader, raw)]


def _reads(reader: DayReader, raw: str) -> bool:
    try:
        reader.read(raw)
    except UnreadableDay:
        return False
    return True

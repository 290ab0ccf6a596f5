"""A counted row: a touchpoint, a channel, a period, how many; and what may be wrong with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lib.periods import Grain, Period, PeriodError

LARGEST = 2_000_000_000
LONGEST_WORDS = 200
GRAINS = {"month": Grain.MONTH, "week": Grain.WEEK}


class VolumeRefusal(StrEnum):
    """Why a row is not taken."""

    UNREADABLE = "line_unreadable"
    TOUCHPOINT = "touchpoint_unknown"
    CHANNEL = "channel_unknown"
    PERIOD = "period_unknown"
    FUTURE = "period_not_over"
    COUNT = "count_not_whole"
    WORDS = "source_missing"
    TWICE = "row_twice"


@dataclass(frozen=True, slots=True)
class Volume:
    """How many customers a touchpoint served in a channel; `starts_on` is a month's first day, or a Monday."""

    touchpoint: str
    channel: str
    period: str
    starts_on: date
    count: int
    counted_by: str

    @property
    def key(self) -> tuple[str, str, str, date]:
        """What no two rows share."""
        return self.touchpoint, self.channel, self.period, self.starts_on


def period_of(code: str, *, today: date) -> Period | None:
    """The month (2026-05) or ISO week (2026-w20) of a code, or nothing."""
    try:
        found = Period.parse(code, today=today)
    except PeriodError:
        return None
    return found if found.grain in GRAINS.values() else None


def code_of(period: str, starts_on: date) -> str:
    """The code of a stored period, as `period_of` reads it."""
    return Period.containing(starts_on, GRAINS[period]).code


def refusal(
    row: Volume, *, touchpoints: Collection[str], channels: Collection[str], today: date
) -> VolumeRefusal | None:
    """What is wrong with a row, or nothing. A period counts once its last day is over."""
    if row.touchpoint not in touchpoints:
        return VolumeRefusal.TOUCHPOINT
    if row.channel not in channels:
        return VolumeRefusal.CHANNEL
    if not Period.containing(row.starts_on, GRAINS[row.period]).is_complete(today=today):
        return VolumeRefusal.FUTURE
    if not 0 <= row.count <= LARGEST:
        return VolumeRefusal.COUNT
    return None if 0 < len(row.counted_by.strip()) <= LONGEST_WORDS else VolumeRefusal.WORDS

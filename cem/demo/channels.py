"""Invented counts of how many passengers each touchpoint serves in each channel, month by month."""

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Any

from cem.demo.cast import Cast
from cem.demo.story import chapter
from lib.periods import Grain, Period
from organisations.models import Organisation
from touchpoints.models import ValueSource
from touchpoints.services.volumes import record_volumes
from touchpoints.volumes.rows import Volume


def count_channels(organisation: Organisation, cast: Cast, *, now: datetime) -> None:
    """Every month up to the last one that is over; each row says that it is made up."""
    story = chapter("volumes")
    starts = list(islice(_months_back(now.date()), story["months"]))[::-1]
    rows = [
        Volume(
            told["touchpoint"], channel["code"], "month", start, _count(channel, place, starts, story), story["source"]
        )
        for told in story["volumes"]
        for channel in told["channels"]
        for place, start in enumerate(starts)
    ]
    record_volumes(
        organisation=organisation, rows=rows, source=ValueSource.FILE, by=cast.consultant, at=now, today=now.date(),
        is_sample=True,
    )  # fmt: skip


def _months_back(today: date) -> Iterator[date]:
    month = Period.containing(today, Grain.MONTH)
    while True:
        month = month.previous()
        yield month.start


def _count(channel: Mapping[str, Any], place: int, starts: list[date], story: Mapping[str, Any]) -> int:
    """Equal steps from the first count to the last, up and down with the season."""
    first, last = channel["first"], channel["last"]
    level = first + (last - first) * place / (len(starts) - 1)
    return round(level * (1 + story["season"] * math.sin(2 * math.pi * starts[place].month / 12)))

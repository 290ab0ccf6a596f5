"""Shares of channels by period, and what moved from one channel to another between two periods.

The difference of a share carries Newcombe's interval (`lib.stats.compare.share_difference`); of several differences
judged at once the false discovery rate decides (`lib.stats.multiple`).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lib.stats.compare import Difference, share_difference
from lib.stats.multiple import q_values
from lib.stats.proportions import Share

# Among what is called moved, about one in twenty may be chance.
FALSE_DISCOVERIES = 0.05

Cell = tuple[int, date, int]


@dataclass(frozen=True, slots=True)
class Course:
    """Counts by channel and period of one touchpoint, or of all of them."""

    starts: Sequence[date] = ()
    channels: Sequence[int] = ()
    counts: dict[tuple[int, date], int] = field(default_factory=dict)

    def total(self, start: date) -> int:
        """How many were served in the period."""
        return sum(self.counts.get((channel, start), 0) for channel in self.channels)

    def share(self, channel: int, start: date) -> Share:
        """The channel's part of the period; of nobody where nothing was counted."""
        return Share(self.counts.get((channel, start), 0), self.total(start))


def course_of(cells: Iterable[Cell]) -> Course:
    """The course of (channel, start, count) rows; rows of one channel and period are added."""
    counts: dict[tuple[int, date], int] = defaultdict(int)
    for channel, start, count in cells:
        counts[channel, start] += count
    starts = sorted({start for _channel, start in counts})
    return Course(starts, sorted({channel for channel, _start in counts}), dict(counts))


@dataclass(frozen=True, slots=True)
class Move:
    """How a channel's share changed. `q` is the probability corrected for all that is judged beside it."""

    channel: int
    before: Share
    after: Share
    difference: Difference
    q: float | None = None

    @property
    def points(self) -> float:
        """The change in percentage points."""
        return 100 * (self.difference.value or 0.0)

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the change's interval in percentage points."""
        return 100 * (self.difference.low or 0.0), 100 * (self.difference.high or 0.0)

    @property
    def is_moved(self) -> bool:
        """Whether it is more than chance."""
        return self.q is not None and self.q < FALSE_DISCOVERIES


@dataclass(frozen=True, slots=True)
class Drift:
    """What moved between two periods; the channel that moved most comes first."""

    before: date
    after: date
    moves: Sequence[Move]

    @property
    def moved(self) -> float:
        """The part of customers, in percentage points, that comes by another channel than before."""
        return sum(abs(move.points) for move in self.moves) / 2

    @property
    def is_moved(self) -> bool:
        """Whether any channel moved by more than chance."""
        return any(move.is_moved for move in self.moves)


def drift_of(course: Course, before: date, after: date) -> Drift | None:
    """What moved, or nothing where one of the periods was not counted."""
    if not course.total(before) or not course.total(after):
        return None
    moves = [_move(channel, course.share(channel, before), course.share(channel, after)) for channel in course.channels]
    return Drift(before, after, sorted(moves, key=lambda move: (-abs(move.points), move.channel)))


def _move(channel: int, before: Share, after: Share) -> Move:
    return Move(channel, before, after, share_difference(after, before))


def judged(drifts: Sequence[Drift]) -> list[Drift]:
    """The same with each move's probability corrected for all of them."""
    found = iter(q_values([move.difference.p for drift in drifts for move in drift.moves]))
    return [replace(drift, moves=[replace(move, q=next(found)) for move in drift.moves]) for drift in drifts]


def compared(
    starts: Sequence[date], *, before: date | None = None, after: date | None = None
) -> tuple[date, date] | None:
    """The two periods to compare: as asked for, else the last one and the one a year before it, or the first.

    Nothing where fewer than two periods were counted.
    """
    if len(starts) < 2:
        return None
    late = after if after is not None and after in starts else starts[-1]
    earlier = [start for start in starts if start < late] or list(starts[1:])
    if before is not None and before in starts and before != late:
        return before, late
    return _a_year_before(earlier, late), late


def _a_year_before(earlier: Sequence[date], late: date) -> date:
    """The latest period that began a year ago or longer, within six days for weeks; else the first there is."""
    old = [start for start in earlier if (late - start).days >= 359]
    return old[-1] if old else earlier[0]

"""Places for labels so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the drawing."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def inside(self, other: "Box") -> bool:
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


def _candidates(x: float, y: float, width: float, height: float) -> list[Box]:
    """Places near a point, the best first: right, left, above, below, then further away."""
    boxes = []
    for away in (8.0, 14.0, 22.0):
        boxes += [
            Box(x + away, y - height / 2, width, height),
            Box(x - away - width, y - height / 2, width, height),
            Box(x - width / 2, y - away - height, width, height),
            Box(x - width / 2, y + away, width, height),
            Box(x + away * 0.7, y - away * 0.7 - height, width, height),
            Box(x + away * 0.7, y + away * 0.7, width, height),
            Box(x - away * 0.7 - width, y - away * 0.7 - height, width, height),
            Box(x - away * 0.7 - width, y + away * 0.7, width, height),
        ]
    return boxes


def place(
    points: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]], bounds: Box, taken: Sequence[Box] = (),
) -> list[Box | None]:  # fmt: skip
    """A free box beside each point, None where there is none; points and `taken` boxes are kept clear."""
    occupied = [*taken, *(Box(x - 6, y - 6, 12, 12) for x, y in points)]
    found: list[Box | None] = []
    for (x, y), (width, height) in zip(points, sizes, strict=True):
        box = next(
            (b for b in _candidates(x, y, width, height) if b.inside(bounds) and not any(map(b.overlaps, occupied))),
            None,
        )
        if box:
            occupied.append(box)
        found.append(box)
    return found


@dataclass(frozen=True, slots=True)
class Flag:
    """A label that hangs on a line down from the axis: in which row, and from where to where."""

    row: int
    left: float
    right: float

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


GAP, BESIDE = 10.0, 4.0


def flags(wanted: Sequence[tuple[float, float]], width: float) -> list[Flag]:
    """Places for labels (tick, width of the words) under an axis, in as few rows as possible.

    No label covers another, and the line from a tick down to its label crosses no other label.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index][0])
    for rows in range(1, len(wanted) + 1):
        found = _hung([wanted[index] for index in order], rows, width, [])
        if found is not None:
            return [found[order.index(index)] for index in range(len(wanted))]
    return _stairs(wanted, width)


def _hung(
    wanted: Sequence[tuple[float, float]], rows: int, width: float, placed: list[tuple[float, Flag]]
) -> list[Flag] | None:
    """The labels of the remaining ticks beside those placed, or None where there is no room in so many rows."""
    if len(placed) == len(wanted):
        return [flag for _, flag in placed]
    at, size = wanted[len(placed)]
    for row in range(rows):
        for wish in (at - size / 2, at - BESIDE, at + BESIDE - size):
            left = _inside(wish, size, width)
            flag = Flag(row, left, left + size)
            if any(_in_the_way(at, flag, *other) for other in placed):
                continue
            found = _hung(wanted, rows, width, [*placed, (at, flag)])
            if found is not None:
                return found
    return None


def _inside(left: float, size: float, width: float) -> float:
    return min(max(left, 0.0), max(0.0, width - size))


def _in_the_way(at: float, flag: Flag, other_at: float, other: Flag) -> bool:
    """Whether two flags cover each other, or the line to the lower one runs through the upper one."""
    if flag.row == other.row:
        return flag.left < other.right + GAP and other.left < flag.right + GAP
    upper, line = (flag, other_at) if flag.row < other.row else (other, at)
    return upper.left - BESIDE / 2 < line < upper.right + BESIDE / 2


def _stairs(wanted: Sequence[tuple[float, float]], width: float) -> list[Flag]:
    """One row for each label, where ticks lie too close for anything better."""
    lefts = [_inside(at - size / 2, size, width) for at, size in wanted]
    return [Flag(row, left, left + size) for row, (left, (_, size)) in enumerate(zip(lefts, wanted, strict=True))]

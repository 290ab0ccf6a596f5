"""Places for labels so that none covers another."""

from collections.abc import Sequence
from dataclasses import dataclass


def spread(wanted: Sequence[tuple[float, float]], width: float, gap: float = 10) -> tuple[list[tuple[float, int]], int]:
    """Centres and lines for labels (centre, width) along one axis; a label that finds no room drops to the next line.

    Returns the places in the order given, and how many lines were needed.
    """
    ends: list[float] = []
    places: list[tuple[float, int]] = [(0.0, 0)] * len(wanted)
    for index in sorted(range(len(wanted)), key=lambda i: wanted[i][0]):
        centre, size = wanted[index]
        centre = min(max(centre, size / 2), width - size / 2)
        left = centre - size / 2
        line = next((i for i, end in enumerate(ends) if end + gap <= left), len(ends))
        if line == len(ends):
            ends.append(0.0)
        ends[line] = centre + size / 2
        places[index] = (centre, line)
    return places, len(ends)


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

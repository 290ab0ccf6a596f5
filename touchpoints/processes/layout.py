"""Where the steps of a process map stand: lanes side by side, rows downwards. Numbers in, numbers out.

A step stands beside the one before it while the lanes go to the right and nothing branches off; else it begins a row.
So a row's last box has free way to the right, where branches leave, and a row's gap is free for lines that enter.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from touchpoints.processes.text import ProcessText, StepText

PAGE = 1080.0
HEAD, GAP, FOOT = 54.0, 40.0, 46.0
NARROWEST, WIDEST = 150.0, 300.0
INSET = 13.0
TRACK = 16.0
LABEL_ROOM = 120.0


@dataclass(frozen=True, slots=True)
class Box:
    """A step's place."""

    x: float
    y: float
    width: float
    height: float
    row: int

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def centre(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """All places; branches run right of `lanes_end`, each in its own track."""

    boxes: Sequence[Box]
    lane: float
    lanes_end: float
    width: float
    height: float

    def track(self, number: int) -> float:
        """Where a branch runs up or down."""
        return self.lanes_end + TRACK * (number + 1)


def layout(text: ProcessText, heights: Sequence[float]) -> Layout:
    """Places for steps of these heights."""
    lanes = max(1, len(text.lanes))
    jumps = sum(one.target is not None for step in text.steps for one in step.branches)
    room = LABEL_ROOM if any(step.branches and step.lane == lanes - 1 for step in text.steps) else 0.0
    gutter = TRACK * (jumps + 1) + room + 14
    lane = min(WIDEST, max(NARROWEST, (PAGE - gutter) / lanes))
    boxes: list[Box] = []
    top = HEAD + GAP
    for number, row in enumerate(rows_of(text.steps)):
        tallest = max(heights[place] for place in row)
        boxes += [
            Box(text.steps[place].lane * lane + INSET, top + (tallest - heights[place]) / 2, lane - 2 * INSET,
                heights[place], number)
            for place in row
        ]  # fmt: skip
        top += tallest + GAP
    end = lane * lanes + room
    return Layout(boxes, lane, end, end + gutter - room, top + FOOT - GAP)


def rows_of(steps: Sequence[StepText]) -> list[list[int]]:
    """Places of the steps, row by row."""
    rows: list[list[int]] = []
    for place, step in enumerate(steps):
        before = steps[place - 1] if place else None
        if before and not before.branches and step.lane > before.lane:
            rows[-1].append(place)
        else:
            rows.append([place])
    return rows

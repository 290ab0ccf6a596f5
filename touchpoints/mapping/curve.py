"""The height of emotions: feelings wished and supposed by level, what was measured by its share of good ratings."""

from collections.abc import Sequence
from dataclasses import dataclass

from touchpoints.mapping.document import MapDocument
from touchpoints.mapping.words import FeelingLevel
from touchpoints.measured import Measured, Reading

STEP = 100.0  # the width of a stage
HEIGHT = 100.0
_TOP, _BOTTOM = 8.0, 92.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a line: where, and what it says."""

    x: float
    y: float
    stage: int
    level: int | None = None
    reading: Reading | None = None
    touchpoint: str = ""
    y_low: float | None = None
    y_high: float | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """Three lines over the stages; a line breaks nowhere, but begins and ends where something is known."""

    stages: int
    desired: Sequence[Spot]
    supposed: Sequence[Spot]
    measured: Sequence[Spot]

    @property
    def width(self) -> float:
        return self.stages * STEP

    @property
    def is_empty(self) -> bool:
        return not (self.desired or self.supposed or self.measured)

    @property
    def weakest(self) -> Spot | None:
        """The lowest point that was measured."""
        return max(self.measured, key=lambda spot: spot.y, default=None)

    def measured_at(self, stage: int) -> list[Spot]:
        """What was measured on a stage, along the path."""
        return [spot for spot in self.measured if spot.stage == stage]


def height_of_level(level: int) -> float:
    """1 (resentment) lies at the bottom, 5 (delight) at the top."""
    return _BOTTOM - (level - 1) / (len(FeelingLevel) - 1) * (_BOTTOM - _TOP)


def height_of_share(percent: float) -> float:
    """0 % good ratings lie at the bottom, 100 % at the top."""
    return _BOTTOM - percent / 100 * (_BOTTOM - _TOP)


def curve_of(document: MapDocument, measured: Measured, *, segment: str = "") -> Curve:
    """The curve of everybody, or of one segment where its feelings were said."""
    spots: list[Spot] = []
    for number, stage in enumerate(document.stages):
        seen = [place for place in stage.places if measured.get(place.code)]
        for place_number, place in enumerate(seen, start=1):
            weakest = measured[place.code][0]
            x = (number + place_number / (len(seen) + 1)) * STEP
            low, high = (None if end is None else height_of_share(end) for end in (weakest.low, weakest.high))
            spots.append(
                Spot(x, height_of_share(weakest.value), number, reading=weakest, touchpoint=place.code,
                     y_low=low, y_high=high)
            )  # fmt: skip
    return Curve(
        len(document.stages),
        _levels(document, "desired", segment),
        _levels(document, "hypothesis", segment),
        spots,
    )


def _levels(document: MapDocument, kind: str, segment: str) -> list[Spot]:
    return [
        Spot((number + 0.5) * STEP, height_of_level(level), number, level=level)
        for number, stage in enumerate(document.stages)
        if (level := stage.level(kind, segment) or stage.level(kind)) is not None
    ]

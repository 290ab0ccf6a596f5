"""The indicators, as what they are: the mean of a number x that each value of the scale gets.

`estimation.estimate` turns answers into the figure, `compare.difference` two sets of answers into a change.
Sources: NPS, see `nps`; effort: CEB 2010 (1-5) and 2013 (1-7); smileys: three classes, index = 50 + net / 2.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from lib.stats.errors import UnsuitableScale
from lib.stats.estimates import Interval
from lib.stats.nps import NPS_SCALES, POINTS, class_of
from lib.stats.scales import ONE_TO_FIVE, ONE_TO_SEVEN, Scale


class Kind(StrEnum):
    """What x may be; it decides the interval and the test."""

    NET = "net"  # -1, 0, +1: NPS, smileys, net easy
    SHARE = "share"  # 0, 1: top 2, agreement
    MEAN = "mean"  # any number: mean rating


@dataclass(frozen=True, slots=True)
class Score:
    """An indicator: its stable key, the number x of each value, and which way is better.

    The figure is offset + factor · mean x, in `unit`: points, percent or score.
    """

    key: str
    kind: Kind
    fits: Callable[[Scale], bool]
    x_of: Callable[[Scale, int], float]
    factor: float = 1.0
    offset: float = 0.0
    unit: str = "score"
    higher_is_better: bool = True

    def x(self, scale: Scale) -> tuple[float, ...]:
        """The number of each value, lowest value first. :raises UnsuitableScale: not defined on this scale"""
        if not self.fits(scale):
            raise UnsuitableScale(f"{self.key} is not defined on the scale {scale}")
        return tuple(float(self.x_of(scale, value)) for value in scale.values)

    def limits(self, scale: Scale) -> Interval:
        """The least and the most that the score can be on this scale."""
        x = self.x(scale)
        return Interval(min(x), max(x)).in_unit(self.factor, self.offset)


class NetEasyGrouping(StrEnum):
    """Which answers of 1-7 count as easy; stored with the figure, two groupings are never compared."""

    SIX_SEVEN = "6-7 minus 1-3"
    FIVE_TO_SEVEN = "5-7 minus 1-3"


def _any_scale(_scale: Scale) -> bool:
    return True


def _rating_scale(scale: Scale) -> bool:
    return scale.steps > 3


def _three_steps(scale: Scale) -> bool:
    return scale.steps == 3


def _value(_scale: Scale, value: int) -> float:
    return value


def _top_two(scale: Scale, value: int) -> float:
    return value > scale.high - 2


def _bottom_two(scale: Scale, value: int) -> float:
    return value < scale.low + 2


def _smile(scale: Scale, value: int) -> float:
    """Lowest value sad -1, middle 0, highest happy +1."""
    return value - scale.low - 1


def _share(
    key: str, fits: Callable[[Scale], bool], x_of: Callable[[Scale, int], float], *, better: bool = True
) -> Score:
    return Score(key, Kind.SHARE, fits, x_of, factor=100, unit="percent", higher_is_better=better)


def _net(key: str, fits: Callable[[Scale], bool], x_of: Callable[[Scale, int], float]) -> Score:
    return Score(key, Kind.NET, fits, x_of, factor=POINTS, unit="points")


def net_easy_score(grouping: NetEasyGrouping) -> Score:
    """Net easy with the given grouping, on 1-7 only."""
    easy_from = 6 if grouping is NetEasyGrouping.SIX_SEVEN else 5
    return _net("ces_net", ONE_TO_SEVEN.__eq__, lambda _scale, value: (value >= easy_from) - (value <= 3))


NPS = _net("nps", NPS_SCALES.__contains__, class_of)
RATING_MEAN = Score("rating_mean", Kind.MEAN, _any_scale, _value)
RATING_TOP2 = _share("rating_top2", _rating_scale, _top_two)
RATING_BOTTOM2 = _share("rating_bottom2", _rating_scale, _bottom_two, better=False)
CSAT_MEAN = Score("csat_mean", Kind.MEAN, _rating_scale, _value)
CSAT_TOP2 = _share("csat_top2", _rating_scale, _top_two)
CES_MEAN = Score("ces_mean", Kind.MEAN, ONE_TO_SEVEN.__eq__, _value)
# The first version asked for effort, 1-5, where less is better; the two are never mixed.
CES1_MEAN = Score("ces1_mean", Kind.MEAN, ONE_TO_FIVE.__eq__, _value, higher_is_better=False)
CES_AGREE = _share("ces_agree", ONE_TO_SEVEN.__eq__, lambda _scale, value: value >= 5)
SMILEY_NET = _net("smiley_net", _three_steps, _smile)
# The mean of 0, 50, 100 is the net smile in another unit, so it shares the net's interval and test.
SMILEY_INDEX = Score("smiley_index", Kind.NET, _three_steps, _smile, factor=50, offset=50)

SCORES: dict[str, Score] = {
    score.key: score
    for score in (
        NPS, RATING_MEAN, RATING_TOP2, RATING_BOTTOM2, CSAT_MEAN, CSAT_TOP2, CES_MEAN, CES1_MEAN, CES_AGREE,
        net_easy_score(NetEasyGrouping.SIX_SEVEN), SMILEY_NET, SMILEY_INDEX,
    )
}  # fmt: skip

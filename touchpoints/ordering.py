"""What staff know of the customer's path: journeys drawn from memory beside the real one. Pure; touchpoints by code.

Every figure is first one person's and then the mean over a group, so that whoever names many weighs no more than
whoever names few; intervals are t intervals of these means.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lib.stats.estimates import Interval
from lib.stats.kendall import OrderDistance, kendall_distance, median_order, places
from lib.stats.means import moments, t_interval

# The distances of a group are counted in fifths: 0 to 0.2, … 0.8 to 1.
FIFTHS = 5


@dataclass(frozen=True, slots=True)
class Recalled:
    """One person's path.

    :param order: touchpoints in the order given, on the map or not
    :param strangers: names that are no touchpoint of ours, or not matched yet
    :param ratings: 1 to 5 of touchpoints that were rated
    """

    order: Sequence[str]
    strangers: int = 0
    ratings: Mapping[str, int] = field(default_factory=dict)

    def on_map(self, real: Sequence[str]) -> list[str]:
        """The touchpoints of the real path among those named, each once, in the order given."""
        known = set(real)
        return [code for code in dict.fromkeys(self.order) if code in known]

    def named(self, real: Sequence[str]) -> float:
        """Which share of the real path was named."""
        return len(self.on_map(real)) / len(set(real)) if real else 0.0

    def off_map(self, real: Sequence[str]) -> float | None:
        """Which share of the names is not on the real path; None for somebody who named nothing."""
        said = len(set(self.order)) + self.strangers
        return (said - len(self.on_map(real))) / said if said else None

    def distance(self, real: Sequence[str]) -> OrderDistance | None:
        """How far the order given is from the real one, on the touchpoints common to both."""
        return kendall_distance(places(self.on_map(real)), places(real))


@dataclass(frozen=True, slots=True)
class Share:
    """A mean with its interval, both from 0 to 1; without anybody to ask, nothing."""

    mean: float | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a group knows of the real path.

    :param n: people
    :param compared: people who named at least two touchpoints of the real path: only they have a distance
    :param named: share of the real path named, mean over people
    :param off_map: share of the names that are not on the real path, mean over people
    :param nobody: touchpoints that nobody of the group named, in real order
    :param fifths: how many distances lie in each fifth from 0 to 1
    """

    n: int
    compared: int
    distance: Share
    named: Share
    off_map: Share
    nobody: Sequence[str]
    fifths: Sequence[int]
    of: int

    @property
    def unknown(self) -> float | None:
        """Which share of the real path nobody of the group named."""
        return len(self.nobody) / self.of if self.of and self.n else None


def knowledge_of(people: Sequence[Recalled], real: Sequence[str]) -> Knowledge:
    """The figures of a group."""
    path = list(dict.fromkeys(real))
    distances = [found.value for one in people if (found := one.distance(path)) is not None]
    offs = [off for one in people if (off := one.off_map(path)) is not None]
    said = {code for one in people for code in one.order}
    return Knowledge(
        n=len(people),
        compared=len(distances),
        distance=_share(distances),
        named=_share([one.named(path) for one in people]),
        off_map=_share(offs),
        nobody=[code for code in path if code not in said],
        fifths=_fifths(distances),
        of=len(path),
    )


def _share(values: Sequence[float]) -> Share:
    sample = moments(values, [1] * len(values))
    interval = t_interval(sample)
    return Share(sample.mean, interval.clipped(0, 1) if interval else None)


def _fifths(distances: Sequence[float]) -> list[int]:
    counted = Counter(min(int(value * FIFTHS), FIFTHS - 1) for value in distances)
    return [counted[fifth] for fifth in range(FIFTHS)]


@dataclass(frozen=True, slots=True)
class Standing:
    """A touchpoint in the real order and in staff's.

    :param place: in staff's median order; None where nobody named it
    :param shift: by how many places staff put it later (above zero) or earlier than it stands on the real path;
        counted among the touchpoints that somebody named, so that one that nobody knows moves none
    :param named_by: how many people named it
    :param rated_by: how many of them rated it
    :param rating: mean of 1 to 5
    """

    code: str
    real_place: int
    place: int | None
    shift: int | None
    named_by: int
    rated_by: int
    rating: float | None

    @property
    def earlier(self) -> int:
        """By how many places staff put it earlier; 0 where they did not."""
        return max(-(self.shift or 0), 0)


def standings(people: Sequence[Recalled], real: Sequence[str]) -> list[Standing]:
    """The real path touchpoint by touchpoint, each with its place in staff's median order."""
    path = list(dict.fromkeys(real))
    staff = median_order([one.on_map(path) for one in people], known=path)
    theirs = {code: place for place, code in enumerate(staff, start=1)}
    ours = {code: place for place, code in enumerate((code for code in path if code in theirs), start=1)}
    named = Counter(code for one in people for code in one.on_map(path))
    found = []
    for real_place, code in enumerate(path, start=1):
        ratings = [one.ratings[code] for one in people if code in one.ratings]
        found.append(
            Standing(
                code=code,
                real_place=real_place,
                place=theirs.get(code),
                shift=theirs[code] - ours[code] if code in theirs else None,
                named_by=named[code],
                rated_by=len(ratings),
                rating=sum(ratings) / len(ratings) if ratings else None,
            )
        )
    return found

"""How far one order is from another, and the order nearest to many.

An order gives each thing a place; equal places are a tie. Partial lists are compared on what both contain, and what
only one contains tells nothing about the order: how much that is must be told beside the distance.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

# What a pair costs that one order ties and the other does not: half of one that is turned round.
HALF_WRONG = 0.5


@dataclass(frozen=True, slots=True)
class OrderDistance:
    """`value` runs from 0, the same order, to 1, exactly the other way round; 0.5 is as good as chance.

    :param common: how many things both orders contain
    """

    value: float
    common: int

    @property
    def pairs(self) -> int:
        """How many pairs were compared."""
        return self.common * (self.common - 1) // 2

    @property
    def tau(self) -> float:
        """Kendall's rank correlation: 1 the same order, -1 the other way round."""
        return 1 - 2 * self.value


def places(order: Sequence[T]) -> dict[T, float]:
    """A list as an order without ties; a thing that stands twice keeps its first place."""
    found: dict[T, float] = {}
    for place, thing in enumerate(order):
        found.setdefault(thing, float(place))
    return found


def kendall_distance(first: Mapping[T, float], second: Mapping[T, float]) -> OrderDistance | None:
    """Kendall's distance (Kendall 1938), normalised, on the things that both orders contain.

    (D + T/2) / (k (k-1) / 2): D pairs stand the other way round, T are tied in exactly one of the two; k things are
    common. The half for ties is K^(1/2) of Fagin, Kumar, Mahdian, Sivakumar & Vee (2006); pairs tied in both cost
    nothing. None for fewer than two common things: they have no order.
    """
    common = [thing for thing in first if thing in second]
    if len(common) < 2:
        return None
    wrong = sum(_cost(first[a] - first[b], second[a] - second[b]) for a, b in combinations(common, 2))
    return OrderDistance(wrong / (len(common) * (len(common) - 1) / 2), len(common))


def _cost(one: float, other: float) -> float:
    if one == 0 or other == 0:
        return 0.0 if one == other else HALF_WRONG
    return 0.0 if (one > 0) == (other > 0) else 1.0


def median_order(orders: Sequence[Sequence[T]], *, known: Sequence[T]) -> list[T]:
    """The order that no swap of two neighbours brings nearer to the given ones.

    The median of orders is the one with the smallest sum of Kendall distances (Kemeny 1959). It is approached as by
    Dwork, Kumar, Naor & Sivakumar (2001): things stand by how many others the majority puts behind them (Copeland),
    then each moves up past its neighbour while a majority of those who gave both says so. Partial lists vote on the
    pairs they contain. What is undecided stands as in `known`.

    :param known: everything that may stand in the result, in the order that decides ties
    """
    ahead = _votes(orders)
    ranked = {thing: place for place, thing in enumerate(known)}
    met = {thing for order in orders for thing in order}
    things = [thing for thing in known if thing in met]
    wins = {one: sum(_beats(ahead, one, other) - _beats(ahead, other, one) for other in things) for one in things}
    result: list[T] = []
    for thing in sorted(things, key=lambda one: (-wins[one], ranked[one])):
        place = len(result)
        while place and _beats(ahead, thing, result[place - 1]):
            place -= 1
        result.insert(place, thing)
    return result


def _votes(orders: Sequence[Sequence[T]]) -> Counter[tuple[T, T]]:
    """How many orders put the first of a pair ahead of the second."""
    return Counter(pair for order in orders for pair in combinations(list(dict.fromkeys(order)), 2))


def _beats(ahead: Counter[tuple[T, T]], one: T, other: T) -> bool:
    return ahead[one, other] > ahead[other, one]

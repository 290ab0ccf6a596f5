"""What a process takes: expected passings of each step, minutes and cost before and after. Exact fractions, pure.

A case enters at the first step. A branch takes its share elsewhere (back, on, or to the end); the rest goes on to the
next step. A step passed by 30 of 100 cases counts 0.3 times, one to which half of all cases come back counts twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from touchpoints.processes.text import BranchText, StepText
from touchpoints.processes.words import StepDecision

HUNDRED = 100


class EndlessLoop(ValueError):
    """Some cases would go round for ever."""


class TooManyShares(ValueError):
    """The branches of a step take more than all cases; `place` says which step, from 0."""

    def __init__(self, place: int) -> None:
        super().__init__(f"step {place}")
        self.place = place


@dataclass(frozen=True, slots=True)
class Effort:
    """Minutes and cost: kept exactly, told in hundredths."""

    exact_minutes: Fraction
    exact_cost: Fraction

    def times(self, count: int) -> "Effort":
        """So many times as much."""
        return Effort(self.exact_minutes * count, self.exact_cost * count)

    def minus(self, other: "Effort") -> "Effort":
        """How much more than the other."""
        return Effort(self.exact_minutes - other.exact_minutes, self.exact_cost - other.exact_cost)

    @property
    def minutes(self) -> Decimal:
        return _rounded(self.exact_minutes)

    @property
    def cost(self) -> Decimal:
        return _rounded(self.exact_cost)

    @property
    def hours(self) -> Decimal:
        """The minutes as hours."""
        return _rounded(self.exact_minutes / 60)


@dataclass(frozen=True, slots=True)
class Sums:
    """One case on average: today, as decided, and as far as measured; `changed` steps of which some are measured.

    :ivar drawn: today by the steps as they are drawn here, where an earlier version says how it is today
    :ivar base: the number of that version, 0 for none
    """

    before: Effort
    after: Effort
    measured: Effort
    changed: int
    measured_steps: int
    drawn: Effort | None = None
    base: int = 0

    def against(self, earlier: "Sums", number: int) -> "Sums":
        """The same, held against what an earlier version says of today: as measured after it, else as found then."""
        today = earlier.measured if earlier.measured_steps else earlier.before
        return replace(self, before=today, drawn=None if today == self.before else self.before, base=number)


def passings(steps: Sequence[StepText]) -> list[Fraction]:
    """How often one case passes each step on average.

    :raises TooManyShares: a step's branches take more than 100 of 100 cases
    :raises EndlessLoop: there is a loop that no case leaves
    """
    count = len(steps)
    # v = start + (what comes from each step), as rows of v - ways·v = start.
    rows = [
        [Fraction(int(row == column)) for column in range(count)] + [Fraction(int(row == 0))] for row in range(count)
    ]
    for place, step in enumerate(steps):
        for target, share in _ways(step.branches, place, count):
            rows[target][place] -= share
    return _solved(rows)


def _ways(branches: Sequence[BranchText], place: int, count: int) -> list[tuple[int, Fraction]]:
    """Where cases go from a step, and which part of them; what ends is left out."""
    taken = sum(branch.share or 0 for branch in branches)
    if taken > HUNDRED:
        raise TooManyShares(place)
    ways = [(one.target, Fraction(one.share or 0, HUNDRED)) for one in branches if one.target is not None]
    if place + 1 < count:
        ways.append((place + 1, Fraction(HUNDRED - taken, HUNDRED)))
    return ways


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """Gauss and Jordan; the last column is the right side."""
    count = len(rows)
    for column in range(count):
        pivot = next((row for row in range(column, count) if rows[row][column]), None)
        if pivot is None:
            raise EndlessLoop
        rows[column], rows[pivot] = rows[pivot], rows[column]
        first = rows[column][column]
        rows[column] = [value / first if value else value for value in rows[column]]
        for row in range(count):
            factor = rows[row][column]
            if row != column and factor:
                rows[row] = [
                    value - factor * above if above else value
                    for value, above in zip(rows[row], rows[column], strict=True)
                ]
    return [row[-1] for row in rows]


def effort_after(step: StepText) -> tuple[Decimal, Decimal]:
    """Minutes and cost of a step as decided; what was not expected stays as it is."""
    if step.decision == StepDecision.KEEP:
        return step.minutes, step.cost
    if step.decision == StepDecision.ELIMINATE:
        return Decimal(0), Decimal(0)
    return _or(step.expected_minutes, step.minutes), _or(step.expected_cost, step.cost)


def _or(value: Decimal | None, otherwise: Decimal) -> Decimal:
    return otherwise if value is None else value


def is_measured(step: StepText) -> bool:
    """Whether anything was found after the change."""
    return step.measured_minutes is not None or step.measured_cost is not None


def sums(steps: Sequence[StepText]) -> Sums:
    """The whole process for one case.

    :raises TooManyShares: a step's branches take more than 100 of 100 cases
    :raises EndlessLoop: there is a loop that no case leaves
    """
    times = passings(steps)
    found = [(_or(step.measured_minutes, step.minutes), _or(step.measured_cost, step.cost)) for step in steps]
    changed = [step for step in steps if step.decision != StepDecision.KEEP]
    return Sums(
        before=_total(times, [(step.minutes, step.cost) for step in steps]),
        after=_total(times, [effort_after(step) for step in steps]),
        measured=_total(times, found),
        changed=len(changed),
        measured_steps=sum(is_measured(step) for step in changed),
    )


def _total(times: Sequence[Fraction], efforts: Sequence[tuple[Decimal, Decimal]]) -> Effort:
    minutes = sum((often * Fraction(one) for often, (one, _cost) in zip(times, efforts, strict=True)), Fraction(0))
    cost = sum((often * Fraction(one) for often, (_minutes, one) in zip(times, efforts, strict=True)), Fraction(0))
    return Effort(minutes, cost)


def _rounded(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)

"""A figure with its uncertainty, as every formula returns it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

# Below this many (effective) answers a figure is shown grey, without ranking, arrow or alert (NCHS).
LOW_BASE = 30


class Method(StrEnum):
    """How an interval was made; stored and shown with the figure."""

    ADJUSTED_WALD = "adjusted_wald"
    WALD = "wald"
    BOOTSTRAP = "bootstrap"
    WILSON = "wilson"
    NEWCOMBE = "newcombe"
    STUDENT_T = "student_t"
    WELCH_T = "welch_t"
    PAIRED_T = "paired_t"
    # value ± z · linearised standard error, cut off at the ends of the possible range
    LINEARISED = "linearised"
    POST_STRATIFIED = "post_stratified"
    # the change of one group less that of others, from four standard errors
    PARALLEL = "parallel"


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, both possible."""

    low: float
    high: float

    def clipped(self, least: float, most: float) -> "Interval":
        """The part that is possible at all."""
        return Interval(min(max(self.low, least), most), max(min(self.high, most), least))

    def holding(self, value: float) -> "Interval":
        """The same, drawn out as far as to a value beyond its ends."""
        return Interval(min(self.low, value), max(self.high, value))

    def in_unit(self, factor: float, offset: float = 0.0) -> "Interval":
        """The same interval in another unit, for a factor above zero."""
        return Interval(offset + self.low * factor, offset + self.high * factor)

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


class Mean(Protocol):
    """What any mean of a sample knows of itself."""

    @property
    def n(self) -> int: ...
    @property
    def mean(self) -> float | None: ...
    @property
    def std_error(self) -> float | None: ...


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure as observed. What cannot be known is None: no answers give no value, never 0.

    `value`, `std_error`, `low`, `high`, `centre` are in the unit of the figure. The interval lies around
    `centre`, which is not always the shown value. `n` counts answers; `n_effective` is set for weighted figures.
    """

    n: int
    value: float | None
    std_error: float | None
    low: float | None
    high: float | None
    method: Method
    centre: float | None = None
    n_effective: float | None = None

    @classmethod
    def around(
        cls,
        centre: float | None,
        interval: "Interval | None",
        *,
        n: int,
        value: float | None,
        std_error: float | None,
        method: Method,
        n_effective: float | None = None,
    ) -> "Estimate":
        """An estimate with the interval given as one thing, None where there is none."""
        low, high = (interval.low, interval.high) if interval else (None, None)
        return cls(n, value, std_error, low, high, method, centre, n_effective)

    @classmethod
    def of_mean(
        cls, found: Mean, interval: "Interval | None", *, method: Method, n_effective: float | None = None
    ) -> "Estimate":
        """A mean as observed, in the middle of its interval."""
        return cls.around(
            found.mean, interval, n=found.n, value=found.mean, std_error=found.std_error, method=method,
            n_effective=n_effective,
        )  # fmt: skip

    @property
    def low_base(self) -> bool:
        """Fewer than 30 answers, for weighted figures fewer than 30 effective ones."""
        return (self.n if self.n_effective is None else self.n_effective) < LOW_BASE

    def in_unit(self, factor: float, offset: float = 0.0) -> "Estimate":
        """The same figure as offset + factor · figure, for a factor above zero."""

        def moved(number: float | None) -> float | None:
            return None if number is None else offset + factor * number

        return replace(
            self,
            value=moved(self.value),
            std_error=None if self.std_error is None else factor * self.std_error,
            low=moved(self.low),
            high=moved(self.high),
            centre=moved(self.centre),
        )


def no_answers(method: Method, *, weighted: bool = False) -> Estimate:
    """The estimate from nothing."""
    return Estimate(0, None, None, None, None, method, n_effective=0.0 if weighted else None)

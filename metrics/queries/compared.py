"""What a comparison of two waves finds: changes row by row, with what makes them readable."""

from dataclasses import dataclass

from lib.stats.compare import Difference
from lib.stats.estimates import Estimate
from lib.stats.verdicts import Verdict
from metrics.indicators import Indicator
from metrics.queries.mixes import Mix

_CHART_WORDS = {
    Verdict.BETTER: "better",
    Verdict.WORSE: "worse",
    Verdict.NO_DETECTABLE_CHANGE: "same",
    Verdict.TOO_FEW: "unclear",
    Verdict.NOT_COMPARABLE: "not_comparable",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A difference after − before with what makes it readable. Nothing is rounded."""

    value: float | None
    low: float | None
    high: float | None
    p: float | None
    q: float | None
    verdict: Verdict
    found: Difference | None = None


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One question or touchpoint in both waves; where it cannot be compared, `refusal` says why in a sentence."""

    code: str
    scale_before: str | None
    scale_after: str | None
    before: Estimate | None
    after: Estimate | None
    change: Change
    weighted_before: Estimate | None = None
    weighted_after: Estimate | None = None
    weighted: Change | None = None
    adjusted: Change | None = None
    refusal: str = ""
    reason: str = ""  # stable name of the refusal: unlike_scales, asked_once, no_answers


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two waves side by side. `warnings` say in which ways the waves are unlike; they do not forbid the comparison."""

    indicator: Indicator
    before: str
    after: str
    rows: tuple[ComparedRow, ...]
    warnings: tuple[str, ...]
    mixes: tuple[Mix, ...]
    adjusted_for: str  # the dimension both waves were brought to one mix of, or ""

    @property
    def compared(self) -> tuple[ComparedRow, ...]:
        return tuple(row for row in self.rows if not row.reason)

    def count(self, word: Verdict) -> int:
        """How many rows carry a verdict."""
        return sum(1 for row in self.rows if row.change.verdict is word)


def chart_word(change: Change) -> str:
    """A verdict in the words of charts; a change that only fails the correction for many comparisons is unclear."""
    if change.verdict is Verdict.NO_DETECTABLE_CHANGE and change.p is not None and change.p < 0.05:
        return "unclear"
    return _CHART_WORDS[change.verdict]

"""What charts are made from and what comes out: small frozen records of plain numbers."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext, pgettext

VERDICTS = ("better", "worse", "same", "unclear", "not_comparable", "exceeded", "short", "met", "few")
SHAPES = {
    "better": "▲", "worse": "▼", "same": "=", "unclear": "~", "not_comparable": "≠",
    "exceeded": "▲", "short": "▼", "met": "=", "few": "?",
}  # fmt: skip
COLOURS = {"better": "var(--better)", "exceeded": "var(--better)", "worse": "var(--worse)", "short": "var(--worse)"}


def verdict_word(kind: str) -> str:
    """A verdict in the reader's words.

    :raises ValueError: no such verdict
    """
    match kind:
        case "better":
            return pgettext("verdict", "better")
        case "worse":
            return pgettext("verdict", "worse")
        case "same":
            return pgettext("verdict", "no detectable change")
        case "unclear":
            return pgettext("verdict", "a change is likely, not proven")
        case "not_comparable":
            return pgettext("verdict", "not comparable")
    if kind in VERDICTS:
        return _promise_word(kind)
    raise ValueError(f"unknown verdict {kind!r}; one of {', '.join(VERDICTS)}")


def _promise_word(kind: str) -> str:
    """What became of a promise, where what was expected stands against what was experienced."""
    match kind:
        case "exceeded":
            return pgettext("promise", "exceeds it")
        case "short":
            return pgettext("promise", "falls short")
        case "met":
            return pgettext("promise", "no gap to be seen")
    return pgettext("promise", "too few to judge")


def short_verdict(kind: str) -> str:
    """The verdict for the margin of a chart: two words at most."""
    match kind:
        case "same":
            return pgettext("verdict", "no change")
        case "unclear":
            return pgettext("verdict", "unclear")
    return verdict_word(kind)


def verdict_colour(kind: str) -> str:
    return COLOURS.get(kind, "var(--same)")


def state_word(state: str) -> str:
    """Why there is no figure, or why to read it with care."""
    match state:
        case "hidden":
            return gettext("hidden: too few answers")
        case "none":
            return gettext("no answers")
        case "low":
            return gettext("low base")
        case "not_comparable":
            return gettext("not comparable")
    return ""


@dataclass(frozen=True, slots=True)
class IntervalRow:
    """One line of a ranked list. `value` None shows the state's words instead."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    state: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One line of a comparison; `low` and `high` belong to `after`."""

    label: str
    before: float | None
    after: float | None
    low: float | None = None
    high: float | None = None
    verdict: str = "same"
    n_before: int | None = None
    n_after: int | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing placed by two figures."""

    label: str
    x: float
    y: float
    x_low: float | None = None
    x_high: float | None = None
    y_low: float | None = None
    y_high: float | None = None
    n: int | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """How many gave one answer; kind promoter, passive, detractor or nothing."""

    label: str
    count: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One figure at one time."""

    day: date
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    label: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart in every form: three drawings, Plotly's dict (or an empty one), the table of the same numbers."""

    key: str
    title: str
    subtitle: str
    drawings: tuple[str, str, str]
    figure: dict[str, Any]
    columns: list[str]
    rows: list[list[str]]
    note: str = ""
    key_items: list[tuple[str, str]] = field(default_factory=list)

    @property
    def still(self) -> str:
        """The widest drawing, for PDF, mail and slides."""
        return self.drawings[0]

    @property
    def is_empty(self) -> bool:
        return not self.rows

"""What is asked: an indicator, filters by code, a period, and what to group by. Read from Python or from an address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lib.periods import Grain, Period, PeriodError
from lib.stats.errors import StatsError
from lib.stats.scales import Scale
from metrics.indicators import EVERY, INDICATORS, Indicator
from metrics.models import POINTS

DEFAULT_INDICATOR = "nps"
MOST_VALUES = 200


class FigureError(ValueError):
    """A question that has no answer as asked. `code` is stable; `parameter` names what is wrong; the text says why."""

    def __init__(self, code: str, parameter: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.parameter, self.detail = code, parameter, detail
        self.others: Sequence[FigureError] = ()

    @property
    def every(self) -> "list[FigureError]":
        """This and whatever else was found wrong with the same address."""
        return [self, *self.others]


class Dimension(StrEnum):
    """What answers can be told apart by, besides time."""

    SURVEY = "survey"
    QUESTION = "question"
    TOUCHPOINT = "touchpoint"
    SEGMENT = "segment"
    CHANNEL = "channel"
    UNIT = "unit"
    SOURCE = "source"


# Totals of surveys, questions and touchpoints show to everybody; parts of customers go through the gate.
GATED = (Dimension.SEGMENT, Dimension.CHANNEL, Dimension.UNIT, Dimension.SOURCE)


_GRAINS = frozenset(Grain)
_DIMENSIONS = frozenset(Dimension)


@dataclass(frozen=True, slots=True)
class GroupBy:
    """What rows are made of: one part of time, and dimensions in the order asked for; segments on one axis."""

    dimensions: tuple[Dimension, ...] = ()
    axis: str = ""
    grain: Grain | None = None

    @classmethod
    def parse(cls, text: str) -> "GroupBy":
        """Read a comma list such as `month,segment:language`. :raises FigureError: bad_group_by"""
        dimensions: list[Dimension] = []
        axis, grain = "", None
        for name in filter(None, (part.strip() for part in text.split(","))):
            kind, colon, code = name.partition(":")
            if kind in _GRAINS and not colon:
                if grain:
                    raise _bad_group(_("Group by one part of time only."))
                grain = Grain(kind)
            elif kind in _DIMENSIONS and (kind == Dimension.SEGMENT) == bool(code):
                if Dimension(kind) in dimensions:
                    raise _bad_group(_("Group by %(name)s once only.") % {"name": kind})
                dimensions.append(Dimension(kind))
                axis = axis or code
            else:
                raise _bad_group(_("It is not possible to group by %(name)s.") % {"name": name[:60]})
        return cls(tuple(dimensions), axis, grain)

    def has(self, dimension: Dimension) -> bool:
        return dimension in self.dimensions

    @property
    def text(self) -> str:
        """The comma list that `parse` reads."""
        names = [f"{d}:{self.axis}" if d is Dimension.SEGMENT else str(d) for d in self.dimensions]
        return ",".join([*([str(self.grain)] if self.grain else []), *names])


def _bad_group(detail: str) -> FigureError:
    return FigureError("bad_group_by", "group_by", detail)


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """One question about figures. Filters are codes; several values of one filter add up; `segments` are axis:code."""

    indicator: str = DEFAULT_INDICATOR
    scale: Scale | None = None
    surveys: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    pillars: tuple[str, ...] = ()
    period: Period | None = None
    group_by: GroupBy = field(default_factory=GroupBy)
    weighted: bool = False
    confidence: float = 0.95
    flagged: bool = False
    fill: bool = False

    @property
    def definition(self) -> Indicator:
        """The definition of an indicator of one question. :raises FigureError: unknown_indicator"""
        if self.indicator not in INDICATORS:
            raise _unknown_indicator()
        return INDICATORS[self.indicator]

    def values_of(self, dimension: Dimension) -> tuple[str, ...]:
        """The codes that the answers are restricted to; none for all."""
        values: tuple[str, ...] = getattr(self, f"{dimension}s")
        return values

    @property
    def about_parts(self) -> bool:
        """Whether the rows are about parts of the customers, which the gate guards, and not totals."""
        return any(self.values_of(dimension) or self.group_by.has(dimension) for dimension in GATED)


class Address(Protocol):
    """The query of an address, as Django's QueryDict gives it."""

    def get(self, name: str, default: str, /) -> str | None: ...

    def getlist(self, name: str, /) -> list[str]: ...


def figure_query(address: Address, *, today: date, indicator: str = "") -> FigureQuery:
    """Read the parameters of an address (api.md, Figures).

    :param today: today in the organisation's time zone
    :param indicator: the one the address itself stands for
    :raises FigureError: a value that cannot be read; `every` tells of all of them
    """
    readers: dict[str, Callable[[], Any]] = {
        "indicator": lambda: _indicator(indicator or _text(address, "indicator") or DEFAULT_INDICATOR),
        "scale": lambda: _scale(_text(address, "scale")),
        "period": lambda: _period(address, today),
        "group_by": lambda: GroupBy.parse(",".join(address.getlist("group_by"))),
        "weighted": lambda: _flag(address, "weighted"),
        "confidence": lambda: _confidence(_text(address, "confidence")),
        "flagged": lambda: _flagged(address),
        "fill": lambda: _flag(address, "fill"),
        "pillars": lambda: _codes(address, "pillar"),
        **{f"{dimension}s": partial(_codes, address, dimension) for dimension in Dimension},
    }
    values: dict[str, Any] = {}
    wrong: list[FigureError] = []
    for name, read in readers.items():
        try:
            values[name] = read()
        except FigureError as error:
            wrong.append(error)
    if wrong:
        wrong[0].others = wrong[1:]
        raise wrong[0]
    return FigureQuery(**values)


def _indicator(name: str) -> str:
    if name not in EVERY:
        raise _unknown_indicator()
    return name


def _unknown_indicator() -> FigureError:
    return FigureError("unknown_indicator", "indicator", _("There is no indicator of this name."))


def _text(address: Address, name: str) -> str:
    return (address.get(name, "") or "").strip()


def _codes(address: Address, name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(value.strip() for value in address.getlist(name) if value.strip()))
    if len(values) > MOST_VALUES:
        raise FigureError("too_many_values", name, _("At most %(n)d values of one filter.") % {"n": MOST_VALUES})
    return values


def _scale(text: str) -> Scale | None:
    if not text:
        return None
    try:
        scale = Scale.parse(text)
    except StatsError:
        scale = None
    if scale is None or scale.steps > POINTS:
        raise FigureError("bad_scale", "scale", _("A scale is written like 0-10."))
    return scale


_PERIODS = {
    "period_invalid": gettext_lazy(
        "“%(text)s” is no period: write it like 2026-q3, 2026-05, 2026-w07, 2026, last-30-days; a day like 2026-05-31."
    ),
    "period_reversed": gettext_lazy("The period ends before it begins."),
    "period_out_of_range": gettext_lazy("Periods lie between 1990 and 2197; “%(text)s” does not."),
    "period_ambiguous": gettext_lazy("Give either a period, or from and to."),
}


def _period(address: Address, today: date) -> Period | None:
    query: Mapping[str, str] = {name: _text(address, name) for name in ("period", "from", "to")}
    try:
        return Period.from_query(query, today=today)
    except PeriodError as error:
        parameter = next((name for name in ("period", "from", "to") if query[name]), "period")
        reason = str(_PERIODS.get(error.code, _PERIODS[PeriodError.code]))
        raise FigureError("bad_period", parameter, reason % {"text": query[parameter][:40]}) from None


def _flag(address: Address, name: str) -> bool:
    text = _text(address, name).lower()
    if text in ("", "false", "0"):
        return False
    if text in ("true", "1"):
        return True
    raise FigureError("bad_flag", name, _("Say true or false."))


def _flagged(address: Address) -> bool:
    named = [value for part in address.getlist("include") for value in part.split(",") if value]
    if any(value != "flagged" for value in named):
        raise FigureError("bad_include", "include", _("Only flagged answers can be included."))
    return bool(named)


def _confidence(text: str) -> float:
    if not text:
        return 0.95
    try:
        value = float(text) if text.isascii() and "_" not in text else 0.0
    except ValueError:
        value = 0.0
    if not 0.5 <= value <= 0.999:
        raise FigureError("bad_confidence", "confidence", _("Confidence is a number from 0.5 to 0.999."))
    return value


def codes(values: Sequence[str]) -> tuple[str, ...]:
    """Codes as a filter takes them, without the empty one of "all"."""
    return tuple(value for value in values if value)

"""What a document is made of."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title; 1 is the highest."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words; small ones are notes."""

    text: str
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """An SVG with its colours resolved (`lib.charts.standalone`), as wide as the page; `alt` says what it shows.

    A tall one is made smaller until it is no higher than so many millimetres.
    """

    svg: str
    alt: str
    highest: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one line of heads; `widths` are shares of the page, all the same without."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Paragraph | Picture | Table | PageBreak


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart; a missing value is a gap."""

    name: str
    values: Sequence[float | None]
    dash: str = ""  # "", "dash" or "dot"


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: a sentence as title, then a table, a line chart, or words; what the speaker should know as notes."""

    title: str
    table: Table | None = None
    categories: Sequence[str] = ()
    series: Sequence[Series] = ()
    words: Sequence[str] = ()
    notes: str = ""
    highest: float | None = None

"""What a table wants: things with the values its lines give them; whatever does not fit is told by line and column.

An empty cell, or a column that is not there, wants nothing: it leaves what is known as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from lib.csv_files import plain_cell
from lib.table_files.table import Table
from touchpoints.listing.columns import NEEDED, OF_THE_PLACE, TRUTHS, columns
from touchpoints.mapping.reading import CODE
from touchpoints.mapping.words import Control, Need

LONGEST_CODE, LONGEST_TEXT, HIGHEST = 50, 2_000, 10_000
_CHOICES = {"control": Control.values, "need": Need.values, "moment_of_truth": TRUTHS}
_CODES = ("code", "journey", "stage", "programme")
_NUMBERS = ("order", "stage_order", "place_order")
# The things of a line: the cells that name them, and the columns that tell of them (column → what it is there).
_KINDS: Mapping[str, tuple[tuple[str, ...], Mapping[str, str]]] = {
    "touchpoint": (("code",), {"name": "name", "description": "description", "depends_on": "depends_on",
                               "control": "control", "owner": "owner", "order": "position"}),
    "journey": (("programme", "journey"), {"journey_name": "name"}),
    "stage": (("programme", "journey", "stage"), {"stage_name": "name", "need": "need", "stage_order": "position"}),
    "place": (("programme", "journey", "stage", "code"), {"channel": "channel", "place_order": "position",
                                                          "moment_of_truth": "truth"}),
}  # fmt: skip


class HeadingsMissing(ValueError):
    """The table has no columns of these names."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass(frozen=True, slots=True)
class BadCell:
    """What cannot be taken: its line, column and why."""

    line: int
    column: str
    reason: str


@dataclass(slots=True)
class Wanted:
    """A thing as the table wants it. Texts hold the languages that are given; `said` tells where each value stands."""

    kind: str
    key: tuple[str, ...]
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, tuple[int, str]] = field(default_factory=dict)

    def bad(self, name: str, reason: str) -> BadCell:
        """A fault of one of its values, or of the thing itself."""
        return BadCell(*self.said.get(name, (self.line, name)), reason)


@dataclass(slots=True)
class Wishes:
    """All that a table wants, what of it cannot be read, and the columns that nobody reads."""

    things: dict[tuple[str, ...], Wanted] = field(default_factory=dict)
    bad: list[BadCell] = field(default_factory=list)
    unread: Sequence[str] = ()

    def of(self, kind: str) -> Iterator[Wanted]:
        """The things of a kind, in the order of the file."""
        return (one for one in self.things.values() if one.kind == kind)


def read_wishes(table: Table, *, languages: Sequence[str], programme: str = "") -> Wishes:
    """What the table wants.

    :param programme: of lines that name a journey but no programme
    :raises HeadingsMissing: it has no codes
    """
    missing = [name for name in NEEDED if name not in table.headings]
    if missing:
        raise HeadingsMissing(missing)
    known = columns(languages)
    wishes = Wishes(unread=[name for name in table.headings if name not in known])
    for number, cells in table.lines:
        if cells is None:
            wishes.bad.append(BadCell(number, "", _("The quotes in this line are broken.")))
            continue
        told = {name: plain_cell(cell) for name, cell in cells.items() if name in known and cell}
        if told.get("journey"):
            told.setdefault("programme", programme)
        faults = list(_faults(number, told, languages))
        wishes.bad += faults
        columns_at_fault = {fault.column for fault in faults}
        if columns_at_fault.isdisjoint(_CODES):
            # The rest of the line is read all the same, so that everything wrong with it is told at once.
            legible = {name: text for name, text in told.items() if name not in columns_at_fault}
            _take(wishes, number, legible, languages)
    return wishes


def _faults(number: int, told: Mapping[str, str], languages: Sequence[str]) -> Iterator[BadCell]:
    """What is wrong with a line by itself."""
    for name in _CODES:
        code = told.get(name, "")
        if (code or name == "code") and not (CODE.fullmatch(code) and len(code) <= LONGEST_CODE):
            yield BadCell(number, name, _("A code has small letters, digits and hyphens only, 50 at most."))
    for name, choices in _CHOICES.items():
        if told.get(name, choices[0]) not in choices:
            yield BadCell(number, name, _("It must be one of: %(choices)s.") % {"choices": ", ".join(choices)})
    for name in _NUMBERS:
        text = told.get(name, "0")
        if not (text.isascii() and text.isdigit() and int(text) <= HIGHEST):
            yield BadCell(number, name, _("It must be a whole number from 0 to %(most)s.") % {"most": HIGHEST})
    for name, text in told.items():
        if len(text) > LONGEST_TEXT:
            yield BadCell(number, name, _("It is longer than %(most)s characters.") % {"most": LONGEST_TEXT})
    yield from _place_faults(number, told, languages)


def _place_faults(number: int, told: Mapping[str, str], languages: Sequence[str]) -> Iterator[BadCell]:
    """A place needs its journey and stage."""
    of_stage = ("need", "stage_order", *OF_THE_PLACE, *(f"stage_name_{language}" for language in languages))
    of_journey = ("stage", "programme", *(f"journey_name_{language}" for language in languages))
    if "journey" in told and "stage" not in told:
        yield BadCell(number, "stage", _("Say on which stage of the journey it stands."))
    for needed, names in (("stage", of_stage), ("journey", of_journey)):
        stray = next((name for name in names if name in told), "")
        if stray and needed not in told:
            reason = _("The column “%(column)s” tells something, but there is no %(needed)s.")
            yield BadCell(number, needed, reason % {"column": stray, "needed": needed})


def _take(wishes: Wishes, number: int, told: Mapping[str, str], languages: Sequence[str]) -> None:
    """Put what a line says of each thing together with what other lines say."""
    for kind, (key_cells, names) in _KINDS.items():
        if kind != "touchpoint" and "journey" not in told:
            continue
        key = (kind, *(told.get(cell, "") for cell in key_cells))
        if kind == "place" and key in wishes.things:
            wishes.bad.append(BadCell(number, "stage", _("The touchpoint stands twice on one stage.")))
            return
        wanted = wishes.things.setdefault(key, Wanted(kind, key[1:], number))
        wishes.bad += _add(wanted, number, names, told, languages)


def _add(
    wanted: Wanted, number: int, names: Mapping[str, str], told: Mapping[str, str], languages: Sequence[str]
) -> Iterator[BadCell]:
    for column, name in names.items():
        texts = {language: told[f"{column}_{language}"] for language in languages if f"{column}_{language}" in told}
        value: Any = texts or told.get(column)
        if not value:
            continue
        if column in _NUMBERS:
            value = int(value)
        heading = f"{column}_{next(iter(texts))}" if texts else column
        before = wanted.values.get(name)
        if _differs(before, value):
            first = wanted.said[name][0]
            yield BadCell(number, heading, _("Line %(line)s says something else.") % {"line": first})
            continue
        wanted.values[name] = {**before, **value} if texts and before else value
        wanted.said.setdefault(name, (number, heading))


def _differs(before: Any, value: Any) -> bool:
    if before is None:
        return False
    if isinstance(value, dict):
        return any(before.get(language, text) != text for language, text in value.items())
    return bool(before != value)

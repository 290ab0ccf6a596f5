"""From cells to what else a response says: when, where, who, in which language, with which weight."""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from feedback.answers.filling import AHEAD, EARLIEST
from feedback.answers.values import text_fault
from feedback.imports.days import DayReader, Moment, UnreadableDay
from feedback.imports.parts import CellRefused
from feedback.imports.profile import DayMap, FieldMap

MOST_KEPT = 50_000
_EARLIEST_DAY = EARLIEST.date()
Value = TypeVar("Value")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,6})?", re.ASCII)
_DECIMAL = re.compile(r"\d+(\.\d*)?([eE][-+]?\d{1,3})?", re.ASCII)
_YES_NO = {"true": True, "false": False, "1": True, "0": False}


@dataclass(frozen=True, slots=True)
class Clock:
    """What reading times depends on: now, the file's zone, and the zone whose days periods are made of."""

    now: datetime
    zone: ZoneInfo
    home: ZoneInfo


class CellReader(ABC, Generic[Value]):
    """Reads one field. The same text again costs one look-up; a constant is read once."""

    def __init__(self, place: int | None, constant: str) -> None:
        self.place, self.constant = place, constant
        self.label = ""
        self._kept: dict[str, tuple[Value, str]] = {}

    def read(self, cells: Sequence[str]) -> tuple[Value, str]:
        """The value, and the words by which it is compared on the next import (none for nothing).

        :raises CellRefused: what stands there does not fit
        """
        raw = self.constant if self.place is None else cells[self.place]
        found = self._kept.get(raw)
        if found is None:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            found = self._kept[raw] = self.pair(raw)
        return found

    def pair(self, raw: str) -> tuple[Value, str]:
        """The value of a text and its words."""
        value = self.convert(raw)
        said = self.said(value)
        return value, f"{self.label}:{said}" if said else ""

    def said(self, value: Value) -> str:
        """What the value says; empty for nothing."""
        return "" if value is None else str(value)

    @abstractmethod
    def convert(self, raw: str) -> Value:
        """:raises CellRefused: the text does not fit"""


class DayCell(CellReader[Moment | None]):
    """A day or moment; None where the profile says that it means "unknown"."""

    def __init__(self, place: int | None, mapped: DayMap, clock: Clock, *, required: bool) -> None:
        super().__init__(place, mapped.constant)
        self.mapped, self.clock, self.required = mapped, clock, required
        self._latest = clock.now + AHEAD
        self._latest_day = self._latest.astimezone(clock.home).date()
        self._reader = DayReader(
            mapped.formats, clock.zone, clock.home, year=mapped.year, month=mapped.month, days_only=mapped.days_only
        )

    def said(self, value: Moment | None) -> str:
        return str(value.at or value.day) if value else ""

    def convert(self, raw: str) -> Moment | None:
        text = raw.strip()
        if text in self.mapped.unknown:
            return None
        if not text:
            if self.required:
                raise CellRefused("day_missing")
            return None
        try:
            moment = self._reader.read(text)
        except UnreadableDay as error:
            raise CellRefused(error.code, error.details) from None
        return self._in_bounds(moment)

    def _in_bounds(self, moment: Moment | None) -> Moment | None:
        if moment is None or (self.mapped.unknown and str(moment.day) in self.mapped.unknown):
            return None
        if moment.day < _EARLIEST_DAY or (moment.at and moment.at < EARLIEST):
            raise CellRefused("moment_too_early")
        if moment.day > self._latest_day or (moment.at and moment.at > self._latest):
            raise CellRefused("moment_too_late")
        return moment


class MappedCell(CellReader[Value]):
    """A field whose texts a profile may translate, and of which some mean "nothing"."""

    def __init__(self, place: int | None, mapped: FieldMap) -> None:
        super().__init__(place, mapped.constant)
        self.mapped = mapped

    def text(self, raw: str) -> str:
        """The text meant; empty for nothing."""
        stripped = raw.strip()
        if raw in self.mapped.missing or stripped in self.mapped.missing:
            return ""
        return self.mapped.values.get(stripped, stripped)


class CodeCell(MappedCell[tuple[str, int | None]]):
    """A code of something the organisation has; unknown ones are refused, never made."""

    def __init__(self, place: int | None, mapped: FieldMap, known: Mapping[str, int], fault: str) -> None:
        super().__init__(place, mapped)
        self.known, self.fault = known, fault

    def said(self, value: tuple[str, int | None]) -> str:
        return value[0]

    def convert(self, raw: str) -> tuple[str, int | None]:
        code = self.text(raw)
        if code and code not in self.known:
            raise CellRefused(self.fault, {"value": code[:100]})
        return code, self.known.get(code)


class TextCell(MappedCell[str]):
    """A short text, kept as written."""

    def __init__(self, place: int | None, mapped: FieldMap, limit: int, fault: str) -> None:
        super().__init__(place, mapped)
        self.limit, self.fault = limit, fault

    def convert(self, raw: str) -> str:
        text = self.text(raw)
        fault = text_fault(text, pointer="", limit=self.limit)
        if fault:
            raise CellRefused(self.fault if fault.code == "text_too_long" else fault.code, fault.params)
        return text


class FreshTextCell(TextCell):
    """A text that differs from line to line, so that keeping it would only fill memory."""

    def read(self, cells: Sequence[str]) -> tuple[str, str]:
        return self.pair(self.constant if self.place is None else cells[self.place])


class LanguageCell(MappedCell[str]):
    def convert(self, raw: str) -> str:
        language = self.text(raw)
        if language and not _LANGUAGE.fullmatch(language):
            raise CellRefused("language_invalid")
        return language


class WeightCell(MappedCell[float]):
    def convert(self, raw: str) -> float:
        text = self.text(raw)
        if self.mapped.decimal == ",":
            text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else "?"
        weight = float(text) if _DECIMAL.fullmatch(text) else 0.0
        if not 0 < weight < float("inf"):
            raise CellRefused("weight_invalid")
        return weight


class ConsentCell(MappedCell[bool | None]):
    def convert(self, raw: str) -> bool | None:
        text = self.text(raw).lower()
        if text and text not in _YES_NO:
            raise CellRefused("consent_invalid")
        return _YES_NO.get(text)


def day_of(moment: Moment | None) -> date | None:
    """The day of a moment, none for an unknown one."""
    return moment.day if moment else None

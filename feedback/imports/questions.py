"""From cells to answers. A cell's text is checked once for each scale; the same text again costs one look-up."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol
from zoneinfo import ZoneInfo

from feedback.answers.faults import Rejected
from feedback.answers.plan import QuestionPlan
from feedback.answers.values import check_value, value_of_text
from feedback.imports.days import DayReader, UnreadableDay
from feedback.imports.parts import CellRefused, Part
from feedback.imports.profile import QuestionMap

MOST_KEPT = 20_000
NOT_ASKED = Part("")


class QuestionReader(Protocol):
    """Reads one question's answer from a record."""

    question: QuestionPlan
    place: int

    def read(self, cells: Sequence[str], day: date | None) -> Part:
        """:raises CellRefused: what stands there does not fit"""


class OneColumn:
    """A question answered in one column."""

    def __init__(self, question: QuestionPlan, mapped: QuestionMap, place: int) -> None:
        self.question, self.mapped, self.place = question, mapped, place
        self._eras = sorted({first for first, _scale in question.scales if first is not None})
        self._kept: list[dict[str, Part]] = [{} for _era in range(len(self._eras) + 2)]
        self._keeps = question.kind != "text"

    def read(self, cells: Sequence[str], day: date | None) -> Part:
        raw = cells[self.place]
        if not self._keeps:
            return self._read(raw, day)
        kept = self._kept[self._era(day) if self._eras else 0]
        part = kept.get(raw)
        if part is None:
            if len(kept) > MOST_KEPT:
                kept.clear()
            part = kept[raw] = self._read(raw, day)
        return part

    def _era(self, day: date | None) -> int:
        """Days between two changes of scale read alike; unknown days have their own place."""
        return len(self._eras) + 1 if day is None else sum(first <= day for first in self._eras)

    def _read(self, raw: str, day: date | None) -> Part:
        reason = missing_reason(self.mapped, raw)
        if reason == "not_asked":
            return NOT_ASKED
        try:
            value = {"missing": reason} if reason else self._value(raw)
            answer = check_value(self.question, value, day=day, pointer="")
        except Rejected as rejected:
            raise CellRefused(rejected.faults[0].code, rejected.faults[0].params) from None
        return Part.of(answer)

    def _value(self, raw: str) -> object:
        if self.question.kind == "text":
            return self.mapped.values.get(raw, raw)
        text = raw.strip()
        text = self.mapped.values.get(text, text)
        if self.question.kind == "day":
            return day_said(text, self.mapped.formats)
        if self.mapped.decimal == ",":
            text = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
        if self.mapped.whole_decimals:
            text = whole(text)
        return value_of_text(self.question, text)


class SeveralColumns:
    """A question of several choices, one column for each choice made."""

    def __init__(self, question: QuestionPlan, mapped: QuestionMap, places: Sequence[int]) -> None:
        self.question, self.mapped, self.places = question, mapped, tuple(places)
        self.place = self.places[0]
        self._kept: dict[tuple[str, ...], Part] = {}

    def read(self, cells: Sequence[str], day: date | None) -> Part:
        raw = tuple([cells[place] for place in self.places])
        part = self._kept.get(raw)
        if part is None:
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            part = self._kept[raw] = self._read(raw)
        return part

    def _read(self, raw: Sequence[str]) -> Part:
        given = [text for text in raw if missing_reason(self.mapped, text) is None]
        if not given:
            return self._nothing(raw)
        codes = list(dict.fromkeys(self.mapped.values.get(text.strip(), text.strip()) for text in given))
        try:
            answer = check_value(self.question, codes, day=None, pointer="")
        except Rejected as rejected:
            raise CellRefused(rejected.faults[0].code, rejected.faults[0].params) from None
        return Part.of(answer)

    def _nothing(self, raw: Sequence[str]) -> Part:
        """No choice was made; the first column's reason counts."""
        reason = missing_reason(self.mapped, raw[0]) or "skipped"
        if reason == "not_asked":
            return NOT_ASKED
        answer = check_value(self.question, {"missing": reason}, day=None, pointer="")
        return Part.of(answer)


def missing_reason(mapped: QuestionMap, raw: str) -> str | None:
    """Why a cell has no value, if the profile says that it has none. Words keep their blanks, codes do not."""
    reason = mapped.missing.get(raw)
    if reason is None and raw != (text := raw.strip()):
        reason = mapped.missing.get(text)
    return reason


def whole(text: str) -> str:
    """`10.0` as `10`; anything else unchanged.

    >>> whole("10.0"), whole("10.5"), whole("-3.")
    ('10', '10.5', '-3.')
    """
    before, point, after = text.partition(".")
    return before if point and after and not after.strip("0") else text


def day_said(text: str, formats: Sequence[str]) -> date | str:
    """The day that a text says, by default as ISO writes it; as a workbook's own day it has the time of midnight.

    :raises CellRefused: it says none
    """
    utc = ZoneInfo("UTC")
    try:
        moment = DayReader((*(formats or ("YYYY-MM-DD",)), "YYYY-MM-DD 00:00:00"), utc, utc, days_only=True).read(text)
    except UnreadableDay as error:
        raise CellRefused(error.code, error.details) from None
    return moment.day if moment else text


def reader_of(question: QuestionPlan, mapped: QuestionMap, places: Sequence[int]) -> QuestionReader:
    """The reader that fits a question's columns."""
    if question.kind == "choices":
        return SeveralColumns(question, mapped, places)
    return OneColumn(question, mapped, places[0])

"""From records to lines: each record of a file becomes the parts of a response, or the reasons why it cannot."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from typing import Any

from feedback.answers.filling import PRECISIONS, SOURCES, source_key
from feedback.answers.plan import SurveyPlan
from feedback.imports.circumstances import SHARED_FIELDS, CircumstancesReader
from feedback.imports.days import Moment
from feedback.imports.fields import (
    CellReader,
    Clock,
    CodeCell,
    ConsentCell,
    DayCell,
    FreshTextCell,
    LanguageCell,
    TextCell,
    WeightCell,
    day_of,
)
from feedback.imports.matching import Codes, Matching
from feedback.imports.parts import CellRefused, Line, Part, Refusal
from feedback.imports.profile import FieldMap, Profile
from feedback.imports.questions import NOT_ASKED, reader_of
from lib.csv_files import Broken, Record

_MOMENT, _DAY, _UNKNOWN = PRECISIONS["moment"], PRECISIONS["day"], PRECISIONS["unknown"]
_SHOWN = 300
_NOTHING: Mapping[str, str] = {}


class Converter:
    """Converts the records of one file by one profile. Holds what it has seen, to know a record that comes twice.

    :raises ProfileFaults: the profile does not fit the survey or the file's headings
    """

    def __init__(
        self,
        profile: Profile,
        plan: SurveyPlan,
        headings: Sequence[str],
        codes: Codes,
        employees: Mapping[str, int],
        clock: Clock,
    ) -> None:
        self.headings = tuple(headings)
        self._width = len(headings)
        matching = Matching(profile, plan, headings, codes)
        place = matching.place
        matching.constants()
        self._days = {
            name: DayCell(place(f"fields.{name}", mapped.column), mapped, clock, required=name == "answered_at")
            for name, mapped in profile.days.items()
        }
        self._fields = _field_readers(profile, matching, employees)
        self._segments = {
            axis: CodeCell(place(f"segments.{axis}", mapped.column), mapped, matching.segments(axis), "segment_unknown")
            for axis, mapped in profile.segments.items()
        }
        self._metadata = {
            key: FreshTextCell(place(f"metadata.{key}", spelled), FieldMap(column=spelled), 2000, "text_too_long")
            for key, spelled in profile.metadata.items()
        }
        self._questions = [reader_of(question, mapped, places) for question, mapped, places in matching.questions()]
        matching.done()
        _label("", self._days, self._fields)
        _label("segment ", self._segments)
        _label("metadata ", self._metadata)
        shared = {name: reader for name, reader in self._fields.items() if name in SHARED_FIELDS}
        self._circumstances = CircumstancesReader(shared, self._segments)
        self._own = [(name, reader) for name, reader in self._fields.items() if name not in SHARED_FIELDS]
        self._required = sum(question.required for question in plan.questions.values())
        self._consents = sum(reader.question.kind == "consent" for reader in self._questions)
        self._seen: dict[int, int] = {}

    def convert(self, record: Record | Broken) -> Line | list[Refusal]:
        """The line's parts, or every reason why it is not taken."""
        if isinstance(record, Broken):
            params = {"problem": record.problem, "until": record.until}
            return [Refusal(record.line, "", "", "record_broken", params)]
        number, cells = record
        if len(cells) != self._width:
            cells = self._fitted(cells)
            if len(cells) != self._width:
                params = {"cells": len(record[1]), "columns": self._width}
                return [Refusal(number, "", "", "cells_differ", params)]
        return self._line(number, cells)

    def pass_over(self, record: Record | Broken) -> None:
        """See a record that an earlier start has dealt with."""
        if isinstance(record, Broken) or len(cells := self._fitted(record[1])) != self._width:
            return
        number = self._fields.get("external_id")
        if number is None or not cells[number.place or 0].strip():
            self._content_key(cells)

    def _fitted(self, cells: list[str]) -> list[str]:
        """Empty cells beyond the headings do not count."""
        return cells[: self._width] if len(cells) > self._width and not any(cells[self._width :]) else cells

    def _line(self, number: int, cells: list[str]) -> Line | list[Refusal]:
        try:
            return self._read(number, cells)
        except CellRefused:
            return self._refusals(number, cells)

    def _read(self, number: int, cells: list[str]) -> Line | list[Refusal]:
        """:raises CellRefused: at the first cell that does not fit"""
        days: dict[str, Moment | None] = {}
        words: list[str] = []
        for name, day_reader in self._days.items():
            days[name], said = day_reader.read(cells)
            words.append(said)
        answered = days.get("answered_at")
        day = answered.day if answered else None
        parts = [part for reader in self._questions if (part := reader.read(cells, day)) is not NOT_ASKED]
        if len(parts) <= self._consents and _are_consents(parts):
            return [Refusal(number, "", "", "answer_needed", {})]
        circumstances = self._circumstances.read(cells)
        own: dict[str, Any] = {}
        for name, reader in self._own:
            own[name], said = reader.read(cells)
            words.append(said)
        metadata = self._metadata_of(cells, words) if self._metadata else _NOTHING
        external_id = own.get("external_id", "")
        words += [part.words for part in parts]
        return Line(
            number=number,
            source_key=source_key(external_id) if external_id else self._content_key(cells),
            external_id=external_id,
            content_hash=_hash_of([*words, *circumstances.words]),
            answered_on=day,
            answered_at=answered.at if answered else None,
            precision=(_MOMENT if answered.at else _DAY) if answered else _UNKNOWN,
            contact_at=_moment(days.get("contact_at")),
            asked_at=_moment(days.get("asked_at")),
            customer=own.get("customer", ""),
            weight=own.get("weight", 1.0),
            circumstances=circumstances,
            metadata=metadata,
            parts=tuple(parts),
            partial=self._required > sum([part.required for part in parts]),
        )

    def _metadata_of(self, cells: list[str], words: list[str]) -> dict[str, str]:
        metadata = {}
        for name, reader in self._metadata.items():
            text, said = reader.read(cells)
            if text:
                metadata[name] = text
                words.append(said)
        return metadata

    def _refusals(self, number: int, cells: list[str]) -> list[Refusal]:
        """Every cell that does not fit. Where the day is unreadable, only questions with one scale are looked at."""
        refusals: list[Refusal] = []

        def read(reader: Any, *more: Any) -> Any:
            try:
                return reader.read(cells, *more)
            except CellRefused as refused:
                place = reader.place
                column, value = ("", "") if place is None else (self.headings[place], cells[place][:_SHOWN])
                refusals.append(Refusal(number, column, storable(value), refused.code, refused.params))
                return None

        answered = [read(reader) for reader in self._days.values()] and self._day_of(cells)
        for reader in self._questions:
            if answered is not None or len(reader.question.scales) <= 1 or not refusals:
                read(reader, answered)
        for others in (self._fields, self._segments, self._metadata):
            for other in others.values():
                read(other)
        return refusals

    def _day_of(self, cells: list[str]) -> date | None:
        try:
            return day_of(self._days["answered_at"].read(cells)[0])
        except (CellRefused, KeyError):
            return None

    def _content_key(self, cells: Sequence[str]) -> str:
        """The key of a record without a number: what it says, and which of its like it is in the file."""
        said = "\x1f".join(cells).encode(errors="surrogatepass")
        short = int.from_bytes(blake2b(said, digest_size=7).digest())
        which = self._seen[short] = self._seen.get(short, 0) + 1
        return blake2b(b"%d\x1f%s" % (which, said), digest_size=16, person=b"line of a file").hexdigest()


def _field_readers(profile: Profile, matching: Matching, employees: Mapping[str, int]) -> dict[str, CellReader[Any]]:
    makers: dict[str, Callable[[int | None, FieldMap], CellReader[Any]]] = {
        "external_id": lambda place, mapped: FreshTextCell(place, mapped, 200, "external_id_invalid"),
        "customer": lambda place, mapped: FreshTextCell(place, mapped, 100, "customer_invalid"),
        "unit": lambda place, mapped: CodeCell(place, mapped, matching.known("unit"), "unit_unknown"),
        "channel": lambda place, mapped: CodeCell(place, mapped, matching.known("channel"), "channel_unknown"),
        "touchpoint": lambda place, mapped: CodeCell(place, mapped, matching.known("touchpoint"), "touchpoint_unknown"),
        "employee": lambda place, mapped: CodeCell(place, mapped, employees, "employee_unknown"),
        "language": LanguageCell,
        "weight": WeightCell,
        "contact_allowed": ConsentCell,
        "source": lambda place, mapped: SourceCell(place, mapped, 10, "source_unknown"),
    }
    return {
        name: makers[name](matching.place(f"fields.{name}", mapped.column), mapped)
        for name, mapped in profile.fields.items()
    }


class SourceCell(TextCell):
    """The door an answer came through, where the file says it."""

    def convert(self, raw: str) -> str:
        source = super().convert(raw) or "import"
        if source not in SOURCES:
            raise CellRefused("source_unknown", {"value": source})
        return source


def storable(text: str) -> str:
    """Text that every database keeps: what it cannot keep becomes a question mark. For reports only."""
    return text.encode(errors="replace").decode().replace("\x00", "?")


def _moment(moment: Moment | None) -> Any:
    return moment.at if moment else None


def _are_consents(parts: Sequence[Part]) -> bool:
    return all(part.answer and part.answer.question.kind == "consent" for part in parts)


def _hash_of(words: Sequence[str]) -> str:
    """What a line says, to be compared on the next import."""
    return blake2b("\x1f".join([word for word in words if word]).encode(), digest_size=16).hexdigest()


def _label(prefix: str, *tables: Mapping[str, CellReader[Any]]) -> None:
    """Tell readers what their words begin with."""
    for table in tables:
        for name, reader in table.items():
            reader.label = prefix + name

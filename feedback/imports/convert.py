"""From records to lines: each record of a file becomes the parts of a response, or the reasons why it cannot."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from feedback.answers.filling import PRECISIONS, SOURCES, source_key
from feedback.answers.plan import SurveyPlan
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
from feedback.imports.parts import CellRefused, Line, Refusal
from feedback.imports.profile import FieldMap, Profile
from feedback.imports.questions import NOT_ASKED, reader_of
from lib.csv_files import Broken, Record

_MOMENT, _DAY, _UNKNOWN = PRECISIONS["moment"], PRECISIONS["day"], PRECISIONS["unknown"]
_SHOWN = 300


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
            axis: CodeCell(
                place(f"segments.{axis}", mapped.column), mapped, matching.segments(axis), "segment_unknown"
            )
            for axis, mapped in profile.segments.items()
        }
        self._metadata = {
            key: FreshTextCell(place(f"metadata.{key}", spelled), FieldMap(column=spelled), 2000, "text_too_long")
            for key, spelled in profile.metadata.items()
        }
        self._questions = [reader_of(question, mapped, places) for question, mapped, places in matching.questions()]
        matching.done()
        self._required = frozenset(code for code, question in plan.questions.items() if question.required)
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
        refusals: list[Refusal] = []

        def read(reader: Any, *more: Any) -> Any:
            try:
                return reader.read(cells, *more)
            except CellRefused as refused:
                place = reader.place
                column, value = ("", "") if place is None else (self.headings[place], cells[place][:_SHOWN])
                refusals.append(Refusal(number, column, storable(value), refused.code, refused.params))
                return None

        days = {name: read(reader) for name, reader in self._days.items()}
        day = day_of(days.get("answered_at"))
        parts = [read(reader, day) for reader in self._questions] if not refusals else self._all(read, day)
        fields = {name: read(reader) for name, reader in self._fields.items()}
        segments = {axis: read(reader) for axis, reader in self._segments.items()}
        metadata = {key: read(reader) for key, reader in self._metadata.items()}
        if refusals:
            return refusals
        parts = [part for part in parts if part is not NOT_ASKED]
        if len(parts) <= self._consents and all(part.answer.question.kind == "consent" for part in parts):
            return [Refusal(number, "", "", "answer_needed", {})]
        return self._assembled(number, cells, days, fields, segments, metadata, parts)

    def _all(self, read: Callable[..., Any], day: Any) -> list[Any]:
        """The day itself is unreadable: the scales are unknown, so only questions with one scale are looked at."""
        return [read(reader, day) for reader in self._questions if len(reader.question.scales) <= 1]

    def _assembled(
        self,
        number: int,
        cells: list[str],
        days: Mapping[str, Moment | None],
        fields: Mapping[str, Any],
        segments: Mapping[str, tuple[str, int | None]],
        metadata: Mapping[str, str],
        parts: Sequence[Any],
    ) -> Line:
        answered = days.get("answered_at")
        external_id = fields.get("external_id", "")
        words = [part.words for part in parts]
        words += [f"{name}:{moment.at or moment.day}" for name, moment in days.items() if moment]
        words += [f"{name}:{_said(value)}" for name, value in fields.items() if _said(value)]
        words += [f"segment {axis}:{code}" for axis, (code, _pk) in segments.items() if code]
        kept = {key: text for key, text in metadata.items() if text}
        words += [f"metadata {key}:{text}" for key, text in kept.items()]
        given = {part.answer.question.code for part in parts} if self._required else self._required
        return Line(
            number=number,
            source_key=source_key(external_id) if external_id else self._content_key(cells),
            external_id=external_id,
            content_hash=blake2b("\x1f".join(words).encode(), digest_size=16).hexdigest(),
            answered_on=answered.day if answered else None,
            answered_at=answered.at if answered else None,
            precision=(_MOMENT if answered.at else _DAY) if answered else _UNKNOWN,
            contact_at=_moment(days.get("contact_at")),
            asked_at=_moment(days.get("asked_at")),
            unit_id=_key(fields.get("unit")),
            touchpoint_id=_key(fields.get("touchpoint")),
            channel_id=_key(fields.get("channel")),
            employee_id=_key(fields.get("employee")),
            customer=fields.get("customer", ""),
            segments=tuple(sorted(pk for _code, pk in segments.values() if pk is not None)),
            language=fields.get("language", ""),
            weight=fields.get("weight", 1.0),
            contact_allowed=fields.get("contact_allowed"),
            source=fields.get("source", "import"),
            metadata=kept,
            parts=tuple(parts),
            partial=not self._required <= given,
        )

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


def _key(found: tuple[str, int | None] | None) -> int | None:
    return found[1] if found else None


def _said(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value

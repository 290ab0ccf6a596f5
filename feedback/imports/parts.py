"""What one cell, or a few, becomes: a part of a response, with the words by which it is compared on the next import."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.answers.faults import SENTENCES as ANSWER_SENTENCES
from feedback.answers.values import CheckedAnswer

SENTENCES: Mapping[str, Any] = {
    **ANSWER_SENTENCES,
    "record_broken": _("The line cannot be read: %(problem)s (up to line %(until)s)."),
    "cells_differ": _("The line has %(cells)s cells, the headings %(columns)s."),
    "day_unreadable": _("The day is written in none of the formats %(formats)s."),
    "day_ambiguous": _("The day can be read in several ways: %(readings)s."),
    "day_missing": _("The day is missing."),
    "time_skipped": _("This time did not exist: the clocks in %(zone)s were put forward."),
    "several_segments": _("The same axis gets two different segments."),
    "differs": _("An answer with this number is stored already and says something else."),
    "differs_in_file": _("The file has this number twice, with different values."),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a line is not taken: the line, the column, what stood there, and a stable reason."""

    line: int
    column: str
    value: str
    code: str
    params: Mapping[str, Any]

    @property
    def detail(self) -> str:
        """The reason in the reader's language."""
        return sentence(self.code, self.params)


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """A reason in the reader's language."""
    return str(SENTENCES[code]) % dict(params)


class CellRefused(Exception):
    """A cell fits nowhere; caught by the converter, which knows line and column."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})


@dataclass(frozen=True, slots=True)
class Part:
    """A checked answer, or none where the question was not asked, and the words it is compared by."""

    words: str
    answer: CheckedAnswer | None = None
    row: tuple[Any, ...] = ()  # as the table of answers holds it, without its keys (`ANSWER_VALUES`)
    options: tuple[int, ...] = ()
    required: bool = False

    @classmethod
    def of(cls, answer: CheckedAnswer) -> "Part":
        """The part an answer makes, ready for the table."""
        question, scale = answer.question, answer.scale
        day = answer.day.isoformat() if answer.day else None
        row = (question.id, scale.id if scale else None, answer.value, answer.number, answer.text, day, answer.missing)
        options = tuple(question.options[code].id for code in answer.options)
        return cls(f"{question.code}={_words(answer)}", answer, row, options, question.required)


ANSWER_VALUES = ("question_id", "scale_id", "value", "number", "text", "day", "missing")


def _words(answer: CheckedAnswer) -> str:
    if answer.missing is not None:
        return f"?{answer.missing}"
    return f"{answer.plain}@{answer.scale.code}" if answer.scale else f"{answer.plain}"


@dataclass(frozen=True, slots=True, eq=False)
class Circumstances:
    """One combination, ready for the table, and the words by which it is compared on the next import.

    Lines of the same combination hold the same object, so that it can be a key.
    """

    unit_id: int | None
    touchpoint_id: int | None
    channel_id: int | None
    employee_id: int | None
    language: str
    contact_allowed: bool | None
    source: str
    segments: tuple[int, ...]
    words: tuple[str, ...]


@dataclass(slots=True)
class Line:
    """A line of a file as the parts of a response; only customers are still to be looked up."""

    number: int
    source_key: str
    external_id: str
    content_hash: str
    answered_on: date | None
    answered_at: datetime | None
    precision: int
    contact_at: datetime | None
    asked_at: datetime | None
    customer: str
    weight: float
    circumstances: Circumstances
    metadata: Mapping[str, str]
    parts: tuple[Part, ...]
    partial: bool

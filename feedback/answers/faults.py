"""What can be wrong with an answer, each with a stable code, its place and a sentence for people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "answer_needed": _("At least one question must be answered."),
    "answers_invalid": _("The answers must be one object: question codes with their values."),
    "blank": _("An answer in words cannot be empty: leave it out instead."),
    "channel_unknown": _("There is no channel with the code “%(value)s”."),
    "code_invalid": _("This must be a code in plain letters."),
    "comment_not_asked": _("This survey asks for no comment."),
    "comment_twice": _("The comment is given twice, with different words."),
    "consent_invalid": _("The value must be true or false."),
    "customer_invalid": _("A customer number has 1 to 100 characters."),
    "day_invalid": _("The value must be a day such as 2026-05-31."),
    "employee_unknown": _("There is no employee with the number “%(value)s”."),
    "external_id_invalid": _("An external id has at most 200 characters."),
    "field_unknown": _("There is no field of this name."),
    "language_invalid": _("The language must be a code such as en or pl."),
    "metadata_invalid": _("Metadata must be one flat object: names with texts, numbers, true, false or null."),
    "metadata_too_large": _("Metadata may have at most 50 names and 8 KB."),
    "missing_invalid": _("The reason for a missing value must be skipped, not_applicable or dont_know."),
    "moment_invalid": _("The value must be a moment with its offset, such as 2026-05-31T09:30:00+02:00."),
    "moment_too_early": _("The time is before 1990."),
    "moment_too_late": _("The time is more than 24 hours ahead."),
    "not_an_option": _("“%(value)s” is not one of the question's answers."),
    "not_on_scale": _("The value must be a whole number from %(minimum)s to %(maximum)s."),
    "number_invalid": _("The value must be a number."),
    "option_twice": _("An answer is chosen twice."),
    "options_invalid": _("The value must be a list of at least one of the question's answers."),
    "precision_invalid": _("The precision does not fit the times given."),
    "question_unknown": _("This survey has no question “%(value)s”."),
    "required": _("Please answer this question."),
    "scale_ambiguous": _("The question had several scales and the day is unknown, so the scale cannot be known."),
    "scale_missing": _("The question had no scale on that day."),
    "segment_unknown": _("There is no segment “%(value)s” on this axis."),
    "axis_unknown": _("There is no segment axis “%(value)s”."),
    "segments_invalid": _("Segments must be one object: axes with the code of a segment each."),
    "source_unknown": _("There is no source “%(value)s”."),
    "survey_unknown": _("There is no survey with the code “%(value)s”."),
    "text_invalid": _("The value must be a text."),
    "text_characters": _("The text has characters that cannot be stored."),
    "text_too_long": _("The text has more than %(limit)s characters."),
    "touchpoint_unknown": _("There is no touchpoint with the code “%(value)s”."),
    "unit_unknown": _("There is no unit with the code “%(value)s”."),
    "weight_invalid": _("A weight must be a finite number above 0."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    :ivar pointer: JSON pointer to the bad field, such as `/answers/recommend`
    :ivar code: its stable name
    :ivar params: what the sentence names
    """

    pointer: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """The sentence in the reader's language."""
        return str(SENTENCES[self.code]) % dict(self.params)

    def below(self, prefix: str) -> "Fault":
        """The same fault, its pointer begun with `prefix`."""
        return replace(self, pointer=f"{prefix}{self.pointer}")

    def as_error(self) -> dict[str, str]:
        """As one error of a problem document."""
        return {"pointer": self.pointer, "code": self.code, "detail": self.detail}


class Rejected(Exception):
    """An answer cannot be taken; `faults` say why, all of them at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.pointer} {fault.code}" for fault in faults))
        self.faults = tuple(faults)


def raise_if_any(faults: Iterable[Fault]) -> None:
    """:raises Rejected: there are faults"""
    found = tuple(faults)
    if found:
        raise Rejected(found)


def step(name: str) -> str:
    """A name as one step of a JSON pointer (RFC 6901)."""
    return "/" + name.replace("~", "~0").replace("/", "~1")

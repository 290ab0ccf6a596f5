"""One value against its question. Nothing is guessed, rounded, trimmed or cut: a value fits or is refused."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from feedback.answers.faults import Fault, Rejected
from feedback.answers.plan import SCALED_KINDS, AmbiguousScale, NoScale, QuestionPlan, ScalePlan

LONGEST_TEXT = 5000
MISSING_REASONS = {"skipped": 1, "not_applicable": 2, "dont_know": 3}
MISSING_NAMES = {number: name for name, number in MISSING_REASONS.items()}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d{1,3})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """A value as it will be stored: exactly one of the value fields is set, or the reason why there is none."""

    question: QuestionPlan
    scale: ScalePlan | None = None
    value: int | None = None
    number: float | None = None
    text: str | None = None
    day: date | None = None
    missing: int | None = None
    options: tuple[str, ...] = ()

    @property
    def plain(self) -> Any:
        """The value as it is written in JSON."""
        if self.missing is not None:
            return {"missing": MISSING_NAMES[self.missing]}
        return _PLAIN[self.question.kind](self)


_PLAIN: dict[str, Callable[[CheckedAnswer], Any]] = {
    **dict.fromkeys(SCALED_KINDS, lambda answer: answer.value),
    "consent": lambda answer: bool(answer.value),
    "choice": lambda answer: answer.options[0],
    "choices": lambda answer: list(answer.options),
    "text": lambda answer: answer.text,
    "number": lambda answer: answer.number,
    "day": lambda answer: answer.day.isoformat() if answer.day else None,
}


def text_fault(text: Any, *, pointer: str, limit: int = LONGEST_TEXT, code: str = "text_invalid") -> Fault | None:
    """What is wrong with a text: its type, its length, or characters that no database keeps alike."""
    if not isinstance(text, str):
        return Fault(pointer, code)
    if len(text) > limit:
        return Fault(pointer, "text_too_long", {"limit": limit})
    if "\x00" in text or not _encodes(text):
        return Fault(pointer, "text_characters")
    return None


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return False
    return True


def check_value(question: QuestionPlan, value: Any, *, day: date | None, pointer: str) -> CheckedAnswer:
    """The value as it will be stored.

    :param day: the day of the answer, which decides the scale; None when unknown
    :raises Rejected: the value does not fit the question
    """
    scale = _scale(question, day, pointer) if question.kind in SCALED_KINDS else None
    if isinstance(value, Mapping):
        return CheckedAnswer(question, scale, missing=_reason(value, pointer))
    return _CHECKS[question.kind](question, scale, value, pointer)


def _scale(question: QuestionPlan, day: date | None, pointer: str) -> ScalePlan:
    try:
        return question.scale_on(day)
    except NoScale:
        raise Rejected([Fault(pointer, "scale_missing")]) from None
    except AmbiguousScale:
        raise Rejected([Fault(pointer, "scale_ambiguous")]) from None


def _reason(value: Mapping[str, Any], pointer: str) -> int:
    reason = value.get("missing")
    if set(value) != {"missing"} or not isinstance(reason, str) or reason not in MISSING_REASONS:
        raise Rejected([Fault(pointer, "missing_invalid")])
    return MISSING_REASONS[reason]


def _scaled(question: QuestionPlan, scale: ScalePlan | None, value: Any, pointer: str) -> CheckedAnswer:
    assert scale is not None  # noqa: S101 - check_value found it
    if type(value) is not int or not scale.minimum <= value <= scale.maximum:
        raise Rejected([Fault(pointer, "not_on_scale", {"minimum": scale.minimum, "maximum": scale.maximum})])
    return CheckedAnswer(question, scale, value=value)


def _one_option(question: QuestionPlan, _scale: ScalePlan | None, value: Any, pointer: str) -> CheckedAnswer:
    return CheckedAnswer(question, options=(_option(question, value, pointer),))


def _some_options(question: QuestionPlan, _scale: ScalePlan | None, value: Any, pointer: str) -> CheckedAnswer:
    if not isinstance(value, list | tuple) or not value:
        raise Rejected([Fault(pointer, "options_invalid")])
    codes = tuple(_option(question, code, f"{pointer}/{place}") for place, code in enumerate(value))
    if len(set(codes)) != len(codes):
        raise Rejected([Fault(pointer, "option_twice")])
    return CheckedAnswer(question, options=codes)


def _option(question: QuestionPlan, code: Any, pointer: str) -> str:
    if not isinstance(code, str) or code not in question.options:
        raise Rejected([Fault(pointer, "not_an_option", {"value": _shown(code)})])
    return code


def _words(question: QuestionPlan, _scale: ScalePlan | None, value: Any, pointer: str) -> CheckedAnswer:
    fault = text_fault(value, pointer=pointer)
    if not fault and not value.strip():
        fault = Fault(pointer, "blank")
    if fault:
        raise Rejected([fault])
    return CheckedAnswer(question, text=value)


def _number(question: QuestionPlan, _scale: ScalePlan | None, value: Any, pointer: str) -> CheckedAnswer:
    number = finite(value)
    if number is None:
        raise Rejected([Fault(pointer, "number_invalid")])
    return CheckedAnswer(question, number=number)


def _day(question: QuestionPlan, _scale: ScalePlan | None, value: Any, pointer: str) -> CheckedAnswer:
    day = day_of(value)
    if day is None:
        raise Rejected([Fault(pointer, "day_invalid")])
    return CheckedAnswer(question, day=day)


def _consent(question: QuestionPlan, _scale: ScalePlan | None, value: Any, pointer: str) -> CheckedAnswer:
    if not isinstance(value, bool):
        raise Rejected([Fault(pointer, "consent_invalid")])
    return CheckedAnswer(question, value=int(value))


_CHECKS: dict[str, Callable[[QuestionPlan, ScalePlan | None, Any, str], CheckedAnswer]] = {
    **dict.fromkeys(SCALED_KINDS, _scaled),
    "choice": _one_option,
    "choices": _some_options,
    "text": _words,
    "number": _number,
    "day": _day,
    "consent": _consent,
}


def finite(value: Any) -> float | None:
    """The value as a finite number; nothing when it is no number (true and false are none)."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def day_of(value: Any) -> date | None:
    """A day, or ISO text of one (2026-05-31 and no other form)."""
    if type(value) is date:
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def value_of_text(question: QuestionPlan, text: str) -> Any:
    """What a form's or a file's text says, as the JSON value that `check_value` takes.

    Numbers are plain ASCII digits; a text that says no such value is given back as it is, and then refused.
    """
    if question.kind in SCALED_KINDS:
        return int(text) if _WHOLE.fullmatch(text) else text
    if question.kind == "number":
        return float(text) if _DECIMAL.fullmatch(text) else text
    if question.kind == "consent":
        return {"true": True, "false": False}.get(text, text)
    return text


def _shown(value: Any) -> str:
    return str(value)[:100].encode(errors="replace").decode()

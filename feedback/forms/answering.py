"""The survey as a form on the public page. What fits is judged by the intake alone; this keeps values and errors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from feedback.answers.faults import Fault
from feedback.answers.plan import SCALED_KINDS, NoScale, QuestionPlan, ScalePlan, SurveyPlan
from feedback.answers.values import value_of_text
from lib.local_text import local

FACES = {1: "frown", 2: "meh", 3: "smile"}


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tap."""

    value: str
    label: str
    icon: str = ""
    chosen: bool = False


@dataclass(slots=True)
class AskedQuestion:
    """A question on the page with what was given so far and what is wrong with it."""

    question: QuestionPlan
    scale: ScalePlan | None = None
    given: Sequence[str] = ()
    error: str = ""
    number: int = 0

    @property
    def name(self) -> str:
        """Its name in the form."""
        return f"q-{self.question.code}"

    @property
    def text(self) -> str:
        return local(self.question.text) or self.question.code

    @property
    def help(self) -> str:
        return local(self.question.help)

    @property
    def shape(self) -> str:
        """How it is drawn: faces, scale, choice, choices, text, number, day or consent."""
        if self.question.kind in SCALED_KINDS:
            return "faces" if self.question.kind == "smiley" else "scale"
        return self.question.kind

    @property
    def value(self) -> str:
        return self.given[0] if self.given else ""

    @property
    def choices(self) -> list[Choice]:
        """What can be tapped: the scale's values, or the options still in use."""
        if self.scale:
            return [self._point(value) for value in self.scale.values]
        return [
            Choice(option.code, local(option.label) or option.code, chosen=option.code in self.given)
            for option in self.question.options.values()
            if not option.archived or option.code in self.given
        ]

    def _point(self, value: int) -> Choice:
        assert self.scale is not None  # noqa: S101 - asked for scaled questions only
        label = local(self.scale.labels.get(str(value)))
        icon = FACES.get(value, "") if self.shape == "faces" else ""
        return Choice(str(value), label, icon, str(value) in self.given)

    @property
    def is_wide(self) -> bool:
        """Whether the scale fills the whole row of a phone."""
        return self.scale is not None and len(self.scale.values) > 7

    @property
    def low_label(self) -> str:
        return local(self.scale.labels.get(str(self.scale.minimum))) if self.scale else ""

    @property
    def high_label(self) -> str:
        return local(self.scale.labels.get(str(self.scale.maximum))) if self.scale else ""


@dataclass(slots=True)
class AnsweringForm:
    """All questions of a survey on one page."""

    plan: SurveyPlan
    questions: list[AskedQuestion] = field(default_factory=list)
    error: str = ""

    @classmethod
    def of(cls, plan: SurveyPlan, *, today: date, given: Mapping[str, Sequence[str]] | None = None) -> "AnsweringForm":
        """The form, filled with texts by question code.

        :param today: the day whose scales are asked
        """
        asked: list[Any] = []
        for code, question in plan.questions.items():
            try:
                scale = question.scale_on(today) if question.kind in SCALED_KINDS else None
            except NoScale:  # it is asked on a scale from a later day on
                continue
            asked.append(AskedQuestion(question, scale, (given or {}).get(code, ()), number=len(asked) + 1))
        return cls(plan, asked)

    @classmethod
    def posted(cls, plan: SurveyPlan, posted: QueryDict, *, today: date) -> "AnsweringForm":
        """The form as it was sent."""
        given = {code: [text for text in posted.getlist(f"q-{code}") if text.strip()] for code in plan.questions}
        return cls.of(plan, today=today, given=given)

    @property
    def answers(self) -> dict[str, Any]:
        """What was given, as the intake takes it."""
        found: dict[str, Any] = {}
        for asked in self.questions:
            if asked.shape == "consent":
                found[asked.question.code] = asked.value == "true"
            elif asked.shape == "choices" and asked.given:
                found[asked.question.code] = list(asked.given)
            elif asked.given:
                found[asked.question.code] = value_of_text(asked.question, asked.value)
        return found

    def requires_more(self) -> bool:
        """Whether a required question is empty; each then says so."""
        for asked in self.questions:
            if asked.question.required and not asked.given:
                asked.error = _("Please answer this question.")
        return self.has_errors

    def show(self, faults: Sequence[Fault]) -> None:
        """Put each fault beside its question, the others above the form."""
        by_code = {asked.question.code: asked for asked in self.questions}
        for fault in faults:
            parts = fault.pointer.split("/")
            asked = by_code.get(parts[2]) if len(parts) > 2 and parts[1] == "answers" else None
            if asked:
                asked.error = fault.detail
            else:
                self.error = fault.detail

    @property
    def has_errors(self) -> bool:
        return bool(self.error) or any(asked.error for asked in self.questions)

    @property
    def seconds(self) -> int:
        """About how long it takes, in tens of seconds."""
        taps = sum(8 if asked.shape in ("text", "number", "day") else 4 for asked in self.questions)
        return max(10, round(taps / 10) * 10)

"""A survey's answers as rows of a file: wide (a line a response) or long (a line an answer), with their codebook.

Without names, addresses and customer numbers; words only on demand, masked. A score of 0 is 0, an empty cell is "no
value". As codes the file is for programs; as words its headings are words, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import Option, Question, QuestionType, Response, Survey
from lib.csv_files import unique_headings
from lib.local_text import local
from metrics.queries.export_words import about_words, axis_words, codebook_words
from programs.models import SegmentAxis

Shape = Literal["wide", "long"]
Values = Literal["codes", "labels"]
# What is left out unless it is asked for: customers' words, and the numbers that senders gave their answers.
Extra = Literal["words", "external_id"]
Extras = frozenset[Extra]
NOTHING_MORE: Extras = frozenset()
_ABOUT = (
    "response", "survey", "answered_on", "channel", "unit", "touchpoint", "source", "language", "weight", "counted",
    "not_counted_reason",
)  # fmt: skip


class NotAllowed(PermissionError):
    """The viewer may not take single answers away."""


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What a file of answers holds, ready to be read in portions."""

    survey: Survey
    shape: Shape
    values: Values
    extras: Extras
    questions: tuple[Question, ...]
    axes: tuple[str, ...]
    about: tuple[str, ...]
    headings: tuple[str, ...]
    total: int

    @property
    def in_words(self) -> bool:
        """Whether people shall read it, not programs."""
        return self.values == "labels"


Row = list[Any]


def plan_export(
    survey: Survey, *, shape: Shape, values: Values, viewer: Viewer, extras: Extras = NOTHING_MORE
) -> ExportPlan:
    """The columns of the file. :raises NotAllowed: the viewer may not export answers, or not read words"""
    if not viewer.can(Can.EXPORT_ANSWERS) or ("words" in extras and not viewer.can(Can.READ_COMMENTS)):
        raise NotAllowed
    questions = _questions(survey, with_words="words" in extras)
    axes = tuple(SegmentAxis.objects.order_by("pk").values_list("code", flat=True))
    about = ("response", "external_id", *_ABOUT[1:]) if "external_id" in extras else _ABOUT
    return ExportPlan(
        survey, shape, values, extras, questions, axes, about,
        tuple(_headings(shape, values, questions, axes, about)),
        Response.objects.filter(survey=survey, deleted_at=None).count(),
    )  # fmt: skip


def codebook_rows(plan: ExportPlan) -> Iterator[Row]:
    """What the columns and codes mean."""
    yield codebook_words() if plan.in_words else ["column", "heading", "question", "type", "scale", "code", "label"]
    if plan.survey.is_sample:
        yield ["", "", _("SAMPLE: these answers are made up"), "", "", "", ""]
    for question, column in zip(plan.questions, _columns_of(plan), strict=True):
        text = local(question.text) or local(question.label)
        scales = [link.scale for link in question.scales.select_related("scale")]
        shown = ", ".join(f"{scale.minimum}-{scale.maximum}" for scale in scales)
        yield [question.code, column, text, str(question.get_kind_display()), shown, "", ""]
        for scale in scales:
            named = f"{scale.minimum}-{scale.maximum}"
            for value in range(scale.minimum, scale.maximum + 1):
                yield [question.code, column, text, "", named, value, local(scale.labels.get(str(value)))]
        for option in Option.objects.filter(question=question):
            yield [question.code, column, text, "", "", option.code, local(option.label)]


def _columns_of(plan: ExportPlan) -> list[str]:
    if plan.shape == "long":
        return [title_of(question, plan.values) for question in plan.questions]
    return list(plan.headings[len(plan.about) + len(plan.axes) :])


def _questions(survey: Survey, *, with_words: bool) -> tuple[Question, ...]:
    """All questions of the questionnaire; those for words only on demand."""
    ordered = [item.question for item in survey.version.items.select_related("question").order_by("position", "pk")]
    known = {question.pk for question in ordered}
    others = Question.objects.filter(instrument=survey.version.instrument_id).exclude(pk__in=known).order_by("pk")
    return tuple(question for question in [*ordered, *others] if with_words or question.kind != QuestionType.TEXT)


def _headings(
    shape: Shape, values: Values, questions: tuple[Question, ...], axes: tuple[str, ...], about: tuple[str, ...]
) -> list[str]:
    first = [*about, *(f"segment:{axis}" for axis in axes)]
    if shape == "long":
        first += ["question", "scale", "value", "missing"]
    if values == "labels":
        words = {**about_words(), **axis_words()}
        first = [words.get(code, code) for code in first]
    if shape == "long":
        return unique_headings(first)
    return unique_headings([*first, *(title_of(question, values) for question in questions)])


def title_of(question: Question, values: Values) -> str:
    """What a question is called in the file."""
    return question.code if values == "codes" else local(question.text) or question.code


def sheet_title() -> str:
    """The name of the sheet with the answers."""
    return _("answers")

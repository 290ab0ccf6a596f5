"""A survey's answers as rows of a file: wide (a line a response) or long (a line an answer), with their codebook.

Without names, addresses, customer numbers or words. A score of 0 is 0, an empty cell is "no value".
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import (
    Answer,
    AnswerOption,
    Missing,
    Option,
    ProfileSegment,
    Question,
    QuestionType,
    Response,
    Scale,
    Survey,
)
from lib.csv_files import unique_headings
from lib.local_text import local
from metrics.queries.asking import Dimension
from metrics.queries.lookups import Lookups
from metrics.queries.naming import ReadableNames
from programs.models import SegmentAxis

AT_ONCE = 2_000
Shape = Literal["wide", "long"]
Values = Literal["codes", "labels"]
_ABOUT = (
    "response", "survey", "answered_on", "channel", "unit", "touchpoint", "source", "language", "weight", "counted",
    "not_counted_reason",
)  # fmt: skip
_MISSING_CODES = {Missing.SKIPPED: "skipped", Missing.NOT_APPLICABLE: "not_applicable", Missing.DONT_KNOW: "dont_know"}


class NotAllowed(PermissionError):
    """The viewer may not take single answers away."""


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What a file of answers holds, ready to be read in portions."""

    survey: Survey
    shape: Shape
    values: Values
    questions: tuple[Question, ...]
    axes: tuple[str, ...]
    headings: tuple[str, ...]
    total: int


Row = list[Any]


def plan_export(survey: Survey, *, shape: Shape, values: Values, viewer: Viewer) -> ExportPlan:
    """The columns of the file. :raises NotAllowed: the viewer may not export answers"""
    if not viewer.can(Can.EXPORT_ANSWERS):
        raise NotAllowed
    questions = _questions(survey)
    axes = tuple(SegmentAxis.objects.order_by("pk").values_list("code", flat=True))
    return ExportPlan(
        survey, shape, values, questions, axes, tuple(_headings(shape, values, questions, axes)),
        Response.objects.filter(survey=survey, deleted_at=None).count(),
    )  # fmt: skip


def export_rows(plan: ExportPlan, *, after: int = 0, most: int = AT_ONCE) -> tuple[list[Row], int, int]:
    """Rows of the next responses, the key of the last one (0 at the end), and how many responses these are."""
    responses: list[Any] = list(
        Response.objects.filter(survey=plan.survey, deleted_at=None, pk__gt=after)
        .order_by("pk")
        .values("pk", "public_id", "answered_on", "channel_id", "unit_id", "touchpoint_id", "source", "language",
                "weight", "counted", "not_counted_reason", "profile_id")[:most]
    )  # fmt: skip
    if not responses:
        return [], 0, 0
    writer = _Writer(plan)
    rows = [row for response in responses for row in writer.rows(response, writer.answers_of(responses))]
    return rows, responses[-1]["pk"], len(responses)


def codebook_rows(plan: ExportPlan) -> Iterator[Row]:
    """What the columns and codes mean."""
    yield ["column", "heading", "question", "type", "scale", "code", "label"]
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
        return [question.code for question in plan.questions]
    return list(plan.headings[len(_ABOUT) + len(plan.axes) :])


def _questions(survey: Survey) -> tuple[Question, ...]:
    """All questions of the questionnaire but words: those stay with the comments."""
    ordered = [item.question for item in survey.version.items.select_related("question").order_by("position", "pk")]
    known = {question.pk for question in ordered}
    others = Question.objects.filter(instrument=survey.version.instrument_id).exclude(pk__in=known).order_by("pk")
    return tuple(question for question in [*ordered, *others] if question.kind != QuestionType.TEXT)


def _headings(shape: Shape, values: Values, questions: tuple[Question, ...], axes: tuple[str, ...]) -> list[str]:
    about = [*_ABOUT, *(f"segment:{axis}" for axis in axes)]
    if shape == "long":
        return [*about, "question", "scale", "value", "missing"]
    titles = [question.code if values == "codes" else local(question.text) or question.code for question in questions]
    return unique_headings([*about, *titles])


class _Writer:
    """Turns responses and answers into rows."""

    def __init__(self, plan: ExportPlan) -> None:
        self.plan, self.lookups, self.readable = plan, Lookups(), ReadableNames()
        self.segments: dict[int, dict[str, str]] = defaultdict(dict)
        for profile_id, axis, code in ProfileSegment.objects.values_list("profile_id", "axis__code", "segment__code"):
            self.segments[profile_id][axis] = code
        self.scales = {pk: str(scale) for pk, scale in self.lookups.scales().items()}
        self.labels = _scale_labels()
        self.options = {option.pk: option for option in Option.objects.filter(question__in=plan.questions)}
        self._answers: dict[int, dict[int, Mapping[str, Any]]] | None = None

    def answers_of(self, responses: list[dict[str, Any]]) -> dict[int, dict[int, Mapping[str, Any]]]:
        """Response → question → answer, read once for the portion."""
        if self._answers is None:
            found: dict[int, dict[int, Any]] = defaultdict(dict)
            in_portion = Answer.objects.filter(
                response__survey=self.plan.survey,
                response_id__gte=responses[0]["pk"],
                response_id__lte=responses[-1]["pk"],
            )
            fields = ("pk", "response_id", "question_id", "scale_id", "value", "number", "day", "missing")
            chosen: dict[int, list[int]] = defaultdict(list)
            choices = AnswerOption.objects.filter(answer__in=in_portion).order_by("option_id")
            for answer_id, option_id in choices.values_list("answer_id", "option_id"):
                chosen[answer_id].append(option_id)
            for answer in in_portion.values(*fields):
                found[answer["response_id"]][answer["question_id"]] = {
                    **answer,
                    "options": chosen.get(answer["pk"], []),
                }
            self._answers = found
        return self._answers

    def rows(self, response: dict[str, Any], answers: dict[int, dict[int, Mapping[str, Any]]]) -> Iterator[Row]:
        about = self._about(response)
        given = answers.get(response["pk"], {})
        if self.plan.shape == "wide":
            yield [*about, *(self._value(given.get(question.pk)) for question in self.plan.questions)]
            return
        for question in self.plan.questions:
            if answer := given.get(question.pk):
                missing = _MISSING_CODES.get(answer["missing"], "")
                yield [*about, question.code, self.scales.get(answer["scale_id"], ""), self._value(answer), missing]

    def _about(self, response: dict[str, Any]) -> Row:
        segments = self.segments.get(response["profile_id"], {})
        return [
            str(response["public_id"]),
            self.plan.survey.code,
            response["answered_on"].isoformat() if response["answered_on"] else "",
            self._place(Dimension.CHANNEL, response["channel_id"]),
            self._place(Dimension.UNIT, response["unit_id"]),
            self._place(Dimension.TOUCHPOINT, response["touchpoint_id"]),
            response["source"],
            response["language"],
            response["weight"],
            "yes" if response["counted"] else "no",
            response["not_counted_reason"],
            *(self._segment(axis, segments.get(axis)) for axis in self.plan.axes),
        ]

    def _place(self, dimension: Dimension, pk: int | None) -> str:
        code = self.lookups.code(dimension, pk or 0)
        return self._shown(dimension, code) if code else ""

    def _segment(self, axis: str, code: str | None) -> str:
        if not code:
            return ""
        return self._shown(Dimension.SEGMENT, f"{axis}:{code}") if self.plan.values == "labels" else code

    def _shown(self, dimension: Dimension, code: str) -> str:
        return self.readable.name(dimension, code) if self.plan.values == "labels" else code

    def _value(self, answer: Mapping[str, Any] | None) -> Any:
        if answer is None or answer["missing"] is not None:
            return ""
        if answer["value"] is not None:
            label = self.labels.get((answer["scale_id"], answer["value"])) if self.plan.values == "labels" else None
            return label or answer["value"]
        if answer["options"]:
            return "; ".join(self._option(pk) for pk in answer["options"])
        if answer["number"] is not None:
            return answer["number"]
        return answer["day"].isoformat() if answer["day"] else ""

    def _option(self, pk: int) -> str:
        option = self.options[pk]
        return (local(option.label) if self.plan.values == "labels" else "") or option.code


def _scale_labels() -> dict[tuple[int, int], str]:
    return {
        (scale.pk, int(value)): local(label)
        for scale in Scale.objects.all()
        for value, label in scale.labels.items()
        if value.lstrip("-").isdigit()
    }


def sheet_title() -> str:
    """The name of the sheet with the answers."""
    return _("answers")

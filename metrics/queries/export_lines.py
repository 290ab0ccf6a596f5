"""The lines of a file of answers, read in portions."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from accounts.models import Employee
from feedback.models import Answer, AnswerOption, Option, ProfileSegment, Response, Source
from lib.local_text import local
from lib.masking import mask
from metrics.queries.asking import Dimension
from metrics.queries.export_words import MISSING_CODES, scale_words, words_of_code
from metrics.queries.exports import ExportPlan, Row, title_of
from metrics.queries.lookups import Lookups
from metrics.queries.naming import ReadableNames

AT_ONCE = 2_000
# The answers of our own pages carry a token of the page as their number, which is nobody's business.
_NUMBERED = frozenset({Source.API, Source.IMPORT, Source.MANUAL, Source.REVIEW})


def export_rows(plan: ExportPlan, *, after: int = 0, most: int = AT_ONCE) -> tuple[list[Row], int, int]:
    """Rows of the next responses, the key of the last one (0 at the end), and how many responses these are."""
    responses: list[Any] = list(
        Response.objects.filter(survey=plan.survey, deleted_at=None, pk__gt=after)
        .order_by("pk")
        .values("pk", "public_id", "answered_on", "channel_id", "unit_id", "touchpoint_id", "source", "language",
                "weight", "counted", "not_counted_reason", "profile_id", "external_id")[:most]
    )  # fmt: skip
    if not responses:
        return [], 0, 0
    writer = _Writer(plan)
    rows = [row for response in responses for row in writer.rows(response, writer.answers_of(responses))]
    return rows, responses[-1]["pk"], len(responses)


class _Writer:
    """Turns responses and answers into rows."""

    def __init__(self, plan: ExportPlan) -> None:
        self.plan, self.lookups, self.readable = plan, Lookups(), ReadableNames()
        self.segments: dict[int, dict[str, str]] = defaultdict(dict)
        for profile_id, axis, code in ProfileSegment.objects.values_list("profile_id", "axis__code", "segment__code"):
            self.segments[profile_id][axis] = code
        self.scales = {pk: str(scale) for pk, scale in self.lookups.scales().items()}
        self.labels = scale_words() if plan.in_words else {}
        self.options = {option.pk: option for option in Option.objects.filter(question__in=plan.questions)}
        self.names = list(Employee.objects.values_list("name", flat=True)) if "words" in plan.extras else []
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
            more = ("text",) if "words" in self.plan.extras else ()
            chosen: dict[int, list[int]] = defaultdict(list)
            choices = AnswerOption.objects.filter(answer__in=in_portion).order_by("option_id")
            for answer_id, option_id in choices.values_list("answer_id", "option_id"):
                chosen[answer_id].append(option_id)
            for answer in in_portion.values(*fields, *more):
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
                missing = self._coded("missing", MISSING_CODES.get(answer["missing"], ""))
                title = title_of(question, self.plan.values)
                yield [*about, title, self.scales.get(answer["scale_id"], ""), self._value(answer), missing]

    def _about(self, response: dict[str, Any]) -> Row:
        segments = self.segments.get(response["profile_id"], {})
        survey = self.plan.survey
        return [
            str(response["public_id"]),
            *self._number(response),
            (local(survey.name) if self.plan.in_words else "") or survey.code,
            response["answered_on"] or "",
            self._place(Dimension.CHANNEL, response["channel_id"]),
            self._place(Dimension.UNIT, response["unit_id"]),
            self._place(Dimension.TOUCHPOINT, response["touchpoint_id"]),
            self._coded("source", response["source"]),
            response["language"],
            response["weight"],
            self._coded("counted", "yes" if response["counted"] else "no"),
            self._coded("not_counted_reason", response["not_counted_reason"]),
            *(self._segment(axis, segments.get(axis)) for axis in self.plan.axes),
        ]

    def _number(self, response: Mapping[str, Any]) -> Row:
        if "external_id" not in self.plan.extras:
            return []
        return [response["external_id"] if response["source"] in _NUMBERED else ""]

    def _coded(self, column: str, code: str) -> str:
        return words_of_code(column, code) if self.plan.in_words else code

    def _place(self, dimension: Dimension, pk: int | None) -> str:
        code = self.lookups.code(dimension, pk or 0)
        return self._shown(dimension, code) if code else ""

    def _segment(self, axis: str, code: str | None) -> str:
        if not code:
            return ""
        return self._shown(Dimension.SEGMENT, f"{axis}:{code}") if self.plan.in_words else code

    def _shown(self, dimension: Dimension, code: str) -> str:
        return self.readable.name(dimension, code) if self.plan.in_words else code

    def _value(self, answer: Mapping[str, Any] | None) -> Any:
        if answer is None or answer["missing"] is not None:
            return ""
        if answer["value"] is not None:
            return self.labels.get((answer["scale_id"], answer["value"])) or answer["value"]
        if answer["options"]:
            return "; ".join(self._option(pk) for pk in answer["options"])
        if answer["number"] is not None:
            return answer["number"]
        if answer.get("text") is not None:
            return mask(answer["text"], self.names)
        return answer["day"] or ""

    def _option(self, pk: int) -> str:
        option = self.options[pk]
        return (local(option.label) if self.plan.in_words else "") or option.code

"""How often each option of a survey's questions with several choices was chosen: totals, which everybody may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from accounts.viewer import Viewer
from feedback.models import Option, Question, QuestionType, Survey
from lib.local_text import local
from metrics.models import MonthCount, MonthOptionCount
from metrics.queries.results import Step


@dataclass(frozen=True, slots=True)
class Topics:
    """One question: how many answered it, and what they chose, most often first."""

    code: str
    name: str
    n: int
    steps: Sequence[Step]

    @property
    def has_names(self) -> bool:
        """Whether the options say what they mean; without a code book they are called by their numbers alone."""
        return not self.steps or not all(step.code in step.label.split() for step in self.steps)


def topics_of(survey: Survey, *, viewer: Viewer) -> list[Topics]:
    """The survey's questions with several choices, the most answered first; none for those who see parts only."""
    if viewer.touchpoint_ids is not None:
        return []
    questions = list(Question.objects.filter(instrument=survey.version.instrument_id, kind=QuestionType.CHOICES))
    counted = MonthCount.objects.filter(survey=survey, question__in=questions).order_by()
    given = dict(counted.values_list("question").annotate(Sum("given")))
    chosen = _chosen(survey, questions)
    found = [
        Topics(question.code, local(question.label) or local(question.text), given[question.pk], chosen[question.pk])
        for question in questions
        if given.get(question.pk)
    ]
    return sorted(found, key=lambda topics: -topics.n)


def _chosen(survey: Survey, questions: Sequence[Question]) -> dict[int, list[Step]]:
    counts = dict(
        MonthOptionCount.objects.filter(survey=survey, question__in=questions)
        .order_by().values_list("option_id").annotate(Sum("chosen"))
    )  # fmt: skip
    found: dict[int, list[Step]] = defaultdict(list)
    rows = Option.objects.filter(pk__in=counts).values_list("pk", "question", "code", "label")
    for pk, question_id, code, label in rows:
        found[question_id].append(Step(code, local(label) or code, counts[pk]))
    for steps in found.values():
        steps.sort(key=lambda step: -step.count)
    return found

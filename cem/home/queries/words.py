"""What customers commented on, as coded: how many spoke about each theme, and the commonest topics."""

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import QuestionType, Survey
from lib.local_text import local
from metrics.queries import FigureError, FigureQuery
from metrics.queries.results import Step, survey_results

TOPICS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """One coded question: how many commented, and on what most often."""

    name: str
    n: int
    topics: Sequence[Step]


def themes(survey: Survey, *, viewer: Viewer) -> list[Theme]:
    """The survey's coded themes, the most commented first; nothing for those who may not read comments."""
    if not viewer.can(Can.READ_COMMENTS):
        return []
    try:
        results = survey_results(survey, FigureQuery(), viewer=viewer)
    except FigureError:
        return []
    labels = _labels(survey)
    coded = [result for result in results if result.kind == QuestionType.CHOICES and result.n and not result.hidden]
    found = [
        Theme(labels.get(result.code, result.text), result.n or 0, [s for s in result.steps if s.count][:TOPICS_SHOWN])
        for result in coded
    ]
    return sorted(found, key=lambda theme: -theme.n)


def _labels(survey: Survey) -> dict[str, str]:
    rows = survey.version.instrument.questions.filter(kind=QuestionType.CHOICES).values_list("code", "label", "text")
    return {code: local(label) or local(text) for code, label, text in rows}

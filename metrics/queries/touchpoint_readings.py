"""What customers say of each touchpoint in short, for the journey map."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from accounts.viewer import Viewer
from feedback.models import Question, Survey
from lib.local_text import LocalText
from metrics.queries.asking import Dimension, FigureError, FigureQuery, GroupBy
from metrics.queries.figuring import figures
from metrics.queries.rows import Figure
from touchpoints.measured import Reading

_EACH = GroupBy((Dimension.TOUCHPOINT, Dimension.SURVEY, Dimension.QUESTION))


def touchpoint_readings(viewer: Viewer, today: date, segment: str) -> Iterator[Reading]:
    """Each touchpoint's questions in the newest survey that asked about it; what may not be seen is left out.

    :param segment: axis:code, empty for everybody
    """
    query = FigureQuery("rating_top2", segments=(segment,) if segment else (), group_by=_EACH)
    try:
        rows = figures(query, viewer=viewer, today=today)
    except FigureError:  # a segment that the surveys do not know was measured nowhere
        return
    surveys = {code: (place, name) for place, (code, name) in enumerate(_survey_names())}
    questions = _question_names()
    for touchpoint, by_survey in _by_touchpoint(rows).items():
        newest = max(by_survey, key=lambda code: surveys[code][0] if code in surveys else -1)
        survey: LocalText = surveys[newest][1] if newest in surveys else {"en": newest}
        for row in by_survey[newest]:
            question = row.question or ""
            yield Reading(
                touchpoint, questions.get(question) or {"en": question}, survey, row.value or 0.0, row.ci_low,
                row.ci_high, row.n or 0,
            )  # fmt: skip


def _by_touchpoint(rows: list[Figure]) -> dict[str, dict[str, list[Figure]]]:
    found: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row.touchpoint and row.has_value:
            found[row.touchpoint][row.survey or ""].append(row)
    return found


def _survey_names() -> list[tuple[str, LocalText]]:
    return list(Survey.objects.order_by("opens_on", "pk").values_list("code", "name"))


def _question_names() -> dict[str, LocalText]:
    questions = Question.objects.order_by("pk").values_list("code", "label", "text")
    return {code: label if any(label.values()) else text for code, label, text in questions}

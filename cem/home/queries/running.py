"""What comes in just now: the engagement's open surveys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cem.home.queries.figures import Indices
from cem.home.queries.waves import survey_name, surveys_of
from feedback.models import Survey, SurveyState
from metrics.queries import Figure
from metrics.queries.received import received_by
from programs.models import Engagement


@dataclass(frozen=True, slots=True)
class RunningSurvey:
    """One open survey: how many have answered, when last, and what they say."""

    survey: Survey
    answers: int
    last_at: datetime | None
    nps: Figure | None

    @property
    def name(self) -> str:
        return survey_name(self.survey)


def running_surveys(engagement: Engagement, *, indices: Indices) -> list[RunningSurvey]:
    """The open surveys with their answers so far."""
    surveys: Sequence[Survey] = list(
        surveys_of(engagement).filter(state=SurveyState.OPEN).select_related("main_nps").order_by("pk")
    )
    if not surveys:
        return []
    traffic = {survey.pk: received for survey in surveys if (received := received_by(survey))[0]}
    return [
        RunningSurvey(
            survey,
            *traffic.get(survey.pk, (0, None)),
            indices.of(survey) if survey.main_nps_id and survey.pk in traffic else None,
        )
        for survey in surveys
    ]

"""What comes in just now: the engagement's open surveys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.viewer import Viewer
from cem.home.queries.figures import nps_of
from cem.home.queries.waves import survey_name
from feedback.models import Survey, SurveyState
from metrics.queries import Figure, Lookups
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


def running_surveys(engagement: Engagement, *, viewer: Viewer) -> list[RunningSurvey]:
    """The open surveys with their answers so far."""
    surveys: Sequence[Survey] = list(
        Survey.objects.filter(engagement=engagement, state=SurveyState.OPEN).select_related("main_nps").order_by("pk")
    )
    if not surveys:
        return []
    lookups = Lookups()
    traffic = {survey.pk: received for survey in surveys if (received := received_by(survey))[0]}
    return [
        RunningSurvey(
            survey,
            *traffic.get(survey.pk, (0, None)),
            nps_of(survey, viewer=viewer, lookups=lookups) if survey.main_nps_id and survey.pk in traffic else None,
        )
        for survey in surveys
    ]

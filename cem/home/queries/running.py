"""What comes in just now: the engagement's open surveys, and a tag that changes with every answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Max
from django.utils.translation import get_language

from accounts.viewer import Viewer
from cem.home.queries.figures import nps_of
from cem.home.queries.waves import survey_name
from feedback.models import CollectionPoint, Response, Survey, SurveyState
from feedback.queries.surveys import traffic
from metrics.queries import Figure
from organisations.models import Organisation
from programs.models import Engagement


@dataclass(frozen=True, slots=True)
class RunningSurvey:
    """One open survey: how many have answered, when last, and what they say."""

    survey: Survey
    answers: int
    last_at: datetime | None
    nps: Figure | None
    point: CollectionPoint | None

    @property
    def name(self) -> str:
        return survey_name(self.survey)


def running_tag(engagement: Engagement, *, organisation: Organisation, viewer: Viewer) -> str:
    """Changes when an answer comes in, a figure is counted anew, or somebody else looks."""
    newest = Response.objects.filter(survey__engagement=engagement, survey__state=SurveyState.OPEN)
    state = newest.aggregate(pk=Max("pk"), at=Max("updated_at"))
    parts = (engagement.pk, organisation.stamp, state, viewer.actor, sorted(viewer.roles), get_language())
    return sha256(repr(parts).encode()).hexdigest()[:20]


def running_surveys(engagement: Engagement, *, viewer: Viewer) -> list[RunningSurvey]:
    """The open surveys with their answers so far."""
    surveys: Sequence[Survey] = list(
        Survey.objects.filter(engagement=engagement, state=SurveyState.OPEN).select_related("main_nps").order_by("pk")
    )
    counted = traffic(surveys)
    received = Response.objects.filter(survey__in=surveys, deleted_at=None).order_by()
    last = dict(received.values_list("survey").annotate(Max("received_at")))
    points = {point.survey_id: point for point in CollectionPoint.objects.filter(survey__in=surveys, closed_at=None)}
    return [
        RunningSurvey(
            survey,
            counted[survey.pk].total if survey.pk in counted else 0,
            last.get(survey.pk),
            nps_of(survey, viewer=viewer) if survey.main_nps_id and survey.pk in counted else None,
            points.get(survey.pk),
        )
        for survey in surveys
    ]

"""Questions about questionnaires, surveys and their collection points."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import CollectionPoint, Instrument, Recount, Response, Survey
from feedback.queries.plans import SURVEY_RELATIONS
from lib.prepared import Given
from organisations.tenancy import PreparedInside, scoped_organisation

_POINT = PreparedInside(
    lambda: (
        CollectionPoint.objects.filter(code=Given("code"))
        .select_related("survey__version__instrument", "survey__comment")
        .order_by()
    )
)


def surveys(*, viewer: Viewer) -> QuerySet[Survey]:
    """The organisation's surveys, the newest first; none without the right to see surveys."""
    if not viewer.can(Can.READ_SURVEYS):
        return Survey.objects.none()
    return Survey.objects.select_related(*SURVEY_RELATIONS, "engagement", "cycle").order_by("-pk")


def instruments(*, viewer: Viewer) -> QuerySet[Instrument]:
    """The organisation's questionnaires with the number of their questions."""
    if not viewer.can(Can.READ_SURVEYS):
        return Instrument.objects.none()
    return Instrument.objects.annotate(
        question_count=Count("questions", distinct=True), version_count=Count("versions", distinct=True)
    )


def points(*, viewer: Viewer) -> QuerySet[CollectionPoint]:
    """All collection points, those of the newest survey first."""
    if not viewer.can(Can.READ_SURVEYS):
        return CollectionPoint.objects.none()
    places = ("touchpoint", "unit", "channel")
    main = ("survey__main_nps", "survey__main_csat", "survey__main_ces")
    return CollectionPoint.objects.select_related("survey", *places, *main).order_by("-survey", "pk")


def points_of(survey: Survey) -> QuerySet[CollectionPoint]:
    """The survey's collection points."""
    return CollectionPoint.objects.filter(survey=survey).select_related("touchpoint", "unit", "channel")


def point_of_code(code: str) -> CollectionPoint | None:
    """The collection point that a printed code leads to, inside its organisation's scope."""
    point = _POINT.first(code=code)
    if point is not None:
        point.organisation = point.survey.organisation = scoped_organisation()
    return point


@dataclass(frozen=True, slots=True)
class Traffic:
    """How many responses a survey has, and when it was last answered."""

    total: int = 0
    last_day: date | None = None


def traffic(surveys: Iterable[Survey]) -> dict[int, Traffic]:
    """Responses of surveys by primary key; how many there are is no secret, what they say is."""
    rows = (
        Response.objects.filter(survey__in=[survey.pk for survey in surveys], deleted_at=None)
        .order_by()
        .values("survey")
        .annotate(total=Count("pk"), last=Max("answered_on"))
    )
    return {row["survey"]: Traffic(row["total"], row["last"]) for row in rows}


def traffic_of_points(survey: Survey) -> dict[int, int]:
    """Responses that came through each of the survey's collection points."""
    rows = Response.objects.filter(survey=survey, point__isnull=False, deleted_at=None).order_by()
    return {row["point"]: row["total"] for row in rows.values("point").annotate(total=Count("pk"))}


def waits_for_recount(survey: Survey) -> bool:
    """Whether answers came in whose figures are not computed yet."""
    return Recount.objects.filter(survey=survey).exists()

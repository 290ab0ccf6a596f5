"""How many answers a survey has received."""

from datetime import date, datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from feedback.models import Recount, Response, Survey
from metrics.counts import UNKNOWN_DAY
from metrics.models import ResponseCount

Received = tuple[int, datetime | None]


def received_by(survey: Survey) -> Received:
    """How many responses a survey has just now, and when the newest came: a total, which everybody may see.

    Days that are counted are read as counted; of those that wait for it, the responses themselves are looked at.
    """
    waiting = set(Recount.objects.filter(survey=survey).order_by().values_list("day", flat=True).distinct())
    counted = ResponseCount.objects.filter(survey=survey).exclude(day__in=waiting)
    found = [counted.aggregate(n=Sum("responses", default=0), newest=Max("newest_at"))]
    if waiting:
        found.append(_on(survey, waiting).aggregate(n=Count("pk"), newest=Max("received_at")))
    newest = [part["newest"] for part in found if part["newest"]]
    return sum(part["n"] for part in found), max(newest, default=None)


def _on(survey: Survey, days: set[date]) -> QuerySet[Response]:
    known = Q(answered_on__in=days - {UNKNOWN_DAY})
    unknown = Q(answered_on=None) if UNKNOWN_DAY in days else Q(pk__in=[])
    return Response.objects.filter(known | unknown, survey=survey, deleted_at=None)

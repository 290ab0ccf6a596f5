"""A changed time zone moves answers between days: their days are computed anew and both days are counted again."""

from feedback.models import DayPrecision, Response
from feedback.services.imports.work import Work
from feedback.services.recounts import note_days
from lib.periods import day_of

CHUNK = 2_000


def move_days(run: Work) -> None:
    """Bring every answer known to the moment to its day in the organisation's zone, chunk by chunk.

    Answers known only to the day keep it. The cursor is the last response looked at.
    """
    while _move_some(run):
        pass


def _move_some(run: Work) -> bool:
    with run.chunk():
        found = list(
            Response.objects.filter(pk__gt=run.cursor.get("after", 0), precision=DayPrecision.MOMENT)
            .exclude(answered_at=None)
            .order_by("pk")
            .only("pk", "survey_id", "answered_at", "answered_on")[:CHUNK]
        )
        _move(run, found)
        if found:
            run.cursor["after"] = found[-1].pk
        run.cursor["seen"] = run.cursor.get("seen", 0) + len(found)
        run.progress(run.cursor["seen"])
    return len(found) == CHUNK


def _move(run: Work, responses: list[Response]) -> None:
    zone = run.organisation.time_zone
    moved, days = [], []
    for response in responses:
        day = day_of(response.answered_at, zone) if response.answered_at else None
        if day != response.answered_on:
            days += [(response.survey_id, response.answered_on), (response.survey_id, day)]
            response.answered_on = day
            moved.append(response)
    Response.objects.bulk_update(moved, ["answered_on"], batch_size=500)
    note_days(organisation=run.organisation, days=days)

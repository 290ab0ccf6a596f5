"""What a customer does at a collection point: answers, and for a week corrects the own answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from feedback.models import CollectionPoint, Response, Source
from feedback.services.intake import OnConflict, Recorded, record_response

CORRECTION_DAYS = 7
CORRECTION_WINDOW = timedelta(days=CORRECTION_DAYS)


def may_correct(response: Response, now: datetime) -> bool:
    """Whether the respondent may still change the response."""
    erased = response.deleted_at is not None or not response.external_id
    return not erased and now - response.received_at <= CORRECTION_WINDOW


@transaction.atomic
def answer_at_point(
    *, point: CollectionPoint, token: str, answers: Mapping[str, Any], language: str, now: datetime
) -> Recorded:
    """Store what was sent with a page's one-time token. The same page sent again is the same response, corrected if
    it says something else and a week has not passed.

    :raises Rejected: an answer does not fit
    """

    def record(on_conflict: OnConflict) -> Recorded:
        return record_response(
            organisation=point.organisation,
            survey=point.survey,
            answers=answers,
            source=Source.LINK,
            external_id=token,
            language=language,
            point=point,
            on_conflict=on_conflict,
            actor="respondent",
            now=now,
        )

    recorded = record("keep")
    if recorded.created or not may_correct(recorded.response, now):
        return recorded
    return record("update")

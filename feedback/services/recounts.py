"""Notes that figures must be counted anew; the roll-up of `metrics` finds and deletes them."""

from collections.abc import Iterable
from datetime import date

from feedback import bulk
from feedback.answers.filling import UNKNOWN_DAY
from feedback.models import Recount
from organisations.models import Organisation


def note_days(*, organisation: Organisation, days: Iterable[tuple[int, date | None]]) -> None:
    """Note surveys' days once each; call it in the transaction that changes their answers.

    :param days: primary key of the survey, and the day (none: the unknown day)
    """
    distinct = dict.fromkeys((survey_id, day or UNKNOWN_DAY) for survey_id, day in days)
    rows = [(organisation.pk, survey_id, day.isoformat()) for survey_id, day in distinct]
    if rows:
        bulk.insert_new(Recount, ("organisation_id", "survey_id", "day"), rows)

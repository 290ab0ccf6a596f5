"""One person answers a survey once, where the survey wants it so: the latest or the first response counts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, time

from feedback.answers.plan import SurveyPlan
from feedback.models import KeepWhich, NotCounted, Response
from feedback.services.recounts import note_days
from organisations.models import Organisation

_REASONS = {KeepWhich.LATEST: NotCounted.SUPERSEDED, KeepWhich.FIRST: NotCounted.DUPLICATE}
# Reasons that this rule gives and takes; a flagged response stays out of it.
_OURS = ("", NotCounted.SUPERSEDED, NotCounted.DUPLICATE)


def settle_duplicates(
    *, organisation: Organisation, plan: SurveyPlan, customer_ids: Iterable[int], now: datetime
) -> dict[int, tuple[bool, str]]:
    """Decide anew which responses of these customers count, and note the days that change.

    :returns: for each response that changed, whether it counts and why not
    """
    people = set(customer_ids)
    if plan.keep == KeepWhich.ALL or not people:
        return {}
    changed: dict[int, tuple[bool, str]] = {}
    days = []
    for responses in _by_customer(plan.id, people).values():
        for response, (counted, reason) in _verdicts(plan, responses):
            if (response.counted, response.not_counted_reason) == (counted, reason):
                continue
            Response.objects.filter(pk=response.pk).update(counted=counted, not_counted_reason=reason, updated_at=now)
            changed[response.pk] = (counted, reason)
            days.append((plan.id, response.answered_on))
    note_days(organisation=organisation, days=days)
    return changed


def _by_customer(survey_id: int, people: set[int]) -> dict[int | None, list[Response]]:
    rows = Response.objects.filter(
        survey_id=survey_id, customer__in=people, deleted_at=None, not_counted_reason__in=_OURS
    ).only("pk", "customer_id", "answered_at", "answered_on", "received_at", "counted", "not_counted_reason")
    found: dict[int | None, list[Response]] = defaultdict(list)
    for response in rows:
        found[response.customer_id].append(response)
    return found


def _verdicts(plan: SurveyPlan, responses: list[Response]) -> list[tuple[Response, tuple[bool, str]]]:
    ordered = sorted(responses, key=_moment)
    kept = ordered[-1] if plan.keep == KeepWhich.LATEST else ordered[0]
    reason = _REASONS[KeepWhich(plan.keep)]
    return [(response, (True, "") if response is kept else (False, str(reason))) for response in ordered]


def _moment(response: Response) -> tuple[datetime, datetime, int]:
    if response.answered_at:
        return response.answered_at, response.received_at, response.pk
    if response.answered_on:
        return datetime.combine(response.answered_on, time(12), UTC), response.received_at, response.pk
    return response.received_at, response.received_at, response.pk

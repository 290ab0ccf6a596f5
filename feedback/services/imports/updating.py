"""A line replaces what a stored response says; the old values stay as a revision."""

from datetime import date, datetime

from feedback.answers.filling import CheckedFilling, Filling
from feedback.answers.plan import SurveyPlan
from feedback.imports.parts import Line
from feedback.models import Response
from feedback.services.corrections import correct
from feedback.services.storing import References
from organisations.models import Organisation

Touched = set[tuple[date | None, int | None]]


def update_response(
    *,
    organisation: Organisation,
    plan: SurveyPlan,
    pk: int,
    line: Line,
    profile_id: int | None,
    customer_id: int | None,
    actor: str,
    now: datetime,
) -> Touched:
    """Correct the stored response; returns the days and customers whose figures change.

    It keeps the run it first came with, so that an undo of this one does not delete it.
    """
    stored = Response.objects.get(pk=pk)
    touched: Touched = {(stored.answered_on, stored.customer_id), (line.answered_on, customer_id)}
    where = line.circumstances
    references = References(
        channel_id=where.channel_id,
        unit_id=where.unit_id,
        touchpoint_id=where.touchpoint_id,
        profile_id=profile_id,
        customer_id=customer_id,
        employee_id=where.employee_id,
    )
    correct(
        organisation=organisation,
        response=stored,
        checked=_checked(plan, line),
        references=references,
        actor=actor,
        now=now,
    )
    return touched


def _checked(plan: SurveyPlan, line: Line) -> CheckedFilling:
    answers = tuple(part.answer for part in line.parts if part.answer)
    filling = Filling(
        answers={answer.question.code: answer.plain for answer in answers},
        source=line.circumstances.source,
        external_id=line.external_id,
        contact_at=line.contact_at,
        asked_at=line.asked_at,
        language=line.circumstances.language,
        weight=line.weight,
        contact_allowed=line.circumstances.contact_allowed,
        metadata=line.metadata,
    )
    return CheckedFilling(
        plan=plan,
        filling=filling,
        answers=answers,
        partial=line.partial,
        answered_at=line.answered_at,
        answered_on=line.answered_on,
        precision=line.precision,
        source_key=line.source_key,
        content_hash=line.content_hash,
    )

"""How checked fillings become rows. Used by the intake and by corrections only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feedback.answers.filling import CheckedFilling
from feedback.models import Answer, AnswerOption, Response
from lib.uuid7 import uuid7
from organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class References:
    """Primary keys of what a response points to."""

    channel_id: int | None = None
    unit_id: int | None = None
    touchpoint_id: int | None = None
    profile_id: int | None = None
    customer_id: int | None = None
    employee_id: int | None = None
    point_id: int | None = None
    import_run_id: int | None = None


def build_response(
    organisation: Organisation, checked: CheckedFilling, references: References, now: datetime
) -> Response:
    """A new response, not yet stored."""
    response = Response(
        organisation=organisation,
        public_id=uuid7(now),
        survey_id=checked.plan.id,
        source_key=checked.source_key,
        external_id=checked.filling.external_id,
        received_at=checked.filling.received_at or now,
    )
    fill_in(response, checked, references, now)
    return response


def fill_in(response: Response, checked: CheckedFilling, references: References, now: datetime) -> None:
    """Give a response everything that a sender may say, and may later correct."""
    filling = checked.filling
    response.answered_on = checked.answered_on
    response.precision = checked.precision
    response.contact_at = filling.contact_at
    response.asked_at = filling.asked_at
    response.answered_at = checked.answered_at
    response.source = filling.source
    response.channel_id = references.channel_id
    response.unit_id = references.unit_id
    response.touchpoint_id = references.touchpoint_id
    response.profile_id = references.profile_id
    response.customer_id = references.customer_id
    response.employee_id = references.employee_id
    response.point_id = references.point_id
    response.import_run_id = references.import_run_id
    response.language = filling.language
    response.weight = float(filling.weight)
    response.partial = checked.partial
    response.contact_allowed = filling.contact_allowed
    response.metadata = dict(filling.metadata)
    response.content_hash = checked.content_hash
    response.updated_at = now


def store_answers(*, organisation: Organisation, pairs: Iterable[tuple[Response, CheckedFilling]]) -> None:
    """Write the answers of stored responses, and the options chosen in them."""
    answers: list[Answer] = []
    chosen: list[Sequence[int]] = []
    for response, checked in pairs:
        for answer in checked.answers:
            answers.append(
                Answer(
                    organisation=organisation,
                    response_id=response.pk,
                    question_id=answer.question.id,
                    scale_id=answer.scale.id if answer.scale else None,
                    value=answer.value,
                    number=answer.number,
                    text=answer.text,
                    day=answer.day,
                    missing=answer.missing,
                )
            )
            chosen.append([answer.question.options[code].id for code in answer.options])
    Answer.objects.bulk_create(answers)
    options = [
        AnswerOption(organisation=organisation, answer_id=answer.pk, option_id=option)
        for answer, picked in zip(answers, chosen, strict=True)
        for option in picked
    ]
    AnswerOption.objects.bulk_create(options)

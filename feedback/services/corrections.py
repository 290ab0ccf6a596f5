"""Changes of a stored response: the sender's correction, and the flag that leaves it out of the figures."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from feedback.answers.filling import CheckedFilling
from feedback.answers.values import MISSING_NAMES
from feedback.models import Answer, NotCounted, Response, Revision
from feedback.queries.plans import plan
from feedback.services.duplicates import settle_duplicates
from feedback.services.recounts import note_days
from feedback.services.rows import write_answers
from feedback.services.storing import References, fill_in
from operations.services import record_trail
from organisations.models import Organisation

# What a revision keeps beside the answers.
_KEPT = (
    "answered_on", "precision", "contact_at", "asked_at", "answered_at", "source", "channel_id", "unit_id",
    "touchpoint_id", "profile_id", "language", "weight", "partial", "contact_allowed", "metadata",
)  # fmt: skip


class ReasonNeeded(ValueError):
    """An answer is flagged only with a reason."""


def correct(
    *,
    organisation: Organisation,
    response: Response,
    checked: CheckedFilling,
    references: References,
    actor: str,
    now: datetime,
) -> None:
    """Replace what a response says and keep the old values as a revision. The caller notes both days."""
    keep_revision(organisation=organisation, response=response, actor=actor, now=now)
    point_id, run_id = response.point_id, response.import_run_id
    fill_in(response, checked, references, now)
    response.point_id = references.point_id or point_id
    response.import_run_id = references.import_run_id or run_id
    response.save()
    Answer.objects.filter(response=response).delete()
    write_answers(organisation=organisation, pairs=[(response, checked)])


def keep_revision(*, organisation: Organisation, response: Response, actor: str, now: datetime) -> Revision:
    """Keep what a response says now."""
    answers = Answer.objects.filter(response=response).select_related("question", "scale")
    values = {name: _plain(getattr(response, name)) for name in _KEPT}
    values["answers"] = {
        answer.question.code: _answer(answer) for answer in answers.prefetch_related("options__option")
    }
    return Revision.objects.create(organisation=organisation, response=response, at=now, actor=actor, values=values)


def _answer(answer: Answer) -> dict[str, Any]:
    given = {"value": answer.value, "number": answer.number, "text": answer.text, "day": _plain(answer.day)}
    kept: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if answer.scale:
        kept["scale"] = answer.scale.code
    if answer.missing is not None:
        kept["missing"] = MISSING_NAMES[answer.missing]
    chosen = [choice.option.code for choice in answer.options.all()]
    return kept | ({"options": chosen} if chosen else {})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


@transaction.atomic
def flag_answer(*, organisation: Organisation, response: Response, reason: str, actor: str, now: datetime) -> None:
    """Leave a suspect response out of the default figures; it is neither changed nor deleted.

    :raises ReasonNeeded: no reason is given
    """
    if not reason.strip():
        raise ReasonNeeded("a flag needs its reason")
    _count(organisation, response, counted=False, why=NotCounted.FLAGGED, now=now)
    _note_in_trail(organisation, response, action="answer.flagged", reason=reason.strip(), actor=actor)


@transaction.atomic
def unflag_answer(*, organisation: Organisation, response: Response, reason: str, actor: str, now: datetime) -> None:
    """Count a flagged response again, as far as its survey's rule about one person's answers allows."""
    if response.not_counted_reason != NotCounted.FLAGGED:
        return
    _count(organisation, response, counted=True, why="", now=now)
    _note_in_trail(organisation, response, action="answer.unflagged", reason=reason.strip(), actor=actor)


def _count(organisation: Organisation, response: Response, *, counted: bool, why: str, now: datetime) -> None:
    response.counted, response.not_counted_reason, response.updated_at = counted, why, now
    response.save(update_fields=["counted", "not_counted_reason", "updated_at"])
    note_days(organisation=organisation, days=[(response.survey_id, response.answered_on)])
    if response.customer_id:
        settle_duplicates(
            organisation=organisation, plan=plan(response.survey), customer_ids=[response.customer_id], now=now
        )


def _note_in_trail(organisation: Organisation, response: Response, *, action: str, reason: str, actor: str) -> None:
    record_trail(organisation=organisation, actor=actor, action=action, target=response, details={"reason": reason})

"""Erasing a person on request: links, contact, words and numbers go, the scores stay as nobody's – or go as well.

The hash of each answer's number stays behind, so a file or a program that sends the answer again brings nobody back.
Figures that audits have frozen do not move; all others equal a recount of what is left.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.roles import Can
from accounts.viewer import Viewer
from feedback.models import (
    Answer,
    AnswerOption,
    Customer,
    DayPrecision,
    QuestionType,
    RejectedLine,
    Response,
    Revision,
)
from feedback.services.recounts import note_days
from operations.services import record_trail
from organisations.models import Organisation

_WORDS = Q(text__isnull=False) | Q(question__kind__in=(QuestionType.TEXT, QuestionType.CONSENT))
_NOBODY: dict[str, Any] = {"external_id": "", "customer": None, "contact_allowed": None, "metadata": {}}
# What a deleted answer keeps is its public id, its survey, and the hash of its number.
_NOTHING: dict[str, Any] = _NOBODY | {
    "answered_on": None, "precision": DayPrecision.UNKNOWN, "contact_at": None, "asked_at": None, "answered_at": None,
    "channel": None, "unit": None, "touchpoint": None, "profile": None, "point": None, "employee": None,
    "language": "", "weight": 1.0, "content_hash": "",
}  # fmt: skip
_CHUNK = 500


class NotThePrivacyDesk(PermissionError):
    """Only the privacy desk erases."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What became of a request: how many answers are nobody's now, and whether their scores went too."""

    answers: int
    with_scores: bool


@transaction.atomic
def erase_customer(*, customer: Customer, by: Viewer, now: datetime, with_scores: bool = False) -> Erased:
    """Erase a customer, and the person from all their answers.

    :param with_scores: deletion was asked for: the answers go altogether
    :raises NotThePrivacyDesk: the viewer does not hold that right
    """
    _refuse_others(by)
    organisation = customer.organisation
    ids = list(Response.objects.filter(customer=customer, deleted_at=None).values_list("pk", flat=True))
    _erase(organisation, ids, now, with_scores)
    record_trail(
        organisation=organisation, actor=by.actor, actor_name=by.name, action="person.erased", target=customer,
        target_name=str(customer.public_id), details={"answers": len(ids), "with_scores": with_scores},
    )  # fmt: skip
    customer.delete()
    return Erased(len(ids), with_scores)


@transaction.atomic
def erase_answers(
    *, organisation: Organisation, answers: Collection[Response], by: Viewer, now: datetime, with_scores: bool = False
) -> Erased:
    """Erase the person from these answers, where no customer is known.

    :param with_scores: deletion was asked for: the answers go altogether
    :raises NotThePrivacyDesk: the viewer does not hold that right
    """
    _refuse_others(by)
    ids = [answer.pk for answer in answers if answer.deleted_at is None]
    _erase(organisation, ids, now, with_scores)
    record_trail(
        organisation=organisation, actor=by.actor, actor_name=by.name, action="person.erased",
        details={"answers": [str(answer.public_id) for answer in answers], "with_scores": with_scores},
    )  # fmt: skip
    return Erased(len(ids), with_scores)


def _refuse_others(by: Viewer) -> None:
    if not by.can(Can.MANAGE_PRIVACY):
        raise NotThePrivacyDesk


def _erase(organisation: Organisation, ids: Collection[int], now: datetime, with_scores: bool) -> None:
    pending = sorted(ids)
    for start in range(0, len(pending), _CHUNK):
        responses = Response.objects.filter(pk__in=pending[start : start + _CHUNK])
        told = list(responses.values_list("survey_id", "answered_on", "external_id"))
        _remove_words(responses, with_scores)
        numbers = [external_id for _survey, _day, external_id in told if external_id]
        RejectedLine.objects.filter(value__in=numbers).delete()
        if with_scores:
            responses.update(**_NOTHING, updated_at=now, deleted_at=now)
        else:
            responses.update(**_NOBODY, updated_at=now)
        note_days(organisation=organisation, days=[(survey_id, day) for survey_id, day, _number in told])


def _remove_words(responses: QuerySet[Response], with_scores: bool) -> None:
    Revision.objects.filter(response__in=responses).delete()
    answers = Answer.objects.filter(response__in=responses)
    if not with_scores:
        answers = answers.filter(_WORDS)
    AnswerOption.objects.filter(answer__in=answers).delete()
    answers.delete()

"""A round of consultation: opened on a draft, answered by anybody in a minute, and every remark answered in turn."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from accounts.doors import members_of
from accounts.roles import Can
from accounts.viewer import Viewer, is_current
from brandpromise.models import Consultation, Opinion, PillarPlace, Promise, Remark, RemarkVerdict
from brandpromise.queries import consultation_evidence, own_unit_id
from brandpromise.services.common import enter, locked_draft
from lib.local_text import LocalText, in_every_language
from operations.services import notify
from programs.models import StageKind
from programs.services import deliver

NOTICE = "promise.consultation"  # the kind of notices: asked for an opinion, answered


class AlreadyConsulted(ValueError):
    """Another round is open; one at a time."""


class NothingToConsult(ValueError):
    """A draft without text or pillars asks nobody anything."""


class DayPassed(ValueError):
    """The last day of the round lies before today."""


class RoundOver(ValueError):
    """The round takes no more opinions."""


class NoMember(PermissionError):
    """Only members have an opinion here."""


class WrongPlaces(ValueError):
    """The places are not 1, 2, 3 … over pillars of this version, each once."""


class EmptyOpinion(ValueError):
    """Neither a ranking nor a word."""


class AnswerNeeded(ValueError):
    """Whoever wrote is told what became of it."""


@transaction.atomic
def open_consultation(
    *, promise: Promise, question: LocalText, closes_on: date, by: Viewer, at: datetime, today: date
) -> Consultation:
    """Ask everybody about a draft, and tell them.

    :raises NotADraft: the version is no longer a draft
    :raises NothingToConsult: it has no text or no pillars yet
    :raises DayPassed: the last day lies before today
    :raises AlreadyConsulted: another round is open
    """
    promise = locked_draft(promise)
    if not any(promise.text.values()) or not promise.pillars.exists():
        raise NothingToConsult
    if closes_on < today:
        raise DayPassed
    if Consultation.objects.filter(closed_at=None).exists():
        raise AlreadyConsulted
    consultation = Consultation.objects.create(
        organisation=promise.organisation, promise=promise, question=dict(question), opened_at=at, closes_on=closes_on
    )
    enter(promise, by.actor, "promise.consultation_opened", until=closes_on)
    _ask_everybody(consultation, by, today)
    return consultation


def _ask_everybody(consultation: Consultation, by: Viewer, today: date) -> None:
    organisation = consultation.organisation
    people = [
        member.user.public_id for member in members_of(organisation=organisation)
        if is_current(member, today) and member.pk != by.membership_id
    ]  # fmt: skip
    text = in_every_language(lambda: gettext("A new promise is being written: what do you think of it?"))
    notify(organisation=organisation, user_ids=people, kind=NOTICE, text=text, address=_address(consultation.promise))


@transaction.atomic
def give_opinion(
    *,
    consultation: Consultation,
    by: Viewer,
    places: Mapping[int, int],
    remarks: Mapping[int | None, str],
    is_named: bool,
    at: datetime,
    today: date,
) -> Opinion:
    """One person's say, given or changed. Remarks that were answered already stay as they were.

    :param places: place of each ranked pillar, by the pillar's primary key; may be empty
    :param remarks: words by pillar's primary key, None for the whole
    :raises RoundOver: the round takes no more opinions
    :raises NoMember: whoever says it is no member
    :raises WrongPlaces: the places are not 1, 2, 3 …, each once, over pillars of the version
    :raises EmptyOpinion: neither a place nor a word
    """
    consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
    if not consultation.takes_opinions(today):
        raise RoundOver
    if by.membership_id is None:
        raise NoMember
    said = {pillar: text.strip() for pillar, text in remarks.items() if text.strip()}
    ours = set(consultation.promise.pillars.values_list("pillar_id", flat=True))
    _check_places(places, ours)
    if not places and not said:
        raise EmptyOpinion
    opinion, _is_new = Opinion.objects.update_or_create(
        consultation=consultation,
        member_id=by.membership_id,
        defaults={
            "organisation": consultation.organisation,
            "unit_id": own_unit_id(by),
            "is_named": is_named,
            "said_at": at,
        },
    )
    opinion.places.all().delete()
    PillarPlace.objects.bulk_create(
        PillarPlace(organisation=opinion.organisation, opinion=opinion, pillar_id=pillar, place=place)
        for pillar, place in places.items()
    )
    _write_remarks(opinion, {pillar: text for pillar, text in said.items() if pillar is None or pillar in ours})
    return opinion


def _check_places(places: Mapping[int, int], pillars: set[int]) -> None:
    if not set(places) <= pillars or sorted(places.values()) != list(range(1, len(places) + 1)):
        raise WrongPlaces


def _write_remarks(opinion: Opinion, said: Mapping[int | None, str]) -> None:
    waiting = opinion.remarks.filter(verdict=RemarkVerdict.WAITING)
    waiting.delete()
    answered = set(opinion.remarks.values_list("pillar_id", flat=True))
    for pillar_id, text in said.items():
        if pillar_id not in answered:
            Remark.objects.create(organisation=opinion.organisation, opinion=opinion, pillar_id=pillar_id, text=text)


@transaction.atomic
def answer_remark(*, remark: Remark, taken_up: bool, answer: str, by: Viewer, at: datetime) -> Remark:
    """Say what became of a remark; who wrote it is told.

    :raises PermissionError: the viewer may not edit the programme
    :raises NotADraft: the version no longer changes
    :raises AnswerNeeded: nothing is said about what became of it
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise PermissionError
    promise = locked_draft(remark.opinion.consultation.promise)
    if not answer.strip():
        raise AnswerNeeded
    remark.verdict = RemarkVerdict.TAKEN_UP if taken_up else RemarkVerdict.NOT_TAKEN_UP
    remark.answer, remark.answered_by_id, remark.answered_at = answer.strip(), by.membership_id, at
    remark.save(update_fields=["verdict", "answer", "answered_by", "answered_at"])
    enter(promise, by.actor, "promise.remark_answered", taken_up=taken_up)
    _tell_author(remark, promise)
    return remark


def _tell_author(remark: Remark, promise: Promise) -> None:
    taken_up = remark.verdict == RemarkVerdict.TAKEN_UP
    text = in_every_language(
        lambda: gettext("What you said about the promise was taken up.") if taken_up
        else gettext("What you said about the promise has an answer.")
    )  # fmt: skip
    notify(organisation=remark.organisation, user_ids=[remark.opinion.member.user.public_id], kind=NOTICE,
           text=text, address=_address(promise))  # fmt: skip


@transaction.atomic
def close_consultation(*, consultation: Consultation, by: Viewer, at: datetime) -> None:
    """End a round; what was heard becomes evidence of the promise's stage. One that is over stays as it is."""
    if consultation.closed_at is not None:
        return
    consultation.closed_at = at
    consultation.save(update_fields=["closed_at"])
    promise, organisation = consultation.promise, consultation.organisation
    enter(promise, by.actor, "promise.consultation_closed")
    deliver(
        organisation=organisation, stage_kind=StageKind.PROMISE, code="employees-heard",
        evidence=consultation_evidence(consultation) | {"address": _address(promise)},
        actor=by.actor, day=at.date(),
    )  # fmt: skip


def _address(promise: Promise) -> str:
    return f"/o/{promise.organisation.slug}/promise/{promise.number}/consultation/"

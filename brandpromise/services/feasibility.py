"""Can we deliver it? Units are asked, and their managers sign."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext

from accounts.doors import members_of
from accounts.roles import Role
from accounts.viewer import Viewer, is_current
from brandpromise.models import CanDeliver, Feasibility, Promise
from brandpromise.queries import feasibility_of, may_sign
from brandpromise.services.common import enter, locked_draft
from lib.local_text import in_every_language
from operations.services import notify
from organisations.models import Unit
from organisations.queries import subtree_ids
from programs.models import StageKind
from programs.services import deliver

NOTICE = "promise.feasibility"


class MayNotSign(PermissionError):
    """The person neither leads the unit nor sits on the committee."""


class WordsNeeded(ValueError):
    """Who says no, or names conditions, says why or which."""


@transaction.atomic
def ask_units(*, promise: Promise, units: Iterable[Unit], by: Viewer, at: datetime) -> list[Feasibility]:
    """Ask units whether they can deliver a draft; the heads of those newly asked are told.

    Units no longer named are asked no more, unless they have signed: what was signed stays.

    :raises NotADraft: it is no longer a draft
    """
    promise = locked_draft(promise)
    wanted = {unit.pk: unit for unit in units}
    promise.feasibilities.filter(verdict="").exclude(unit__in=wanted).delete()
    asked = set(promise.feasibilities.values_list("unit_id", flat=True))
    made = [
        Feasibility.objects.create(organisation=promise.organisation, promise=promise, unit=unit, asked_at=at)
        for pk, unit in wanted.items()
        if pk not in asked
    ]
    enter(promise, by.actor, "promise.units_asked", units=sorted(unit.code for unit in wanted.values()))
    if made:
        _tell_heads(promise, {row.unit_id for row in made}, at.date())
    return made


def _tell_heads(promise: Promise, unit_ids: set[int], today: date) -> None:
    organisation = promise.organisation
    heads = [
        member.user.public_id for member in members_of(organisation=organisation)
        if Role.OWNER in member.roles and is_current(member, today)
        and member.unit_id and subtree_ids(member.unit_id) & unit_ids
    ]  # fmt: skip
    text = in_every_language(lambda: gettext("Can your unit deliver the new promise? Please sign."))
    notify(organisation=organisation, user_ids=heads, kind=NOTICE, text=text, address=_address(promise))


@transaction.atomic
def sign_feasibility(
    *, promise: Promise, unit: Unit, verdict: str, words: str, by: Viewer, at: datetime
) -> Feasibility:
    """A unit's word, signed by who leads it or by the committee; signing anew replaces it.

    :raises NotADraft: the version no longer changes
    :raises MayNotSign: the person may not sign for the unit
    :raises Feasibility.DoesNotExist: the unit was not asked
    :raises WordsNeeded: no, or conditions, without words
    """
    promise = locked_draft(promise)
    if by.membership_id is None or not may_sign(by, unit.pk):
        raise MayNotSign
    row: Feasibility = promise.feasibilities.select_related("unit").get(unit=unit)
    if CanDeliver(verdict) is not CanDeliver.YES and not words.strip():
        raise WordsNeeded
    row.verdict, row.words, row.signed_by_id = verdict, words.strip(), by.membership_id
    row.signed_at, row.revision = at, promise.revision
    row.save(update_fields=["verdict", "words", "signed_by", "signed_at", "revision"])
    enter(promise, by.actor, "promise.unit_signed", unit=unit.code, verdict=verdict)
    _tell_when_all_signed(promise, by, at.date())
    return row


def _tell_when_all_signed(promise: Promise, by: Viewer, day: date) -> None:
    asked = feasibility_of(promise)
    if asked.stands_against:
        return
    deliver(
        organisation=promise.organisation, stage_kind=StageKind.PROMISE, code="feasibility",
        evidence={"units": len(asked.rows), "address": _address(promise)}, actor=by.actor, day=day,
    )  # fmt: skip


def _address(promise: Promise) -> str:
    return f"/o/{promise.organisation.slug}/promise/{promise.number}/feasibility/"

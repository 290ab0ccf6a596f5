"""Versions of the promise as they are written: drafted from the last, edited until they are proposed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from brandpromise.models import Pillar, PillarText, Promise, PromiseState, ValueDriver
from brandpromise.services.common import counted_up, enter, locked_draft
from lib.local_text import LocalText
from organisations.models import Organisation


class UnknownPillar(LookupError):
    """A value driver names a pillar that the version does not have."""


@dataclass(frozen=True, slots=True)
class PillarDraft:
    """A pillar as it is written in a version; a new code makes a new pillar."""

    code: str
    name: LocalText
    meaning: LocalText
    proof: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DriverDraft:
    """What the promise brings the company, as it is written in a version."""

    name: LocalText
    goal: LocalText
    how: LocalText = field(default_factory=dict)
    pillar: str = ""


@transaction.atomic
def draft_promise(*, organisation: Organisation, actor: str) -> Promise:
    """The version in the making: the one there is, else a new one begun from the last with all its words."""
    unfinished = Promise.objects.filter(state__in=[PromiseState.DRAFT, PromiseState.PROPOSED]).first()
    if unfinished is not None:
        return unfinished
    last = Promise.objects.prefetch_related("pillars", "drivers").first()
    promise = Promise.objects.create(
        organisation=organisation,
        number=last.number + 1 if last else 1,
        text=last.text if last else {},
        audience=last.audience if last else {},
        proof=last.proof if last else {},
    )
    if last:
        _copy_parts(last, promise)
    enter(promise, actor, "promise.drafted")
    return promise


def _copy_parts(last: Promise, promise: Promise) -> None:
    ours = {"organisation": promise.organisation, "promise": promise}
    PillarText.objects.bulk_create(
        PillarText(**ours, pillar_id=one.pillar_id, name=one.name, meaning=one.meaning, proof=one.proof,
                   position=one.position)
        for one in last.pillars.all()
    )  # fmt: skip
    ValueDriver.objects.bulk_create(
        ValueDriver(**ours, pillar_id=one.pillar_id, name=one.name, goal=one.goal, how=one.how, position=one.position)
        for one in last.drivers.all()
    )


@transaction.atomic
def edit_promise(
    *,
    promise: Promise,
    text: LocalText,
    audience: LocalText,
    proof: LocalText,
    what_changed: LocalText,
    pillars: Sequence[PillarDraft],
    actor: str,
    drivers: Sequence[DriverDraft] | None = None,
    opened: int | None = None,
) -> None:
    """Rewrite a draft with its pillars and value drivers, in the order given.

    :param drivers: None leaves them as they are
    :param opened: the revision the writer began from; None writes whatever is stored
    :raises NotADraft: it is no longer a draft
    :raises ChangedMeanwhile: somebody else saved since `opened`
    :raises UnknownPillar: a driver names a pillar that is not among `pillars`
    """
    stored = locked_draft(promise)
    promise.text, promise.audience, promise.proof = dict(text), dict(audience), dict(proof)
    promise.what_changed = dict(what_changed)
    promise.revision = counted_up(stored, opened)
    promise.save(update_fields=["text", "audience", "proof", "what_changed", "revision"])
    written = _write_pillars(promise, pillars)
    if drivers is not None:
        _write_drivers(promise, drivers, written)
    enter(promise, actor, "promise.edited")


def _write_pillars(promise: Promise, pillars: Sequence[PillarDraft]) -> dict[str, Pillar]:
    """Write the pillars anew; returns them by code."""
    promise.pillars.all().delete()
    written: dict[str, Pillar] = {}
    for position, draft in enumerate(pillars, start=1):
        written[draft.code], _is_new = Pillar.objects.get_or_create(
            organisation=promise.organisation, code=draft.code, defaults={"position": position}
        )
        PillarText.objects.create(
            organisation=promise.organisation,
            promise=promise,
            pillar=written[draft.code],
            name=dict(draft.name),
            meaning=dict(draft.meaning),
            proof=dict(draft.proof),
            position=position,
        )
    return written


def _write_drivers(promise: Promise, drivers: Sequence[DriverDraft], pillars: Mapping[str, Pillar]) -> None:
    unknown = {draft.pillar for draft in drivers if draft.pillar} - set(pillars)
    if unknown:
        raise UnknownPillar(", ".join(sorted(unknown)))
    promise.drivers.all().delete()
    ValueDriver.objects.bulk_create(
        ValueDriver(
            organisation=promise.organisation,
            promise=promise,
            pillar=pillars.get(draft.pillar),
            name=dict(draft.name),
            goal=dict(draft.goal),
            how=dict(draft.how),
            position=position,
        )
        for position, draft in enumerate(drivers, start=1)
    )

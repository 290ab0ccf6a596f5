"""Actors of the ecosystem are written, and put away when they act no more."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import Membership
from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.both_texts import take_revision
from lib.local_text import LocalText
from organisations.models import Organisation
from touchpoints.ecosystem.words import ActorKind, Effect, Strength
from touchpoints.models import EcosystemActor, EcosystemStage, EcosystemTouchpoint, Journey, Touchpoint
from touchpoints.services.rights import NotYours
from touchpoints.services.touchpoints import CodeTaken


@dataclass(frozen=True, slots=True)
class ActorText:
    """Everything that is written about an actor; stages are a journey and the code of its stretch."""

    name: LocalText
    kind: str
    does: LocalText = field(default_factory=dict)
    effect: str = Effect.BOTH
    strength: int = Strength.CLEAR
    owner: Membership | None = None
    terms: LocalText = field(default_factory=dict)
    reference: str = ""
    address: str = ""
    review_on: date | None = None
    touchpoints: Sequence[Touchpoint] = ()
    stages: Sequence[tuple[Journey, str]] = ()


_PLAIN = ("owner", "reference", "address", "review_on")


@transaction.atomic
def save_actor(
    *, organisation: Organisation, code: str, text: ActorText, by: Viewer, actor: EcosystemActor | None = None,
    opened: int | None = None,
) -> EcosystemActor:  # fmt: skip
    """Write an actor, a new one or anew.

    :param opened: the revision its editor began from; without it whatever stands there is written over
    :raises NotYours: the viewer does not edit the programme
    :raises CodeTaken: another actor has this code
    :raises ChangedMeanwhile: somebody saved it since
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    found = actor or EcosystemActor(organisation=organisation, code=code)
    if found.pk and opened is not None:
        take_revision(EcosystemActor.objects.filter(pk=found.pk), opened)
        found.revision = opened + 1
    for name in _PLAIN:
        setattr(found, name, getattr(text, name))
    found.name, found.does, found.terms = dict(text.name), dict(text.does), dict(text.terms)
    found.kind, found.effect = str(ActorKind(text.kind)), str(Effect(text.effect))
    found.strength = Strength(text.strength)
    _store(found)
    _act_on(found, text)
    enter(found, by, "ecosystem.changed" if actor else "ecosystem.added", code=found.code)
    return found


def _store(actor: EcosystemActor) -> None:
    try:
        with transaction.atomic():
            actor.save()
    except IntegrityError as error:
        raise CodeTaken(actor.code) from error


def _act_on(actor: EcosystemActor, text: ActorText) -> None:
    """Keep exactly these touchpoints and stages as those on which it acts."""
    wanted = {one.pk for one in text.touchpoints}
    rows = EcosystemTouchpoint.objects.filter(actor=actor)
    there = set(rows.values_list("touchpoint_id", flat=True))
    rows.filter(touchpoint_id__in=there - wanted).delete()
    for pk in sorted(wanted - there):
        EcosystemTouchpoint.objects.create(organisation=actor.organisation, actor=actor, touchpoint_id=pk)
    stages = {(journey.pk, code) for journey, code in text.stages}
    for row in EcosystemStage.objects.filter(actor=actor):
        if (row.journey_id, row.stage) in stages:
            stages.remove((row.journey_id, row.stage))
        else:
            row.delete()
    for journey, code in sorted(stages):
        EcosystemStage.objects.create(organisation=actor.organisation, actor=actor, journey_id=journey, stage=code)


@transaction.atomic
def archive_actor(*, actor: EcosystemActor, by: Viewer, at: datetime | None) -> None:
    """Put an actor away that acts no more, or bring it back with `at=None`.

    :raises NotYours: the viewer does not edit the programme
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    actor.archived_at = at
    actor.save(update_fields=["archived_at"])
    enter(actor, by, "ecosystem.archived" if at else "ecosystem.brought_back", code=actor.code)

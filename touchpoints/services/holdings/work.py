"""Work that people answer for: changes, stages of the programme, relations in the ecosystem."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db.models import F
from django.urls import reverse

from accounts.models import Membership
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import in_every_language
from organisations.models import Organisation
from programs.models import Stage, StageState
from programs.services.stages import plan_stage
from touchpoints.answering.holdings import Held, Person
from touchpoints.changing.states import OPEN_STATES
from touchpoints.models import EcosystemActor, Initiative, InitiativeOwner
from touchpoints.services.holdings.finding import by_member, members_in


def find_initiatives(organisation: Organisation, people: Sequence[Person]) -> Iterator[Held]:
    """Changes that are still worked on and that they answer for."""
    known = by_member(people)
    rows = Initiative.objects.filter(owner__in=members_in(people), state__in=_open())
    for one in rows.filter(engagement__archived_at=None).select_related("engagement"):
        yield Held("initiative", str(one.public_id), known[one.owner_id], one.name, _change(organisation, one))


def find_joint(organisation: Organisation, people: Sequence[Person]) -> Iterator[Held]:
    """Changes they own jointly with others."""
    known = by_member(people)
    rows = InitiativeOwner.objects.filter(membership__in=members_in(people), initiative__state__in=_open())
    rows = rows.filter(initiative__engagement__archived_at=None)
    for link in rows.select_related("initiative__engagement"):
        one = link.initiative
        person = known[link.membership_id]
        yield Held("joint", f"{one.public_id}.{link.membership_id}", person, one.name, _change(organisation, one))


def _open() -> list[str]:
    return [str(state) for state in OPEN_STATES]


def _change(organisation: Organisation, one: Initiative) -> str:
    return reverse("touchpoints:initiative", args=[organisation.slug, one.engagement.slug, one.public_id])


def hand_initiative(held: Held, to: Membership, by: Viewer, at: datetime) -> None:
    """The successor answers for the change, and no longer owns it jointly; who is just writing about it is told."""
    rows = Initiative.objects.filter(public_id=held.key)
    rows.update(owner=to, revision=F("revision") + 1)
    InitiativeOwner.objects.filter(initiative__in=rows, membership=to).delete()
    _enter(rows.get(), to, by)


def hand_joint(held: Held, to: Membership, by: Viewer, at: datetime) -> None:
    """The successor owns the change jointly, unless they do already or answer for it."""
    initiative = Initiative.objects.get(public_id=held.key.partition(".")[0])
    InitiativeOwner.objects.filter(initiative=initiative, membership=held.person.membership).delete()
    if initiative.owner_id != to.pk:
        InitiativeOwner.objects.get_or_create(
            organisation=initiative.organisation, initiative=initiative, membership=to
        )
    Initiative.objects.filter(pk=initiative.pk).update(revision=F("revision") + 1)
    _enter(initiative, to, by)


def _enter(initiative: Initiative, to: Membership, by: Viewer) -> None:
    enter(initiative, by, "initiative.changed", number=initiative.number, to=to.user.name)


def find_stages(organisation: Organisation, people: Sequence[Person]) -> Iterator[Held]:
    """Stages of cycles that have not been passed."""
    known = by_member(people)
    rows = Stage.objects.filter(owner__in=members_in(people), cycle__engagement__archived_at=None)
    for stage in rows.exclude(state=StageState.PASSED).select_related("cycle__engagement"):
        engagement = stage.cycle.engagement
        name = in_every_language(partial(_named, stage))
        address = reverse(
            "programs:stage_plan", args=[organisation.slug, engagement.slug, stage.cycle.number, stage.kind]
        )
        yield Held("stage", str(stage.public_id), known[stage.owner_id], name, address)


def _named(stage: Stage) -> str:
    return str(stage.get_kind_display())


def hand_stage(held: Held, to: Membership, by: Viewer, at: datetime) -> None:
    """The successor runs the stage; its days stay."""
    stage = Stage.objects.get(public_id=held.key)
    plan_stage(
        stage=stage, owner=to, planned_from=stage.planned_from, planned_until=stage.planned_until, actor=by.actor
    )


def find_actors(organisation: Organisation, people: Sequence[Person]) -> Iterator[Held]:
    """Actors of the ecosystem whose relation they look after."""
    known = by_member(people)
    for actor in EcosystemActor.objects.filter(owner__in=members_in(people), archived_at=None):
        address = reverse("touchpoints:ecosystem_actor", args=[organisation.slug, actor.code])
        yield Held("actor", actor.code, known[actor.owner_id], actor.name, address)


def hand_actor(held: Held, to: Membership, by: Viewer, at: datetime) -> None:
    """The successor looks after the relation."""
    rows = EcosystemActor.objects.filter(code=held.key)
    rows.update(owner=to, revision=F("revision") + 1)
    enter(rows.get(), by, "ecosystem.changed", code=held.key, to=to.user.name)

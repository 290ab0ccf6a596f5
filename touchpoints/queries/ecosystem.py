"""The ecosystem as a list, as an actor's page, and as the picture around a journey."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from accounts.roles import Can
from accounts.viewer import Viewer, is_current
from lib.local_text import LocalText, every_text, local
from lib.texts import matches
from programs.queries import engagements_of
from touchpoints.ecosystem.picture import Chip, EcosystemPicture
from touchpoints.ecosystem.words import LANES, ActorKind, Effect
from touchpoints.models import (
    EcosystemActor,
    EcosystemStage,
    EcosystemTouchpoint,
    Journey,
    JourneyStage,
    MapNote,
    Placement,
)
from touchpoints.queries.journeys import current_maps


@dataclass(frozen=True, slots=True)
class Drawn:
    """A journey with the stages of its current map, and on which of them each touchpoint stands."""

    journey: Journey
    stages: Sequence[JourneyStage]
    places: Mapping[int, frozenset[int]]


@dataclass(frozen=True, slots=True)
class ActorView:
    """An actor with the stages on which it acts, journey by journey; its own and those of its touchpoints."""

    actor: EcosystemActor
    acts_on: Mapping[int, frozenset[int]]
    stages: Sequence[LocalText]
    days_late: int
    owner_left: bool

    @property
    def touchpoints(self) -> list[LocalText]:
        """The names of the touchpoints on which it acts."""
        return [link.touchpoint.name for link in self.actor.touchpoints.all()]

    @property
    def is_everywhere(self) -> bool:
        """Whether nobody said where it acts: then it acts on the whole journey."""
        return not self.actor.touchpoints.all() and not self.actor.stages.all()


def actors_of(*, viewer: Viewer) -> QuerySet[EcosystemActor]:
    """Actors that the viewer may read, those put away too."""
    rows = EcosystemActor.objects.select_related("owner__user").prefetch_related(
        Prefetch("touchpoints", EcosystemTouchpoint.objects.select_related("touchpoint")),
        Prefetch("stages", EcosystemStage.objects.select_related("journey")),
    )
    return rows if viewer.can(Can.READ_PROGRAMME) else rows.none()


def drawn_journeys(*, viewer: Viewer) -> list[Drawn]:
    """Every journey the viewer may see with its current map, in three questions."""
    journeys = Journey.objects.filter(engagement__in=engagements_of(viewer=viewer)).select_related("engagement")
    maps = dict(current_maps().filter(journey__in=journeys).values_list("journey_id", "pk"))
    placed = Prefetch("placements", Placement.objects.filter(touchpoint__archived_at=None))
    stages = JourneyStage.objects.filter(map__in=maps.values()).prefetch_related(placed)
    found: dict[int, list[JourneyStage]] = {}
    for stage in stages:
        found.setdefault(stage.map_id, []).append(stage)
    return [
        _drawn(one, found.get(maps.get(one.pk, 0), [])) for one in journeys.order_by("engagement", "position", "pk")
    ]


def _drawn(journey: Journey, stages: Sequence[JourneyStage]) -> Drawn:
    places: dict[int, set[int]] = {}
    for number, stage in enumerate(stages):
        for placement in stage.placements.all():
            places.setdefault(placement.touchpoint_id, set()).add(number)
    return Drawn(journey, stages, {key: frozenset(found) for key, found in places.items()})


def actor_views(
    *, viewer: Viewer, today: date, journeys: Sequence[Drawn], words: str = "", kind: str = "", effect: str = "",
    touchpoint: str = "", journey: str = "", state: str = "", sort: str = "",
) -> list[ActorView]:  # fmt: skip
    """The list: searched and filtered; `state` may be `review` (late), `owner` (nobody looks after it) or `away`."""
    rows = actors_of(viewer=viewer)
    rows = rows.exclude(archived_at=None) if state == "away" else rows.filter(archived_at=None)
    if kind in ActorKind.values:
        rows = rows.filter(kind=kind)
    if effect in Effect.values:
        rows = rows.filter(effect=effect)
    if touchpoint:
        rows = rows.filter(touchpoints__touchpoint__code=touchpoint).distinct()
    views = [actor_view(one, journeys, today=today) for one in rows if matches(_told(one), words)]
    chosen = next((one.journey.pk for one in journeys if str(one.journey.public_id) == journey), None)
    if chosen is not None:
        views = [view for view in views if view.is_everywhere or view.acts_on.get(chosen)]
    if state == "review":
        views = [view for view in views if view.days_late]
    elif state == "owner":
        views = [view for view in views if view.actor.owner is None or view.owner_left]
    return _sorted(views, sort)


def _told(one: EcosystemActor) -> str:
    texts = " ".join(every_text(text) for text in (one.name, one.does, one.terms))
    owner = one.owner.user.name if one.owner else ""
    return f"{one.code} {texts} {one.reference} {owner}"


def actor_view(actor: EcosystemActor, journeys: Sequence[Drawn], *, today: date) -> ActorView:
    """An actor with the stages it acts on."""
    acts_on = {drawn.journey.pk: _places(actor, drawn) for drawn in journeys}
    stages = [drawn.stages[place].name for drawn in journeys for place in sorted(acts_on[drawn.journey.pk])]
    late = (today - actor.review_on).days if actor.review_on else 0
    left = actor.owner is not None and not is_current(actor.owner, today)
    return ActorView(actor, acts_on, stages, max(late, 0), left)


def _places(actor: EcosystemActor, drawn: Drawn) -> frozenset[int]:
    """The stages of a journey on which it acts: those named, and those where its touchpoints stand."""
    named = {link.stage for link in actor.stages.all() if link.journey_id == drawn.journey.pk}
    found = {number for number, stage in enumerate(drawn.stages) if stage.code in named}
    return frozenset(found.union(*(drawn.places.get(link.touchpoint_id, ()) for link in actor.touchpoints.all())))


def _sorted(views: list[ActorView], sort: str) -> list[ActorView]:
    keys = {
        "name": lambda view: local(view.actor.name).casefold(),
        "effect": lambda view: view.actor.effect,
        "strength": lambda view: view.actor.strength,
        "owner": lambda view: view.actor.owner.user.name if view.actor.owner else "",
        "review": lambda view: view.actor.review_on or date.max,
    }
    kinds = list(ActorKind)
    key = keys.get(sort.removeprefix("-"), lambda view: (kinds.index(view.actor.kind), local(view.actor.name)))
    return sorted(views, key=key, reverse=sort.startswith("-"))


def picture_of(views: Sequence[ActorView], drawn: Drawn, *, slug: str) -> EcosystemPicture:
    """These actors around one journey: whoever acts on it, or everywhere."""
    shown = [view for view in views if view.is_everywhere or view.acts_on.get(drawn.journey.pk)]
    return EcosystemPicture(
        journey=drawn.journey.name,
        stages=[stage.name for stage in drawn.stages],
        chips=[_chip(view, drawn, slug) for view in shown],
    )


def _chip(view: ActorView, drawn: Drawn, slug: str) -> Chip:
    actor = view.actor
    return Chip(
        name=actor.name,
        does=actor.does,
        kind=actor.kind,
        effect=actor.effect,
        strength=actor.strength,
        stages=view.acts_on.get(drawn.journey.pk, frozenset()),
        href=reverse("touchpoints:ecosystem_actor", args=[slug, actor.code]) if slug else "",
        review_on=actor.review_on,
    )


def notes_about(view: ActorView, journeys: Sequence[Drawn]) -> list[MapNote]:
    """What the maps note of it: the notes in its lane on the stages it acts on."""
    lane = LANES.get(view.actor.kind)
    if lane is None:
        return []
    stages = [drawn.stages[place].pk for drawn in journeys for place in view.acts_on[drawn.journey.pk]]
    notes = MapNote.objects.filter(stage__in=stages, lane=lane)
    return list(notes.select_related("stage__map__journey__engagement", "segment").order_by("stage__position", "pk"))

"""Journeys, their stages, and where on them the touchpoints stand."""

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import LocalText
from operations.services import record_trail
from organisations.models import Channel
from programs.models import Engagement
from touchpoints.models import (
    ForWhom,
    Journey,
    JourneyMap,
    JourneyStage,
    MapKind,
    Need,
    Placement,
    StartWay,
    Touchpoint,
)
from touchpoints.services.rights import NotYours


@transaction.atomic
def create_journey(
    *,
    engagement: Engagement,
    code: str,
    name: LocalText,
    actor: str,
    for_whom: str = ForWhom.EXTERNAL,
    parent: Journey | None = None,
    parent_stage: str = "",
) -> Journey:
    """A journey of the engagement with its first map; asked again with the same code, the same with the new name.

    :param parent: the journey of which it draws one stretch, `parent_stage`, closer
    """
    journey = Journey.objects.filter(engagement=engagement, code=code).first()
    journey = journey or Journey(
        organisation=engagement.organisation,
        engagement=engagement,
        code=code,
        position=Journey.objects.filter(engagement=engagement).count() + 1,
    )
    journey.name, journey.for_whom = dict(name), ForWhom(for_whom)
    journey.parent, journey.parent_stage = parent, parent_stage if parent else ""
    journey.save()
    ensure_map(journey)
    record_trail(organisation=engagement.organisation, actor=actor, action="journey.saved", target=journey)
    return journey


def ensure_map(journey: Journey) -> JourneyMap:
    """The journey's current map, the first one if there is none yet."""
    return journey.current_map or JourneyMap.objects.create(
        organisation=journey.organisation, journey=journey, kind=MapKind.AS_IS, number=1
    )


@transaction.atomic
def choose_start_way(*, journey: Journey, way: str, by: Viewer) -> None:
    """Say which knowledge the team begins with; it may change its mind.

    :raises NotYours: the committee and consultants draw journeys
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    chosen = StartWay(way)
    if journey.start_way == chosen:
        return
    journey.start_way = chosen
    journey.save(update_fields=["start_way"])
    record_trail(
        organisation=journey.organisation, actor=by.actor, actor_name=by.name, action="journey.start_way_chosen",
        target=journey, details={"way": str(chosen)},
    )  # fmt: skip


@transaction.atomic
def add_journey_stage(
    *, journey: Journey, code: str, name: LocalText, actor: str, need: str = Need.USE, position: int | None = None
) -> JourneyStage:
    """A stretch of the path on the journey's current map, last unless a position is given."""
    drawn_on = ensure_map(journey)
    stage = JourneyStage.objects.create(
        organisation=journey.organisation,
        map=drawn_on,
        code=code,
        name=dict(name),
        need=Need(need),
        position=drawn_on.stages.count() + 1 if position is None else position,
    )
    record_trail(organisation=journey.organisation, actor=actor, action="journey.stage_added", target=journey,
                 details={"stage": code})  # fmt: skip
    return stage


@transaction.atomic
def place_touchpoint(
    *,
    stage: JourneyStage,
    touchpoint: Touchpoint,
    actor: str,
    channel: Channel | None = None,
    position: int | None = None,
) -> Placement:
    """Put a touchpoint on a stretch of the journey, or change its channel and order there."""
    placement = Placement.objects.filter(stage=stage, touchpoint=touchpoint).first()
    if placement is None:
        placement = Placement(
            organisation=stage.organisation, stage=stage, touchpoint=touchpoint, position=stage.placements.count() + 1
        )
    placement.channel = channel
    if position is not None:
        placement.position = position
    placement.save()
    record_trail(organisation=stage.organisation, actor=actor, action="journey.touchpoint_placed", target=touchpoint,
                 details={"stage": stage.code})  # fmt: skip
    return placement

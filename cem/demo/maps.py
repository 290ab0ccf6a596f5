"""The airport's maps: how it is, locked and drawn on, how it shall be; a stage drawn closer; colleagues' journey."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cem.demo.cast import Cast
from cem.demo.story import chapter
from programs.models import Engagement, Segment
from touchpoints.models import FeelingKind, Journey, JourneyMap, JourneyStage, Lane, MapKind, Placement, Touchpoint
from touchpoints.services import maps
from touchpoints.services.journeys import add_journey_stage, choose_start_way, create_journey, place_touchpoint


def draw_maps(engagement: Engagement, cast: Cast, *, now: datetime) -> None:
    """Notes and feelings on the first map, which is then locked; a copy to work on; the wish; two more journeys."""
    story = chapter("maps")
    journey = Journey.objects.get(engagement=engagement, code="departure")
    choose_start_way(journey=journey, way=story["start_way"], by=cast.consultant)
    first = journey.current_map
    if first is None:
        return
    _fill(first, story, cast)
    _wish(maps.copy_map(source=first, kind=MapKind.TO_BE, note=story["wish"]["note"], by=cast.consultant), story, cast)
    maps.copy_map(source=first, kind=MapKind.AS_IS, by=cast.consultant)
    maps.lock_map(drawn=first, by=cast.consultant, at=now, today=now.date())
    for told in story["journeys"]:
        _journey(engagement, told, cast)


def _fill(drawn: JourneyMap, story: Mapping[str, Any], cast: Cast) -> None:
    segments = {f"{one.axis.code}:{one.code}": one for one in Segment.objects.select_related("axis")}
    stages = {stage.code: stage for stage in drawn.stages.select_related("map__journey")}
    for told in story["notes"]:
        stage = stages[told["stage"]]
        for lane in Lane:
            for note in told.get(lane.value, ()):
                text = {code: note[code] for code in ("en", "pl")}
                segment = segments.get(note.get("segment", ""))
                maps.add_note(stage=stage, lane=lane, text=text, segment=segment, by=cast.consultant)
        for kind in FeelingKind:
            maps.set_feeling(stage=stage, kind=kind, level=told[kind.value], by=cast.consultant)
    for codes, supposed in ((story["moments_of_truth"], False), (story["supposed_moments_of_truth"], True)):
        for place in _places(drawn).filter(touchpoint__code__in=codes):
            maps.mark_place(place=place, is_moment_of_truth=True, is_hypothesis=supposed, by=cast.consultant)


def _wish(drawn: JourneyMap, story: Mapping[str, Any], cast: Cast) -> None:
    """What shall be otherwise: something moved, removed and added, feelings raised, gains written."""
    told, by = story["wish"], cast.consultant
    stages: dict[str, JourneyStage] = {stage.code: stage for stage in drawn.stages.select_related("map__journey")}
    places = {place.touchpoint.code: place for place in _places(drawn)}
    for move in told["moved"]:
        place = places[move["touchpoint"]]
        maps.move_place(place=place, stage=stages[move["stage"]], channel=place.channel, by=by)
    for code in told["removed"]:
        maps.remove_place(place=places[code], by=by)
    for new in told["added"]:
        touchpoint, like = Touchpoint.objects.get(code=new["touchpoint"]), places[new["touchpoint"]]
        maps.place_on_map(stage=stages[new["stage"]], touchpoint=touchpoint, channel=like.channel, by=by)
    for code, level in told["feelings"].items():
        maps.set_feeling(stage=stages[code], kind=FeelingKind.DESIRED, level=level, by=by)
    for note in told["notes"]:
        maps.add_note(stage=stages[note["stage"]], lane=note["lane"], text=note["text"], by=by)


def _places(drawn: JourneyMap) -> Any:
    return Placement.objects.filter(stage__map=drawn).select_related("stage__map__journey", "touchpoint", "channel")


def _journey(engagement: Engagement, told: Mapping[str, Any], cast: Cast) -> None:
    actor = cast.consultant.actor
    parent = Journey.objects.get(engagement=engagement, code=told["parent"]) if "parent" in told else None
    journey = create_journey(
        engagement=engagement, code=told["code"], name=told["name"], for_whom=told.get("for_whom", "external"),
        parent=parent, parent_stage=told.get("stage", ""), actor=actor,
    )  # fmt: skip
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    for stretch in told["stages"]:
        stage = add_journey_stage(
            journey=journey, code=stretch["code"], name=stretch["name"], need=stretch["need"], actor=actor
        )
        for code in stretch["touchpoints"]:
            place_touchpoint(stage=stage, touchpoint=touchpoints[code], actor=actor)

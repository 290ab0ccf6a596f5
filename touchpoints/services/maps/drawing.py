"""Drawing on a map: stages and their order, touchpoints at their places, notes, feelings."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction

from accounts.viewer import Viewer
from lib.both_texts import take_revision
from lib.local_text import LocalText
from organisations.models import Channel
from programs.models import Segment
from touchpoints.models import (
    Feeling,
    FeelingKind,
    FeelingLevel,
    JourneyMap,
    JourneyStage,
    Lane,
    MapNote,
    Need,
    Placement,
    Touchpoint,
)
from touchpoints.services.maps.own_parts import owns_note, owns_note_about, owns_stage
from touchpoints.services.maps.recording import Recorder, recorded
from touchpoints.services.touchpoints import CodeTaken

Ordered = TypeVar("Ordered", JourneyStage, Placement, MapNote)


def add_stage(
    *, drawn: JourneyMap, code: str, name: LocalText, by: Viewer, need: str = Need.USE, position: int | None = None
) -> JourneyStage:
    """A stretch of the path, last unless a position (from 0) is given.

    :raises CodeTaken: the map has a stage of this code
    """
    with recorded(drawn, by=by, action="stage_added", about=name) as recorder:
        if drawn.stages.filter(code=code).exists():
            raise CodeTaken
        stages = list(drawn.stages.all())
        stage = JourneyStage(
            organisation=drawn.organisation, map=drawn, code=code, name=dict(name), need=Need(need),
            position=len(stages) + 1,
        )  # fmt: skip
        recorder.create(stage)
        if position is not None:
            _put(recorder, stages, stage, position)
        return stage


def edit_stage(*, stage: JourneyStage, name: LocalText, need: str, opened: int, by: Viewer) -> None:
    """Rename a stretch, or change its need.

    :raises ChangedMeanwhile: somebody saved it after it was opened
    """
    with recorded(stage.map, by=by, action="stage_edited", about=name) as recorder:
        recorder.fresh(stage)
        take_revision(JourneyStage.objects.filter(pk=stage.pk), opened)
        recorder.change(stage, name=dict(name), need=Need(need))


def move_stage(*, stage: JourneyStage, position: int, by: Viewer) -> None:
    """Put a stretch, with all that stands on it, at another place along the path (from 0)."""
    with recorded(stage.map, by=by, action="stage_moved", about=stage.name) as recorder:
        _put(recorder, list(stage.map.stages.exclude(pk=stage.pk)), recorder.fresh(stage), position)


def remove_stage(*, stage: JourneyStage, by: Viewer) -> None:
    """Take a stretch off the map, with all that stands on it."""
    with recorded(stage.map, by=by, action="stage_removed", about=stage.name) as recorder:
        recorder.delete(recorder.fresh(stage))


def place_on_map(
    *, stage: JourneyStage, touchpoint: Touchpoint, by: Viewer, channel: Channel | None = None,
    position: int | None = None, is_moment_of_truth: bool = False,
) -> Placement:  # fmt: skip
    """Put a touchpoint on a stretch; one that stands there already is moved to the channel and place."""
    standing = Placement.objects.filter(stage=stage, touchpoint=touchpoint).first()
    if standing:
        move_place(place=standing, stage=stage, channel=channel, position=position, by=by)
        return standing
    with recorded(stage.map, by=by, action="place_added", about=touchpoint.name) as recorder:
        recorder.fresh(stage)
        others = list(stage.placements.all())
        place = Placement(
            organisation=stage.organisation, stage=stage, touchpoint=touchpoint, channel=channel,
            position=len(others) + 1, is_moment_of_truth=is_moment_of_truth,
        )  # fmt: skip
        recorder.create(place)
        if position is not None:
            _put(recorder, others, place, position)
        return place


def move_place(
    *, place: Placement, stage: JourneyStage, by: Viewer, channel: Channel | None = None, position: int | None = None
) -> None:
    """Move a touchpoint to a stretch of the same map, to a channel and into an order there (from 0; None: last).

    :raises CodeTaken: the touchpoint stands on that stretch already
    """
    with recorded(place.stage.map, by=by, action="place_moved", about=place.touchpoint.name) as recorder:
        recorder.fresh(place), recorder.fresh(stage)
        others = list(stage.placements.exclude(pk=place.pk))
        if stage.map_id != place.stage.map_id or any(one.touchpoint_id == place.touchpoint_id for one in others):
            raise CodeTaken
        recorder.change(place, stage=stage, channel=channel)
        _put(recorder, others, place, len(others) if position is None else position)


def mark_place(*, place: Placement, is_moment_of_truth: bool, by: Viewer, is_hypothesis: bool = False) -> None:
    """Say whether the touchpoint decides loyalty here, or is only supposed to."""
    with recorded(place.stage.map, by=by, action="place_marked", about=place.touchpoint.name) as recorder:
        supposed = is_moment_of_truth and is_hypothesis
        recorder.change(recorder.fresh(place), is_moment_of_truth=is_moment_of_truth, is_hypothesis=supposed)


def remove_place(*, place: Placement, by: Viewer) -> None:
    """Take a touchpoint off a stretch; the touchpoint itself stays."""
    with recorded(place.stage.map, by=by, action="place_removed", about=place.touchpoint.name) as recorder:
        recorder.delete(recorder.fresh(place))


def add_note(
    *, stage: JourneyStage, lane: str, text: LocalText, by: Viewer, segment: Segment | None = None,
    touchpoint: Touchpoint | None = None,
) -> MapNote:  # fmt: skip
    """Write a note into a lane, everybody's or one segment's, about the stretch or about a touchpoint there."""
    is_own = owns_note_about(stage=stage, touchpoint=touchpoint, viewer=by)
    with recorded(stage.map, by=by, action="note_added", about=text, is_own=is_own) as recorder:
        recorder.fresh(stage)
        note = MapNote(
            organisation=stage.organisation, stage=stage, lane=Lane(lane), segment=segment, text=dict(text),
            touchpoint=touchpoint, position=stage.notes.filter(lane=lane).count() + 1,
        )  # fmt: skip
        return recorder.create(note)


def edit_note(
    *, note: MapNote, text: LocalText, opened: int, by: Viewer, segment: Segment | None = None,
    touchpoint: Touchpoint | None = None,
) -> None:  # fmt: skip
    """Write a note anew, give it to a segment, or say of which touchpoint it speaks.

    :raises ChangedMeanwhile: somebody saved it after it was opened
    """
    is_own = owns_note(note=note, viewer=by) and owns_note_about(stage=note.stage, touchpoint=touchpoint, viewer=by)
    with recorded(note.stage.map, by=by, action="note_edited", about=text, is_own=is_own) as recorder:
        recorder.fresh(note)
        take_revision(MapNote.objects.filter(pk=note.pk), opened)
        recorder.change(note, text=dict(text), segment=segment, touchpoint=touchpoint)


def remove_note(*, note: MapNote, by: Viewer) -> None:
    """Take a note off the map."""
    is_own = owns_note(note=note, viewer=by)
    with recorded(note.stage.map, by=by, action="note_removed", about=note.text, is_own=is_own) as recorder:
        recorder.delete(recorder.fresh(note))


@transaction.atomic
def set_feeling(
    *, stage: JourneyStage, kind: str, level: int | None, by: Viewer, segment: Segment | None = None
) -> Feeling | None:
    """Say what customers shall feel on a stretch, or are thought to; without a level nothing is said any more."""
    is_own = owns_stage(stage=stage, viewer=by)
    with recorded(stage.map, by=by, action="feeling_set", about=stage.name, is_own=is_own) as recorder:
        recorder.fresh(stage)
        felt = Feeling.objects.filter(stage=stage, kind=FeelingKind(kind), segment=segment).first()
        if level is None:
            if felt:
                recorder.delete(felt)
            return None
        if felt is None:
            made = Feeling(organisation=stage.organisation, stage=stage, kind=FeelingKind(kind), segment=segment,
                           level=FeelingLevel(level))  # fmt: skip
            return recorder.create(made)
        recorder.change(felt, level=FeelingLevel(level))
        return felt


def _put(recorder: Recorder, others: Iterable[Ordered], row: Ordered, position: int) -> None:
    """Put the row at its place among the others and number them anew; only what changes its number is written."""
    order = list(others)
    order.insert(max(0, min(position, len(order))), row)
    for number, one in enumerate(order, start=1):
        recorder.change(one, position=number)

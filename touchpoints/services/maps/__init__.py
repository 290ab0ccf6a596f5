"""Everything that draws maps: stages, places, notes, feelings; versions; undo; maps from files."""

from touchpoints.services.maps.drawing import (
    add_note,
    add_stage,
    edit_note,
    edit_stage,
    mark_place,
    move_place,
    move_stage,
    place_on_map,
    remove_note,
    remove_place,
    remove_stage,
    set_feeling,
)
from touchpoints.services.maps.imports import Plan, draw_document, plan_of
from touchpoints.services.maps.own_parts import owns_note, owns_stage
from touchpoints.services.maps.recording import Gone, MapLocked, NothingToUndo, undo_last
from touchpoints.services.maps.starting import StartPlan, start_journey_from_template, start_plan
from touchpoints.services.maps.versions import copy_map, frozen_document, lock_map, next_number

__all__ = [
    "Gone",
    "MapLocked",
    "NothingToUndo",
    "Plan",
    "StartPlan",
    "add_note",
    "add_stage",
    "copy_map",
    "draw_document",
    "edit_note",
    "edit_stage",
    "frozen_document",
    "lock_map",
    "mark_place",
    "move_place",
    "move_stage",
    "next_number",
    "owns_note",
    "owns_stage",
    "place_on_map",
    "plan_of",
    "remove_note",
    "remove_place",
    "remove_stage",
    "set_feeling",
    "start_journey_from_template",
    "start_plan",
    "undo_last",
]

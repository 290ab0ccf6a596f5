"""Everything that writes touchpoints, journeys, designs and scripts."""

from touchpoints.services.designs import NothingToApprove, approve_design, draft_design
from touchpoints.services.journeys import (
    add_journey_stage,
    create_journey,
    edit_journey_stage,
    place_touchpoint,
    remove_placement,
)
from touchpoints.services.rights import NotYours, may_edit
from touchpoints.services.scripts import (
    EmptyScript,
    NotProposed,
    StepText,
    approve_script,
    draft_script,
    propose_script,
    return_script,
)
from touchpoints.services.touchpoints import (
    CodeTaken,
    archive_touchpoint,
    assign_member,
    create_touchpoint,
    edit_touchpoint,
    ensure_standard_attributes,
    set_attributes,
    set_owner,
    unassign_member,
)

__all__ = [
    "CodeTaken",
    "EmptyScript",
    "NotProposed",
    "NotYours",
    "NothingToApprove",
    "StepText",
    "add_journey_stage",
    "approve_design",
    "approve_script",
    "archive_touchpoint",
    "assign_member",
    "create_journey",
    "create_touchpoint",
    "draft_design",
    "draft_script",
    "edit_journey_stage",
    "edit_touchpoint",
    "ensure_standard_attributes",
    "may_edit",
    "place_touchpoint",
    "propose_script",
    "remove_placement",
    "return_script",
    "set_attributes",
    "set_owner",
    "unassign_member",
]

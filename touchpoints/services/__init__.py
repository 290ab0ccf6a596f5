"""Everything that writes touchpoints, journeys, designs and scripts."""

from touchpoints.services.backlog import (
    AnswerMissing,
    NotPublished,
    answer_misfit,
    note_opening,
    say_fitted,
    say_unfit,
)
from touchpoints.services.designs import LevelText, NothingToApprove, SourceText, approve_design, draft_design
from touchpoints.services.journeys import (
    add_journey_stage,
    choose_start_way,
    create_journey,
    ensure_map,
    place_touchpoint,
)
from touchpoints.services.passages import PassageNotVetted, SignOffRefused, sign_off_passage
from touchpoints.services.rights import NotYours, may_edit
from touchpoints.services.scripts import (
    AlreadyExpired,
    EmptyScript,
    NotProposed,
    approve_script,
    draft_script,
    propose_script,
    return_script,
)
from touchpoints.services.standards import (
    StandardRefused,
    StandardText,
    ValuesRefused,
    may_measure,
    record_values,
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
from touchpoints.services.versions import WrittenMeanwhile
from touchpoints.wording import BranchText, ContactText, PassageText, ScriptText, StepText

__all__ = [
    "AlreadyExpired",
    "AnswerMissing",
    "BranchText",
    "CodeTaken",
    "ContactText",
    "EmptyScript",
    "LevelText",
    "NotProposed",
    "NotPublished",
    "NotYours",
    "NothingToApprove",
    "PassageNotVetted",
    "PassageText",
    "ScriptText",
    "SignOffRefused",
    "SourceText",
    "StandardRefused",
    "StandardText",
    "StepText",
    "ValuesRefused",
    "WrittenMeanwhile",
    "add_journey_stage",
    "answer_misfit",
    "approve_design",
    "approve_script",
    "archive_touchpoint",
    "assign_member",
    "choose_start_way",
    "create_journey",
    "create_touchpoint",
    "draft_design",
    "draft_script",
    "edit_touchpoint",
    "ensure_map",
    "ensure_standard_attributes",
    "may_edit",
    "may_measure",
    "note_opening",
    "place_touchpoint",
    "propose_script",
    "record_values",
    "return_script",
    "say_fitted",
    "say_unfit",
    "set_attributes",
    "set_owner",
    "sign_off_passage",
    "unassign_member",
]

"""A sample for the addresses of every route, as `app.Model.field` of a row of the walker's world, or a plain word.

A new route with something of its own in its address is added here; `slug` and `engagement` are known.
"""

KNOWN = {"engagement": "programs.Engagement.slug"}

_SURVEY = {"code": "feedback.Survey.code"}
_INSTRUMENT = {"code": "feedback.Instrument.code"}
_QUESTION = _INSTRUMENT | {"question": "feedback.Question.code"}
_IMPORT = {"run_id": "feedback.ImportRun.public_id"}
_POINT = {"point": "feedback.CollectionPoint.public_id"}
_RESPONSE = {"answer": "feedback.Response.public_id"}
_TOUCHPOINT = {"code": "touchpoints.Touchpoint.code"}
_DESIGN = _TOUCHPOINT | {"number": "touchpoints.Design.number"}
_STANDARD = _TOUCHPOINT | {"standard": "touchpoints.Standard.code"}
_SCRIPT = _TOUCHPOINT | {"number": "touchpoints.Script.number"}
_MAP = {"key": "touchpoints.JourneyMap.public_id"}
_ON_STAGE = _MAP | {"stage": "touchpoints.JourneyStage.public_id"}
_PLACE = _MAP | {"place": "touchpoints.Placement.public_id"}
_NOTE = _MAP | {"note": "touchpoints.MapNote.public_id"}
_INITIATIVE = {"key": "touchpoints.Initiative.public_id"}
_LAUNCH_POINT = {"key": "touchpoints.LaunchPoint.public_id"}
_LAUNCH_MESSAGE = {"key": "touchpoints.LaunchMessage.public_id"}
_CYCLE = {"number": "programs.Cycle.number"}
_STAGE = _CYCLE | {"kind": "programs.Stage.kind"}
_AXIS = {"axis": "programs.SegmentAxis.code"}
_SEGMENT = _AXIS | {"code": "programs.Segment.code"}
_PROMISE = {"number": "brandpromise.Promise.number"}
_CARRIER = {"code": "brandpromise.Carrier.code"}
_CLAIM = {"code": "brandpromise.Claim.code"}
_CHECK = {"number": "training.KnowledgeCheck.number"}
_COURSE = {"code": "training.Course.code"}
_AUDIT = {"audit": "audits.Audit.public_id"}
_FINDING = {"finding": "audits.Finding.public_id"}
_CLAIMED = {"claim": "brandpromise.Claim.code"}
_JOB = {"public_id": "operations.Job.public_id"}
_RESULTS = {"survey": "feedback.Survey.code"}

_PROCESS = {"code": "touchpoints.Process.code"}
_DRAWN_PROCESS = {"number": "touchpoints.ProcessMap.number"}
_ROUND = {"key": "touchpoints.MappingRound.public_id"}
_REVIEW = {"key": "touchpoints.MapReview.public_id"}
_IDEA = {"idea": "touchpoints.Idea.public_id"}
_THING = {"kind": "touchpoint", "key": "touchpoints.Touchpoint.code"}
_ACTOR = {"code": "touchpoints.EcosystemActor.code"}


def _two(number: str) -> dict[str, str]:
    """Two versions to compare: the same one twice."""
    return {"before": number, "after": number}


SAMPLES: dict[str, dict[str, str]] = {
    "accent": {"colour": "2f4b8f"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "set-password"},
    "accounts:accept": {"token": "no-such-token"},
    "accounts:member": {"public_id": "accounts.Membership.public_id"},
    "accounts:end-membership": {"public_id": "accounts.Membership.public_id"},
    "accounts:withdraw-invitation": {"public_id": "accounts.Invitation.public_id"},
    "accounts:resend-invitation": {"public_id": "accounts.Invitation.public_id"},
    "accounts:unit": {"code": "organisations.Unit.code"},
    "accounts:archive-unit": {"code": "organisations.Unit.code"},
    "accounts:channel": {"code": "organisations.Channel.code"},
    "accounts:roster-difference": {"public_id": "operations.StoredFile.public_id"},
    "accounts:roster-job-roles": {"public_id": "operations.StoredFile.public_id"},
    "accounts:job-role": {"code": "accounts.JobRole.code"},
    "accounts:archive-job-role": {"code": "accounts.JobRole.code"},
    "accounts:employee": {"public_id": "accounts.Employee.public_id"},
    "accounts:withdraw-key": {"public_id": "accounts.ApiKey.public_id"},
    "operations:job": _JOB,
    "operations:resume": _JOB,
    "operations:cancel": _JOB,
    "operations:file": {"public_id": "operations.StoredFile.public_id"},
    "feedback:survey_page": {"code": "no-such-code"},
    "feedback:survey_page-slash": {"code": "no-such-code"},
    "feedback:survey_thanks": {"code": "no-such-code", "own": "nothing"},
    "feedback:survey_correct": {"code": "no-such-code", "own": "nothing"},
    "feedback:answer": _RESPONSE,
    "feedback:answer_flag": _RESPONSE,
    "feedback:survey": _SURVEY,
    "feedback:survey_edit": _SURVEY,
    "feedback:survey_preview": _SURVEY,
    "feedback:survey_state": _SURVEY,
    "feedback:point_new": _SURVEY,
    "feedback:instrument": _INSTRUMENT,
    "feedback:instrument_arrange": _INSTRUMENT,
    "feedback:instrument_version": _INSTRUMENT,
    "feedback:question_new": _INSTRUMENT,
    "feedback:question": _QUESTION,
    "feedback:option_archive": _QUESTION,
    "feedback:import_reading": _IMPORT,
    "feedback:import_columns": _IMPORT,
    "feedback:import_values": _IMPORT,
    "feedback:import_run": _IMPORT,
    "feedback:import_check": _IMPORT,
    "feedback:import_start": _IMPORT,
    "feedback:import_undo": _IMPORT,
    "feedback:import_keep": _IMPORT,
    "feedback:import_profile": _IMPORT,
    "feedback:import_report": _IMPORT,
    "feedback:point": _POINT,
    "feedback:point_qr": _POINT | {"kind": "svg"},
    "feedback:point_card": _POINT,
    "feedback:point_state": _POINT,
    "feedback:api-response": {"public_id": "feedback.Response.public_id"},
    "feedback:api-response-bare": {"public_id": "feedback.Response.public_id"},
    "metrics:results": _RESULTS,
    "metrics:crosstab": _RESULTS,
    "metrics:export": _RESULTS,
    "metrics:export_state": {"job": "operations.Job.public_id"},
    "metrics:export_file": {"job": "operations.Job.public_id"},
    "metrics:definition": {"key": "nps"},
    "audits:touchpoint_findings": {"touchpoint": "touchpoints.Touchpoint.code"},
    "metrics:claim_card": _CLAIMED,
    "metrics:claim_measure": _CLAIMED,
    "metrics:change_card": {"initiative": "touchpoints.Initiative.public_id"},
    "metrics:touchpoint_card": {"touchpoint": "touchpoints.Touchpoint.code"},
    "programs:next_cycle": _CYCLE,
    "programs:stage_plan": _STAGE,
    "programs:stage_start": _STAGE,
    "programs:gate_propose": _STAGE,
    "programs:deliverable": _STAGE | {"code": "programs.Deliverable.code"},
    "programs:waiver_propose": _STAGE,
    "programs:waiver": {"waiver": "programs.GateWaiver.public_id"},
    "programs:gate": {"gate": "programs.Gate.public_id"},
    "programs:axis_edit": {"code": "programs.SegmentAxis.code"},
    "programs:segment_new": _AXIS,
    "programs:segment_edit": _SEGMENT,
    "programs:segment_archive": _SEGMENT,
    "brandpromise:version": _PROMISE,
    "brandpromise:propose": _PROMISE,
    "brandpromise:withdraw": _PROMISE,
    "brandpromise:consultation": _PROMISE,
    "brandpromise:consultation_open": _PROMISE,
    "brandpromise:consultation_close": _PROMISE,
    "brandpromise:remark_answer": {"remark": "brandpromise.Remark.public_id"},
    "brandpromise:feasibility": _PROMISE,
    "brandpromise:units_ask": _PROMISE,
    "brandpromise:sign": _PROMISE | {"unit": "organisations.Unit.code"},
    "brandpromise:carrier": _CARRIER,
    "brandpromise:carrier_edit": _CARRIER,
    "brandpromise:carrier_archive": _CARRIER,
    "brandpromise:claim": _CLAIM,
    "brandpromise:claim_edit": _CLAIM,
    "brandpromise:claim_archive": _CLAIM,
    "brandpromise:comparison": {"before": "brandpromise.Promise.number", "after": "brandpromise.Promise.number"},
    "touchpoints:leaving_person": {"kind": "member", "key": "accounts.Membership.public_id"},
    "touchpoints:handover": {"key": "touchpoints.HandOver.public_id"},
    "touchpoints:accountable": _THING,
    "touchpoints:part_give": _THING,
    "touchpoints:part_take": _THING,
    "touchpoints:ecosystem_export": {"kind": "csv"},
    "touchpoints:ecosystem_actor": _ACTOR,
    "touchpoints:ecosystem_actor_edit": _ACTOR,
    "touchpoints:ecosystem_actor_archive": _ACTOR,
    "touchpoints:my_mapping": _ROUND,
    "touchpoints:my_mapping_order": _ROUND,
    "touchpoints:mapping_round": _ROUND,
    "touchpoints:mapping_close": _ROUND,
    "touchpoints:mapping_file": _ROUND | {"kind": "units"},
    "touchpoints:mapping_names": _ROUND,
    "touchpoints:mapping_names_equal": _ROUND,
    "touchpoints:mapping_name": _ROUND | {"name": "touchpoints.MappingName.public_id"},
    "touchpoints:map_review": _REVIEW,
    "touchpoints:map_review_action": _REVIEW | {"action": "touchpoints.MapReviewAction.public_id"},
    "touchpoints:role_place_edit": {"code": "accounts.JobRole.code"},
    "touchpoints:initiative": _INITIATIVE,
    "touchpoints:initiative_edit": _INITIATIVE,
    "touchpoints:initiative_move": _INITIATIVE,
    "touchpoints:launch_point": _LAUNCH_POINT,
    "touchpoints:launch_point_remove": _LAUNCH_POINT,
    "touchpoints:launch_point_tick": _LAUNCH_POINT,
    "touchpoints:launch_message": _LAUNCH_MESSAGE,
    "touchpoints:launch_message_remove": _LAUNCH_MESSAGE,
    "touchpoints:journey_template": {"template": "hotel-spa"},
    "touchpoints:first_steps": {"journey": "touchpoints.Journey.code"},
    "touchpoints:map_import": {"journey": "touchpoints.Journey.code"},
    "touchpoints:map_copy": _MAP,
    "touchpoints:map_lock": _MAP,
    "touchpoints:map_undo": _MAP,
    "touchpoints:map_difference": _MAP | {"other": "touchpoints.JourneyMap.public_id"},
    "touchpoints:map_export": _MAP | {"kind": "svg"},
    "touchpoints:stage_new": _MAP,
    "touchpoints:stage_edit": _ON_STAGE,
    "touchpoints:stage_move": _ON_STAGE,
    "touchpoints:stage_remove": _ON_STAGE,
    "touchpoints:place_new": _ON_STAGE,
    "touchpoints:feeling": _ON_STAGE,
    "touchpoints:note_new": _ON_STAGE | {"lane": "pain"},
    "touchpoints:place_edit": _PLACE,
    "touchpoints:place_drop": _PLACE,
    "touchpoints:place_remove": _PLACE,
    "touchpoints:note_edit": _NOTE,
    "touchpoints:note_remove": _NOTE,
    "touchpoints:touchpoint": _TOUCHPOINT,
    "touchpoints:touchpoint_edit": _TOUCHPOINT,
    "touchpoints:touchpoint_people": _TOUCHPOINT,
    "touchpoints:touchpoint_archive": _TOUCHPOINT,
    "touchpoints:design_edit": _TOUCHPOINT,
    "touchpoints:design": _DESIGN,
    "touchpoints:design_approve": _DESIGN,
    "touchpoints:design_comparison": _TOUCHPOINT | _two("touchpoints.Design.number"),
    "touchpoints:touchpoint_channels": _TOUCHPOINT,
    "touchpoints:standard": _STANDARD,
    "touchpoints:standard_value": _STANDARD,
    "touchpoints:standard_file": _STANDARD,
    "touchpoints:standard-values-api": {"code": "touchpoints.Standard.code"},
    "touchpoints:standard-values-api-bare": {"code": "touchpoints.Standard.code"},
    "touchpoints:script": _TOUCHPOINT,
    "touchpoints:script_edit": _TOUCHPOINT,
    "touchpoints:script_version": _SCRIPT,
    "touchpoints:script_opened": _TOUCHPOINT,
    "touchpoints:script_judged": _TOUCHPOINT,
    "touchpoints:script_card": _TOUCHPOINT,
    "touchpoints:script_qr": _TOUCHPOINT,
    "touchpoints:script_comparison": _TOUCHPOINT | _two("touchpoints.Script.number"),
    "touchpoints:passage_sign_off": _SCRIPT | {"passage": "touchpoints.ScriptPassage.public_id"},
    "touchpoints:backlog": _TOUCHPOINT,
    "touchpoints:misfit_answer": _TOUCHPOINT | {"remark": "touchpoints.Misfit.public_id"},
    "touchpoints:process": _PROCESS,
    "touchpoints:process_rename": _PROCESS,
    "touchpoints:process_edit": _PROCESS,
    "touchpoints:process_version": _PROCESS | _DRAWN_PROCESS,
    "touchpoints:process_approve": _PROCESS | _DRAWN_PROCESS,
    "touchpoints:process_export": _PROCESS | _DRAWN_PROCESS | {"kind": "svg"},
    "touchpoints:process_measure": _PROCESS | _DRAWN_PROCESS | {"step": "touchpoints.ProcessStep.position"},
    "touchpoints:process_comparison": _PROCESS | _two("touchpoints.ProcessMap.number"),
    "touchpoints:idea": _IDEA,
    "touchpoints:idea_vote": _IDEA,
    "touchpoints:idea_answer": _IDEA,
    "touchpoints:idea_comment": _IDEA,
    "touchpoints:idea_comment_hide": _IDEA | {"comment": "touchpoints.IdeaComment.public_id"},
    "touchpoints:script_propose": _SCRIPT,
    "touchpoints:script_decide": _SCRIPT,
    "training:session": {"session": "training.CourseSession.public_id"},
    "training:course": _COURSE,
    "training:course_edit": _COURSE,
    "training:course_archive": _COURSE,
    "training:session_new": _COURSE,
    "training:check": _CHECK,
    "training:check_question": _CHECK,
    "training:check_question_remove": _CHECK | {"question": "training.CheckQuestion.pk"},
    "training:check_state": _CHECK,
    "audits:surveys": _AUDIT,
    "audits:summary": _AUDIT,
    "audits:close": _AUDIT,
    "audits:finding_new": _AUDIT,
    "audits:finding": _FINDING,
    "audits:finding_edit": _FINDING,
    "audits:finding_answer": _FINDING,
    "audits:finding_outcome": _FINDING,
    "audits:finding_change": _FINDING,
    "audits:change_findings": {"initiative": "touchpoints.Initiative.public_id"},
}

# Rows that must stand in the world besides those the address names, before a route has something to show.
BESIDES: dict[str, tuple[str, ...]] = {
    "programs:cycle": ("programs.Cycle",),
    "audits:audit": ("programs.Cycle",),
    "audits:reaudit": ("programs.Cycle",),
    "brandpromise:consultation": ("brandpromise.Consultation",),
    "brandpromise:sign": ("brandpromise.Feasibility",),
    "feedback:instrument": ("feedback.InstrumentVersion",),
    "feedback:instrument_arrange": ("feedback.InstrumentVersion",),
    "feedback:instrument_version": ("feedback.InstrumentVersion",),
    "touchpoints:script": ("touchpoints.Script",),
    "touchpoints:initiative_edit": ("touchpoints.InitiativeTouchpoint",),
    "touchpoints:initiative_move": ("touchpoints.InitiativeTouchpoint",),
    "touchpoints:launch": ("programs.Cycle",),
    "touchpoints:launch_draft": ("programs.Cycle",),
    "touchpoints:launch_quality": ("programs.Cycle",),
    "touchpoints:launch_point_new": ("programs.Cycle",),
    "touchpoints:launch_message_new": ("programs.Cycle",),
}

# Where a view looks closer than its policy, and refuses somebody whom the policy admits: the reason is written down.
FINER: dict[str, str] = {
    "brandpromise:sign": "a consultant signs for no unit",
}

# Where an own object may still be 404: it is somebody's own, or it has to be in a certain state.
NOT_EVERY_ROW: dict[str, str] = {
    "touchpoints:script_opened": "only the script that holds is used",
    "touchpoints:script_judged": "only the script that holds is judged",
    "operations:file": "a file opens for who stored it and for whom its kind allows",
    "metrics:export_state": "an export is its maker's own",
    "metrics:export_file": "an export is its maker's own",
    "accounts:roster-difference": "an uploaded roster is its uploader's own",
    "accounts:roster-job-roles": "an uploaded roster is its uploader's own",
}

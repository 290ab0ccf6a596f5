"""How the activity trail reads to people: every action and thing in words. Files keep the codes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cem.desk.trail_details import Words, detail_words
from operations.models import TrailEntry

ACTIONS: Words = {
    "answer.flagged": _("answer set aside"),
    "answer.unflagged": _("answer counted again"),
    "answers.exported": _("answers exported"),
    "audit.carried_over": _("audit's findings carried over"),
    "audit.closed": _("audit closed"),
    "audit.opened": _("audit opened"),
    "audit.summary_edited": _("audit's summary edited"),
    "audit.survey_added": _("survey added to the audit"),
    "audit.survey_removed": _("survey taken out of the audit"),
    "axis.archived": _("segment axis archived"),
    "axis.saved": _("segment axis saved"),
    "carrier.added": _("carrier of the promise added"),
    "carrier.archived": _("carrier of the promise put away"),
    "carrier.brought_back": _("carrier of the promise brought back"),
    "carrier.changed": _("carrier of the promise changed"),
    "channel.added": _("channel added"),
    "channel.renamed": _("channel renamed"),
    "check.closed": _("knowledge check closed"),
    "check.drafted": _("knowledge check drafted"),
    "check.opened": _("knowledge check opened"),
    "claim.added": _("claim added"),
    "claim.archived": _("claim put away"),
    "claim.brought_back": _("claim brought back"),
    "claim.changed": _("claim changed"),
    "claim.measured": _("what a claim is checked by was chosen"),
    "course.archived": _("course archived"),
    "course.attendance_recorded": _("attendance recorded"),
    "course.created": _("course created"),
    "course.edited": _("course edited"),
    "course.session_planned": _("session planned"),
    "cycle.opened": _("cycle opened"),
    "deliverable.done": _("deliverable done"),
    "deliverable.taken_back": _("deliverable taken back"),
    "design.approved": _("desired experience approved"),
    "design.drafted": _("desired experience drafted"),
    "employee.added": _("employee added"),
    "employee.changed": _("employee changed"),
    "engagement.archived": _("engagement archived"),
    "engagement.member_listed": _("person listed in the engagement"),
    "engagement.member_unlisted": _("person taken off the engagement"),
    "engagement.opened": _("engagement opened"),
    "engagement.vision_edited": _("vision and goals edited"),
    "finding.added": _("finding added"),
    "finding.answered": _("finding answered"),
    "finding.change_linked": _("change named that answers a finding"),
    "finding.change_unlinked": _("change no longer named as an answer to a finding"),
    "finding.edited": _("finding edited"),
    "ecosystem.added": _("actor of the ecosystem added"),
    "ecosystem.archived": _("actor of the ecosystem put away"),
    "ecosystem.brought_back": _("actor of the ecosystem brought back"),
    "ecosystem.changed": _("actor of the ecosystem written anew"),
    "finding.outcome": _("outcome of a finding recorded"),
    "gate.approved": _("gate passed"),
    "gate.proposed": _("gate proposed"),
    "gate.returned": _("gate sent back"),
    "gate.voted": _("vote on a gate"),
    "handover.made": _("things handed over"),
    "idea.answered": _("idea answered"),
    "idea.comment_hidden": _("word about an idea hidden"),
    "idea.imported": _("ideas brought in from a file"),
    "idea.proposed": _("idea proposed"),
    "import.begun": _("import begun"),
    "import.done": _("import done"),
    "import.undo_asked": _("import to be undone"),
    "import.undone": _("import undone"),
    "import_profile.saved": _("import profile saved"),
    "initiative.action_taken_on": _("change took on what a session agreed"),
    "initiative.added": _("change added"),
    "initiative.changed": _("change written anew"),
    "initiative.moved": _("change brought into another state"),
    "job.cancelled": _("job cancelled"),
    "job.resumed": _("job started again"),
    "journey.reviewed": _("mapping session reviewed"),
    "journey.saved": _("journey saved"),
    "journey.stage_added": _("journey stage added"),
    "journey.stage_edited": _("journey stage edited"),
    "journey.start_way_chosen": _("way to start a journey chosen"),
    "journey.started_from_template": _("journey begun from a template"),
    "journey.touchpoint_placed": _("touchpoint placed on the journey"),
    "journey.touchpoint_removed": _("touchpoint taken off the journey"),
    "mapping.closed": _("round of journeys from memory closed"),
    "mapping.name_matched": _("name from a round matched with a touchpoint"),
    "mapping.opened": _("round of journeys from memory opened"),
    "map.copied": _("journey map copied"),
    "map.feeling_set": _("emotion set on the journey map"),
    "map.imported": _("journey map drawn from a file"),
    "listing.taken": _("touchpoints and journeys taken in from a file"),
    "map.listed": _("journey map changed by a file"),
    "map.locked": _("journey map locked"),
    "map.note_added": _("note written on the journey map"),
    "map.note_edited": _("note on the journey map edited"),
    "map.note_removed": _("note taken off the journey map"),
    "map.place_added": _("touchpoint placed on the journey map"),
    "map.place_marked": _("moment of truth marked or unmarked"),
    "map.place_moved": _("touchpoint moved on the journey map"),
    "map.place_removed": _("touchpoint taken off the journey map"),
    "map.stage_added": _("stage added to the journey map"),
    "map.stage_edited": _("stage of the journey map edited"),
    "map.stage_moved": _("stage of the journey map moved"),
    "map.stage_removed": _("stage taken off the journey map"),
    "map.undone": _("change of the journey map undone"),
    "job_role.added": _("job role added"),
    "job_role.archived": _("job role put away"),
    "job_role.renamed": _("job role renamed"),
    "job_role.restored": _("job role brought back"),
    "key.made": _("key made"),
    "key.withdrawn": _("key withdrawn"),
    "launch.drafted": _("launch's checklist drafted"),
    "launch.message_removed": _("message taken out of the campaign"),
    "launch.message_saved": _("message of the campaign written"),
    "launch.point_removed": _("line taken off the launch's checklist"),
    "launch.point_saved": _("line of the launch's checklist written"),
    "launch.point_ticked": _("line of the launch's checklist: it is there"),
    "launch.point_unticked": _("line of the launch's checklist: it is not there"),
    "launch.quality_answered": _("answered whether the product itself works"),
    "member.changed": _("member's rights changed"),
    "member.ended": _("membership ended"),
    "member.invitation_withdrawn": _("invitation withdrawn"),
    "member.invited": _("person invited"),
    "member.joined": _("person joined"),
    "organisation.made": _("organisation made"),
    "organisation.zone_changed": _("time zone changed"),
    "person.erased": _("person erased"),
    "point.closed": _("collection point closed"),
    "point.created": _("collection point created"),
    "point.reopened": _("collection point opened again"),
    "process.approved": _("process approved"),
    "process.created": _("process begun"),
    "process.drafted": _("process drawn"),
    "process.measured": _("step of a process measured"),
    "process.renamed": _("process called otherwise"),
    "promise.approved": _("promise approved"),
    "promise.consultation_closed": _("consultation about the promise ended"),
    "promise.consultation_opened": _("consultation about the promise opened"),
    "promise.drafted": _("promise drafted"),
    "promise.edited": _("promise edited"),
    "promise.proposed": _("promise proposed"),
    "promise.read_together": _("vision and values read by a team"),
    "promise.remark_answered": _("remark on the promise answered"),
    "promise.returned": _("promise sent back"),
    "promise.unit_signed": _("unit signed whether it can deliver the promise"),
    "promise.units_asked": _("units asked whether they can deliver the promise"),
    "promise.voted": _("vote on the promise"),
    "promise.withdrawn": _("promise withdrawn from the vote"),
    "responsibility.given": _("part in accountability given"),
    "responsibility.taken": _("part in accountability taken"),
    "roster.read": _("roster read from a file"),
    "script.approved": _("script approved"),
    "script.drafted": _("script drafted"),
    "script.passage_signed_off": _("sign-off of a vetted passage kept"),
    "script.proposed": _("script proposed"),
    "script.remark_answered": _("remark about a script answered"),
    "script.returned": _("script sent back"),
    "segment.archived": _("segment archived"),
    "segment.saved": _("segment saved"),
    "settings.changed": _("settings changed"),
    "stage.planned": _("stage planned"),
    "stage.started": _("stage started"),
    "standard.measured": _("service standard measured"),
    "survey.called_real": _("survey no longer called a sample"),
    "survey.called_sample": _("survey called a sample with made-up answers"),
    "survey.changed": _("survey changed"),
    "survey.closed": _("survey closed"),
    "survey.created": _("survey created"),
    "survey.opened": _("survey opened"),
    "touchpoint.archived": _("touchpoint archived"),
    "touchpoint.brought_back": _("touchpoint brought back"),
    "touchpoint.created": _("touchpoint created"),
    "touchpoint.edited": _("touchpoint edited"),
    "touchpoint.member_assigned": _("person assigned to a touchpoint"),
    "touchpoint.member_unassigned": _("person taken off a touchpoint"),
    "touchpoint.owner_set": _("touchpoint's owner set"),
    "touchpoint.role_placed": _("job role's place at a touchpoint set"),
    "unit.added": _("unit added"),
    "unit.archived": _("unit archived"),
    "unit.changed": _("unit changed"),
    "unit.restored": _("unit brought back"),
    "volume.recorded": _("volumes per channel counted"),
    "waiver.approved": _("decided that the stage may pass nevertheless"),
    "waiver.proposed": _("proposed that the stage pass nevertheless"),
    "waiver.returned": _("refused that the stage pass nevertheless"),
    "waiver.voted": _("vote on passing nevertheless"),
}

THINGS: Words = {
    "apikey": pgettext_lazy("thing in the trail", "API key"),
    "audit": pgettext_lazy("thing in the trail", "audit"),
    "carrier": pgettext_lazy("thing in the trail", "carrier"),
    "channel": pgettext_lazy("thing in the trail", "channel"),
    "claim": pgettext_lazy("thing in the trail", "claim"),
    "collectionpoint": pgettext_lazy("thing in the trail", "collection point"),
    "course": pgettext_lazy("thing in the trail", "course"),
    "cycle": pgettext_lazy("thing in the trail", "cycle"),
    "deliverable": pgettext_lazy("thing in the trail", "deliverable"),
    "ecosystemactor": pgettext_lazy("thing in the trail", "actor of the ecosystem"),
    "employee": pgettext_lazy("thing in the trail", "employee"),
    "engagement": pgettext_lazy("thing in the trail", "engagement"),
    "handover": pgettext_lazy("thing in the trail", "hand-over"),
    "idea": pgettext_lazy("thing in the trail", "idea"),
    "importprofile": pgettext_lazy("thing in the trail", "import profile"),
    "importrun": pgettext_lazy("thing in the trail", "import"),
    "invitation": pgettext_lazy("thing in the trail", "invitation"),
    "initiative": pgettext_lazy("thing in the trail", "change"),
    "job": pgettext_lazy("thing in the trail", "job"),
    "jobrole": pgettext_lazy("thing in the trail", "job role"),
    "journey": pgettext_lazy("thing in the trail", "journey"),
    "membership": pgettext_lazy("thing in the trail", "member"),
    "organisation": pgettext_lazy("thing in the trail", "organisation"),
    "process": pgettext_lazy("thing in the trail", "process"),
    "promise": pgettext_lazy("thing in the trail", "promise"),
    "response": pgettext_lazy("thing in the trail", "answer"),
    "segment": pgettext_lazy("thing in the trail", "segment"),
    "segmentaxis": pgettext_lazy("thing in the trail", "segment axis"),
    "stage": pgettext_lazy("thing in the trail", "stage"),
    "survey": pgettext_lazy("thing in the trail", "survey"),
    "touchpoint": pgettext_lazy("thing in the trail", "touchpoint"),
    "unit": pgettext_lazy("thing in the trail", "unit"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the trail in words."""

    entry: TrailEntry
    actor: str
    action: str
    thing: str
    name: str
    details: list[tuple[str, str]]


def told(
    entry: TrailEntry, people: Mapping[str, str], name: str, codes: Mapping[str, Mapping[str, str]] | None = None
) -> Told:
    """The entry as its reader meets it.

    :param people: names by public ids
    :param name: what the thing it happened to is called
    :param codes: what rows are called that its details name by their codes, see `trail_names.codes_of`
    """
    return Told(
        entry,
        actor=entry.actor_name or people.get(entry.actor, entry.actor),
        action=action_words(entry.action),
        thing=thing_words(entry.target_kind),
        name=name,
        details=list(detail_words(entry.details, entry.action, codes)),
    )


def action_words(action: str) -> str:
    """What happened, as people say it; an action nobody named yet reads as it is written."""
    return str(ACTIONS.get(action, action))


def thing_words(kind: str) -> str:
    """What kind of thing it happened to."""
    return str(THINGS.get(kind, kind))


def kinds_called(text: str) -> frozenset[str]:
    """The kinds whose word, in the reader's language, has the text in it."""
    sought = text.casefold()
    return frozenset(kind for kind, word in THINGS.items() if sought in str(word).casefold())

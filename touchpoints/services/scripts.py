"""Scripts for the frontline: drafted in steps, proposed, approved or returned; a version says what changed and why."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import LocalText
from touchpoints.models import Control, Script, ScriptBranch, ScriptContact, ScriptStep, Touchpoint, VersionState
from touchpoints.services.passages import refuse_unvetted, write_passages
from touchpoints.services.rights import NotYours, may_propose_script
from touchpoints.services.versions import enter, next_number, replace_approved, saved_once_more, tell_when_complete
from touchpoints.wording import ContactText, PassageText, ScriptText, StepText, unfinished

UNAPPROVED = (VersionState.DRAFT, VersionState.PROPOSED)


class EmptyScript(ValueError):
    """A script needs at least one step that says what to do."""


class StepUnfinished(ValueError):
    """A step has words or harder cases, but does not say what to do; `number` says which, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"step {number}")
        self.number = number


class NotProposed(ValueError):
    """Only what waits for approval can be approved or returned."""


class AlreadyExpired(ValueError):
    """The day on which the script ends has passed."""


@transaction.atomic
def draft_script(
    *,
    touchpoint: Touchpoint,
    title: LocalText,
    steps: Sequence[StepText],
    escalation: LocalText,
    by: Viewer,
    why: str = "",
    contacts: Sequence[ContactText] = (),
    passages: Sequence[PassageText] = (),
    expires_on: date | None = None,
    revision: int | None = None,
) -> Script:
    """Write the draft of the next version; one is in the making at a time, and writing takes it back from approval.

    :param revision: of the draft that the writer saw, 0 for none; without it whatever stands there is written over
    :raises NotYours: frontline and owners write at their own touchpoints only
    :raises EmptyScript: no step says what to do
    :raises StepUnfinished: a step holds something else only
    :raises WrittenMeanwhile: somebody else saved the draft since
    """
    if not may_propose_script(touchpoint=touchpoint, viewer=by):
        raise NotYours
    written = _written(steps)
    script = _in_the_making(touchpoint)
    saved_once_more(script, seen=revision)
    script.title, script.escalation, script.expires_on = dict(title), dict(escalation), expires_on
    script.why, script.written_by, script.state = why.strip(), by.actor, VersionState.DRAFT
    script.save()
    script.steps.all().delete()
    script.contacts.all().delete()
    called = [_write_contact(script, place, contact) for place, contact in enumerate(contacts, start=1)]
    for position, step in enumerate(written, start=1):
        _write_step(script, position, step, called)
    write_passages(script, passages)
    enter(script, by, "script.drafted")
    return script


def _written(steps: Sequence[StepText]) -> list[StepText]:
    """The steps in which anything stands; each of them says what to do."""
    for part, place, _number in unfinished(ScriptText(steps=steps)):
        if part == "step":
            raise StepUnfinished(place + 1)
    written = [step for step in steps if any(step.act.values())]
    if not written:
        raise EmptyScript
    return written


def _in_the_making(touchpoint: Touchpoint) -> Script:
    found = Script.objects.select_for_update(of=("self",)).filter(touchpoint=touchpoint, state__in=UNAPPROVED).first()
    return found or Script(
        organisation=touchpoint.organisation, touchpoint=touchpoint, number=next_number(Script, touchpoint)
    )


def _write_contact(script: Script, position: int, contact: ContactText) -> ScriptContact:
    return ScriptContact.objects.create(
        organisation=script.organisation,
        script=script,
        position=position,
        name=dict(contact.name),
        phone=contact.phone.strip(),
        hours=dict(contact.hours),
    )


def _write_step(script: Script, position: int, text: StepText, called: Sequence[ScriptContact]) -> None:
    step = ScriptStep.objects.create(
        organisation=script.organisation,
        script=script,
        position=position,
        act=dict(text.act),
        say=dict(text.say),
        avoid=dict(text.avoid),
    )
    for place, branch in enumerate(text.branches, start=1):
        ScriptBranch.objects.create(
            organisation=script.organisation,
            step=step,
            position=place,
            when=dict(branch.when),
            then=dict(branch.then),
            contact=called[branch.contact] if branch.contact is not None and branch.contact < len(called) else None,
        )


@transaction.atomic
def propose_script(*, script: Script, by: Viewer) -> None:
    """Hand a draft to the committee.

    :raises NotYours: somebody else's touchpoint
    :raises NotProposed: it is not a draft
    """
    if not may_propose_script(touchpoint=script.touchpoint, viewer=by):
        raise NotYours
    if script.state != VersionState.DRAFT:
        raise NotProposed
    script.state, script.returned_because = VersionState.PROPOSED, ""
    script.save(update_fields=["state", "returned_because"])
    enter(script, by, "script.proposed")


@transaction.atomic
def approve_script(*, script: Script, by: Viewer, at: datetime) -> None:
    """Approve what is proposed; the version before is replaced.

    :raises NotYours: only the committee and the sponsor approve
    :raises NotProposed: it does not wait for approval
    :raises PassageNotVetted: words that are said exactly so carry no sign-off that holds
    :raises AlreadyExpired: it would hold no day
    """
    _refuse_unproposed(script, by)
    refuse_unvetted(script, on=at.date())
    if script.expires_on and script.expires_on < at.date():
        raise AlreadyExpired
    replace_approved(script, by=by, at=at)
    enter(script, by, "script.approved")
    # Wanted at each touchpoint in the company's hands.
    wanted = Touchpoint.objects.filter(archived_at=None, control=Control.OWNED)
    tell_when_complete(script, wanted, code="scripts", counted_as="scripts", by=by, day=at.date())


@transaction.atomic
def return_script(*, script: Script, by: Viewer, reason: str) -> None:
    """Give a proposed script back to its author with the reason.

    :raises NotYours: only the committee and the sponsor decide
    :raises NotProposed: it does not wait for approval, or no reason is given
    """
    _refuse_unproposed(script, by)
    if not reason.strip():
        raise NotProposed
    script.state, script.returned_because = VersionState.DRAFT, reason.strip()
    script.save(update_fields=["state", "returned_because"])
    enter(script, by, "script.returned")


def _refuse_unproposed(script: Script, by: Viewer) -> None:
    if not by.can(Can.APPROVE_SCRIPT):
        raise NotYours
    if script.state != VersionState.PROPOSED:
        raise NotProposed

"""Scripts for the frontline: drafted in steps, proposed, approved or returned; a version says what changed and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import LocalText
from touchpoints.models import Control, Script, ScriptStep, Touchpoint, VersionState
from touchpoints.services.rights import NotYours, may_propose_script
from touchpoints.services.versions import enter, next_number, replace_approved, tell_when_complete

UNAPPROVED = (VersionState.DRAFT, VersionState.PROPOSED)


class EmptyScript(ValueError):
    """A script needs at least one step that says what to do."""


class NotProposed(ValueError):
    """Only what waits for approval can be approved or returned."""


@dataclass(frozen=True, slots=True)
class StepText:
    """One step as it is written: what to do, words to use and to avoid, and what to do in a harder case."""

    act: LocalText
    say: LocalText = field(default_factory=dict)
    avoid: LocalText = field(default_factory=dict)
    if_harder: LocalText = field(default_factory=dict)


@transaction.atomic
def draft_script(
    *,
    touchpoint: Touchpoint,
    title: LocalText,
    steps: Sequence[StepText],
    escalation: LocalText,
    by: Viewer,
    why: str = "",
) -> Script:
    """Write the draft of the next version; one is in the making at a time, and writing takes it back from approval.

    :raises NotYours: frontline and owners write at their own touchpoints only
    :raises EmptyScript: no step says what to do
    """
    if not may_propose_script(touchpoint=touchpoint, viewer=by):
        raise NotYours
    written = [step for step in steps if any(step.act.values())]
    if not written:
        raise EmptyScript
    script = Script.objects.filter(touchpoint=touchpoint, state__in=UNAPPROVED).first() or Script(
        organisation=touchpoint.organisation,
        touchpoint=touchpoint,
        number=next_number(Script, touchpoint),
    )
    script.title, script.escalation = dict(title), dict(escalation)
    script.why, script.written_by, script.state = why.strip(), by.actor, VersionState.DRAFT
    script.save()
    script.steps.all().delete()
    for position, step in enumerate(written, start=1):
        _write_step(script, position, step)
    enter(script, by, "script.drafted")
    return script


def _write_step(script: Script, position: int, step: StepText) -> None:
    ScriptStep.objects.create(
        organisation=script.organisation,
        script=script,
        position=position,
        act=dict(step.act),
        say=dict(step.say),
        avoid=dict(step.avoid),
        if_harder=dict(step.if_harder),
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
    """
    _refuse_unproposed(script, by)
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

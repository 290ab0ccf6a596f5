"""Scripts for the frontline: drafted in steps, proposed, approved or returned; a version says what changed and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from lib.local_text import LocalText
from operations.services import record_trail
from programs.models import StageKind
from programs.services import deliver
from touchpoints.models import Control, Script, ScriptStep, Touchpoint, VersionState
from touchpoints.services.rights import NotYours, may_propose_script

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
        organisation=touchpoint.organisation, touchpoint=touchpoint, number=_next_number(touchpoint)
    )
    script.title, script.escalation = dict(title), dict(escalation)
    script.why, script.written_by, script.state = why.strip(), by.actor, VersionState.DRAFT
    script.save()
    script.steps.all().delete()
    for position, step in enumerate(written, start=1):
        _write_step(script, position, step)
    _trail(script, by, "script.drafted")
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
    _trail(script, by, "script.proposed")


@transaction.atomic
def approve_script(*, script: Script, by: Viewer, at: datetime) -> None:
    """Approve what is proposed; the version before is replaced.

    :raises NotYours: only the committee and the sponsor approve
    :raises NotProposed: it does not wait for approval
    """
    _refuse_unproposed(script, by)
    Script.objects.filter(touchpoint=script.touchpoint, state=VersionState.APPROVED).update(state=VersionState.RETIRED)
    script.state, script.approved_by, script.approved_at = VersionState.APPROVED, by.actor, at
    script.save(update_fields=["state", "approved_by", "approved_at"])
    _trail(script, by, "script.approved")
    _tell_programme(script, by, at.date())


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
    _trail(script, by, "script.returned")


def _refuse_unproposed(script: Script, by: Viewer) -> None:
    if not by.can(Can.APPROVE_SCRIPT):
        raise NotYours
    if script.state != VersionState.PROPOSED:
        raise NotProposed


def _tell_programme(script: Script, by: Viewer, day: date) -> None:
    """Once each touchpoint that is ours has an approved script, the design stage is told."""
    wanted = Touchpoint.objects.filter(archived_at=None, control=Control.OWNED)
    scripted = Script.objects.filter(state=VersionState.APPROVED, touchpoint__in=wanted).values("touchpoint")
    if wanted.exclude(pk__in=scripted).exists():
        return
    deliver(
        organisation=script.organisation,
        stage_kind=StageKind.DESIGN,
        code="scripts",
        evidence={"scripts": wanted.count(), "address": f"/o/{script.organisation.slug}/touchpoints/"},
        actor=by.actor,
        day=day,
    )


def _next_number(touchpoint: Touchpoint) -> int:
    last = Script.objects.filter(touchpoint=touchpoint).order_by("-number").first()
    return last.number + 1 if last else 1


def _trail(script: Script, by: Viewer, action: str) -> None:
    record_trail(
        organisation=script.organisation,
        actor=by.actor,
        actor_name=by.name,
        action=action,
        target=script.touchpoint,
        details={"version": script.number},
    )

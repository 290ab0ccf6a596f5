"""What the sample programme promised and designed: versions of the promise, desired experiences, scripts."""

from datetime import datetime
from typing import Any

from brandpromise.models import Pillar, Promise
from brandpromise.services import PillarDraft, decide_promise, draft_promise, edit_promise, propose_promise
from cem.demo.cast import Cast
from cem.demo.story import chapter
from organisations.models import Organisation
from touchpoints.models import Design, Script, Touchpoint
from touchpoints.services.designs import approve_design, draft_design
from touchpoints.services.scripts import approve_script, draft_script, propose_script
from touchpoints.wording import BranchText, StepText


def approve_promise(organisation: Organisation, cast: Cast, *, version: int, at: datetime) -> Promise:
    """Draft, propose and approve one version: by the consultant, the committee and the sponsor."""
    told = chapter("programme")["promises"][version]
    promise = draft_promise(organisation=organisation, actor=cast.consultant.actor)
    edit_promise(
        promise=promise,
        text=told["text"],
        audience=told["audience"],
        proof=told["proof"],
        what_changed=told["what_changed"],
        pillars=[PillarDraft(p["code"], p["name"], p["meaning"]) for p in told["pillars"]],
        actor=cast.consultant.actor,
    )
    propose_promise(promise=promise, by=cast.consultant, at=at)
    decide_promise(promise=promise, by=cast.committee, approves=True, at=at)
    return decide_promise(promise=promise, by=cast.sponsor, approves=True, at=at)


def write_designs(cast: Cast, *, at: datetime) -> None:
    """Desired experiences for the worst touchpoints, as far as their pillar is promised, and scripts."""
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    pillars = {pillar.code: pillar for pillar in Pillar.objects.all()}
    story = chapter("programme")
    made = set(Design.objects.values_list("touchpoint__code", flat=True))
    for told in story["designs"]:
        if told["touchpoint"] in made or told["pillar"] not in pillars:
            continue
        design = draft_design(
            touchpoint=touchpoints[told["touchpoint"]], today=told["today"], desired=told["desired"],
            pillar=pillars[told["pillar"]], by=cast.consultant,
        )  # fmt: skip
        approve_design(design=design, by=cast.committee, at=at)
    written = set(Script.objects.values_list("touchpoint__code", flat=True))
    for told in story["scripts"]:
        if told["touchpoint"] not in written:
            _write_script(touchpoints[told["touchpoint"]], told, cast, at)


def _write_script(touchpoint: Touchpoint, told: dict[str, Any], cast: Cast, at: datetime) -> None:
    script = draft_script(
        touchpoint=touchpoint,
        title=told["title"],
        steps=[_step(step) for step in told["steps"]],
        escalation=told["escalation"],
        by=cast.consultant,
    )
    propose_script(script=script, by=cast.consultant)
    approve_script(script=script, by=cast.committee, at=at)


def _step(told: dict[str, Any]) -> StepText:
    branches = [BranchText(**branch) for branch in told.get("branches", ())]
    return StepText(**{**told, "branches": branches})

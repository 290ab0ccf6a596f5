"""What the sample programme designed: desired experiences and scripts."""

from datetime import datetime
from typing import Any

from brandpromise.models import Pillar
from cem.demo.cast import Cast
from cem.demo.story import chapter
from touchpoints.models import Design, Script, Touchpoint
from touchpoints.services.designs import approve_design, draft_design
from touchpoints.services.scripts import approve_script, draft_script, propose_script
from touchpoints.wording import BranchText, StepText


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

"""What the sample programme designed: desired experiences and scripts."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from brandpromise.models import Pillar
from cem.demo.cast import Cast
from cem.demo.standards import step_text
from cem.demo.story import chapter
from programs.models import Segment
from touchpoints.models import Design, Script, Touchpoint
from touchpoints.services.designs import LevelText, SourceText, approve_design, draft_design
from touchpoints.services.scripts import approve_script, draft_script, propose_script
from touchpoints.services.standards import StandardText


def write_designs(cast: Cast, *, at: datetime) -> None:
    """Desired experiences for the worst touchpoints, as far as their pillar is promised, and the first scripts."""
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    pillars = {pillar.code: pillar for pillar in Pillar.objects.all()}
    segments = {(one.axis.code, one.code): one for one in Segment.objects.select_related("axis")}
    made = set(Design.objects.values_list("touchpoint__code", flat=True))
    for told in chapter("designs")["designs"]:
        if told["touchpoint"] not in made and told["pillar"] in pillars:
            _write_design(touchpoints[told["touchpoint"]], told, pillars[told["pillar"]], segments, cast, at)
    written = set(Script.objects.values_list("touchpoint__code", flat=True))
    for told in chapter("programme")["scripts"]:
        if told["touchpoint"] not in written:
            _write_script(touchpoints[told["touchpoint"]], told, cast, at)


def _write_design(
    touchpoint: Touchpoint,
    told: Mapping[str, Any],
    pillar: Pillar,
    segments: Mapping[tuple[str, str], Segment],
    cast: Cast,
    at: datetime,
) -> None:
    levels = [
        LevelText(segments[one["axis"], one["segment"]], one["level"], one["note"]) for one in told.get("levels", ())
    ]
    design = draft_design(
        touchpoint=touchpoint,
        today=told["today"],
        desired=told["desired"],
        pillar=pillar,
        emotions=told["emotions"],
        levels=levels,
        standards=[_standard(one) for one in told.get("standards", ())],
        sources=[SourceText(**one) for one in told.get("sources", ())],
        by=cast.consultant,
    )
    approve_design(design=design, by=cast.committee, at=at)


def _standard(told: Mapping[str, Any]) -> StandardText:
    words = {name: value for name, value in told.items() if name != "measured"}
    return StandardText(**{**words, "target": Decimal(str(told["target"]))})


def _write_script(touchpoint: Touchpoint, told: dict[str, Any], cast: Cast, at: datetime) -> None:
    script = draft_script(
        touchpoint=touchpoint,
        title=told["title"],
        steps=[step_text(step) for step in told["steps"]],
        escalation=told["escalation"],
        by=cast.consultant,
    )
    propose_script(script=script, by=cast.consultant)
    approve_script(script=script, by=cast.committee, at=at)

"""The launch of a cycle is prepared: its checklist, and the question about the product."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from brandpromise.queries import approved_promise
from lib.local_text import LocalText
from programs import evidence
from programs.models import Cycle, Stage
from touchpoints.changing.launching import Level, PointKind, Quality
from touchpoints.changing.states import ChangeState
from touchpoints.models import (
    Control,
    Design,
    Initiative,
    LaunchMessage,
    LaunchPlan,
    LaunchPoint,
    Touchpoint,
    VersionState,
)
from touchpoints.queries.launches import launch_plan, launch_stage, point_name, point_views
from touchpoints.services.rights import NotYours

# What of the changes belongs to a launch; an idea is none yet, what was done long ago is no news.
LAUNCHED = (ChangeState.PLANNED, ChangeState.UNDER_WAY, ChangeState.LIVE)


class LaunchPassed(ValueError):
    """The launch has passed: its checklist stays as it stood."""


class PointIncomplete(ValueError):
    """A line of the checklist names what it asks for, and only that."""


class ReasonWanted(ValueError):
    """What must be there is given up only with a reason, which stays."""


class EvidenceWanted(ValueError):
    """An answer about the product comes with what shows it."""


@transaction.atomic
def draft_launch(*, cycle: Cycle, by: Viewer) -> LaunchPlan:
    """The checklist and messages as they follow from changes, courses, designs and promise; adds what is not there.

    :raises NotYours: the viewer does not edit the programme
    :raises LaunchPassed: the launch is over
    """
    plan = open_plan(cycle, by)
    changes = list(
        Initiative.objects.filter(engagement=cycle.engagement, state__in=LAUNCHED).prefetch_related(
            "touchpoints__touchpoint"
        )
    )
    places = {link.touchpoint_id: link.touchpoint for one in changes for link in one.touchpoints.all()}
    ours = [place for place in places.values() if place.control != Control.EXTERNAL]
    for one in changes:
        _add(plan, PointKind.CHANGE, initiative=one)
    for place in ours:
        _add(plan, PointKind.DESIGN, touchpoint=place)
        _add(plan, PointKind.SCRIPT, level=Level.SHOULD, touchpoint=place)
    for name, title in evidence.offered():
        _add(plan, PointKind.PEOPLE, evidence_name=name, title=title)
    if not plan.messages.exists():
        _draft_messages(plan)
    enter_launch(plan, by, "launch.drafted")
    return plan


def open_plan(cycle: Cycle, by: Viewer) -> LaunchPlan:
    """The plan of a launch that is still prepared. :raises NotYours, LaunchPassed: as for `draft_launch`"""
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    plan = launch_plan(cycle) or LaunchPlan.objects.create(organisation=cycle.organisation, cycle=cycle)
    if plan.frozen_at:
        raise LaunchPassed
    return plan


def _add(
    plan: LaunchPlan,
    kind: PointKind,
    *,
    level: Level = Level.MUST,
    title: LocalText | None = None,
    initiative: Initiative | None = None,
    touchpoint: Touchpoint | None = None,
    evidence_name: str = "",
) -> None:
    """A line, unless there is one that asks for the same."""
    same = {"kind": kind, "initiative": initiative, "touchpoint": touchpoint, "evidence_name": evidence_name}
    if plan.points.filter(**same).exists():
        return
    LaunchPoint.objects.create(
        organisation=plan.organisation, plan=plan, level=level, title=dict(title or {}), position=_next(plan), **same
    )


def _next(plan: LaunchPlan) -> int:
    highest: int | None = plan.points.aggregate(most=Max("position"))["most"]
    return (highest or 0) + 1


def _draft_messages(plan: LaunchPlan) -> None:
    """One message for each pillar: the words of the promise, and what is wanted at the touchpoints that keep it."""
    promise = approved_promise()
    stage = launch_stage(plan.cycle)
    for text in promise.pillars.select_related("pillar") if promise else ():
        designs = Design.objects.filter(pillar=text.pillar, state=VersionState.APPROVED)
        wanted = [design.desired for design in designs.order_by("touchpoint__position")[:2]]
        LaunchMessage.objects.create(
            organisation=plan.organisation,
            plan=plan,
            pillar=text.pillar,
            day=stage.planned_until if stage else None,
            text=_joined([text.name, text.meaning, *wanted], plan.organisation.language_codes),
        )


def _joined(texts: Sequence[LocalText], languages: Sequence[str]) -> dict[str, str]:
    """The texts one after the other as sentences, in each language that has them."""
    found = {code: " ".join(_sentence(text[code]) for text in texts if text.get(code)) for code in languages}
    return {code: words for code, words in found.items() if words}


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."


@transaction.atomic
def save_point(
    *,
    cycle: Cycle,
    by: Viewer,
    kind: str,
    level: str,
    title: LocalText,
    initiative: Initiative | None = None,
    touchpoint: Touchpoint | None = None,
    evidence_name: str = "",
    point: LaunchPoint | None = None,
    reason: str = "",
) -> LaunchPoint:
    """Write a line of the checklist.

    :param reason: why something that had to be there need not be there any more
    :raises NotYours, LaunchPassed: as for `draft_launch`
    :raises PointIncomplete: what it asks for is missing
    :raises ReasonWanted: it had to be there, and is only a should or asks for something else now
    """
    plan, wanted = open_plan(cycle, by), PointKind(kind)
    found = point or LaunchPoint(plan=plan, organisation=plan.organisation, position=_next(plan))
    asked = _asked(LaunchPoint.objects.get(pk=point.pk)) if point else None
    name = point_name(found)
    found.kind, found.level, found.title = wanted, Level(level), dict(title)
    found.initiative = initiative if wanted is PointKind.CHANGE else None
    found.touchpoint = touchpoint if wanted in (PointKind.DESIGN, PointKind.SCRIPT) else None
    found.evidence_name = evidence_name if wanted is PointKind.PEOPLE else ""
    names_it = found.initiative or found.touchpoint or found.evidence_name
    if not (any(title.values()) if wanted is PointKind.OTHER else names_it):
        raise PointIncomplete
    is_given_up = asked and asked[0] == Level.MUST and asked != _asked(found)
    given_up = {"about": name, "reason": _reason(reason)} if is_given_up else {}
    found.save()
    enter_launch(plan, by, "launch.point_saved", kind=str(wanted), level=str(found.level), **given_up)
    return found


def _asked(point: LaunchPoint) -> tuple[object, ...]:
    """What a line asks for, and how strongly; other words for the same thing make no difference."""
    words = dict(point.title) if point.kind == PointKind.OTHER else {}
    return point.level, point.kind, point.initiative_id, point.touchpoint_id, point.evidence_name, words


def _reason(words: str) -> str:
    if not words.strip():
        raise ReasonWanted
    return words.strip()


@transaction.atomic
def remove_point(*, point: LaunchPoint, by: Viewer, reason: str = "") -> None:
    """Take a line off the checklist.

    :raises NotYours, LaunchPassed: as for `draft_launch`
    :raises ReasonWanted: it had to be there, and nothing says why it need not
    """
    plan = open_plan(point.plan.cycle, by)
    details = {"kind": point.kind, "level": point.level}
    if point.level == Level.MUST:
        details |= {"about": point_name(point), "reason": _reason(reason)}
    point.delete()
    enter_launch(plan, by, "launch.point_removed", **details)


@transaction.atomic
def tick_point(*, point: LaunchPoint, by: Viewer, words: str, day: date | None) -> None:
    """Say that a line of one's own is there, with what shows it, or with no day that it is not.

    :raises PointIncomplete: the line says it by itself
    :raises EvidenceWanted: no word of what shows it
    """
    plan = open_plan(point.plan.cycle, by)
    if point.kind != PointKind.OTHER:
        raise PointIncomplete
    if day and not words.strip():
        raise EvidenceWanted
    point.done_on, point.done_words = day, words.strip() if day else ""
    point.save(update_fields=["done_on", "done_words"])
    enter_launch(plan, by, "launch.point_ticked" if day else "launch.point_unticked")


@transaction.atomic
def answer_quality(*, cycle: Cycle, by: Viewer, quality: str, words: str, address: str, at: datetime) -> None:
    """Say whether the product or service itself works at the touchpoints, and how this is known.

    :raises NotYours, LaunchPassed: as for `draft_launch`
    :raises EvidenceWanted: without a word of how it is known
    """
    plan = open_plan(cycle, by)
    if not words.strip():
        raise EvidenceWanted
    plan.quality, plan.quality_words, plan.quality_address = Quality(quality), words.strip(), address.strip()
    plan.quality_by, plan.quality_at = by.name, at
    plan.save()
    enter_launch(plan, by, "launch.quality_answered", answer=str(plan.quality), reason=plan.quality_words)


def freeze_checklist(stage: Stage, day: date) -> None:
    """Keep the checklist as it stood when the launch passed (`programs.evidence.register_passing`)."""
    plan = launch_plan(stage.cycle)
    if plan is None or plan.frozen_at:
        return
    plan.frozen = [view.as_json() for view in point_views(plan, today=day)]
    plan.frozen_at = stage.gates.order_by("-pk").values_list("decided_at", flat=True).first()
    plan.save(update_fields=["frozen", "frozen_at"])


def enter_launch(plan: LaunchPlan, by: Viewer, action: str, **details: str) -> None:
    """Enter what somebody did to a launch into the trail of its engagement."""
    enter(plan.cycle.engagement, by, action, cycle=plan.cycle.number, **details)

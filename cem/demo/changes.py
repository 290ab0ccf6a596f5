"""What the sample programme changed: changes in every state, and the launch of each cycle with its checklist."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from audits.models import Finding, Severity
from audits.services import link_change
from brandpromise.models import Pillar
from cem.demo.cast import Cast, afternoon
from cem.demo.story import chapter
from programs.models import Cycle, Engagement, Segment, Stage
from programs.queries import uncovered_points
from programs.services import decide_waiver, propose_waiver
from touchpoints.changing.launching import Level, PointKind
from touchpoints.changing.states import ChangeState
from touchpoints.models import Initiative, LaunchPlan, Touchpoint
from touchpoints.queries.launches import launch_view
from touchpoints.services.initiatives import InitiativeText, move_initiative, save_initiative
from touchpoints.services.launches import answer_quality, draft_launch, save_point

PLAIN = ("name", "description", "domain", "sort", "cost_unit", "benefit", "benefit_unit", "need", "gain")
WAY = (ChangeState.PLANNED, ChangeState.UNDER_WAY, ChangeState.LIVE, ChangeState.DONE)


def prepare_launch(stage: Stage, cast: Cast, *, day: date) -> None:
    """The cycle's changes up to the day, its checklist, and the decision where something was open nevertheless."""
    cycle, at = stage.cycle, afternoon(day)
    _conclude(cycle.engagement, cast, at=at, launched_before=cycle.number)
    told = chapter("changes")["launches"][cycle.number - 1]
    for change in chapter("changes")["changes"]:
        if change.get("cycle") == cycle.number:
            _write(change, cycle.engagement, cast, at=at)
    plan = draft_launch(cycle=cycle, by=cast.consultant)
    answer_quality(cycle=cycle, by=cast.committee, quality=told["quality"], words=told["words"], address="", at=at)
    if told.get("despite"):
        _let_pass(stage, cast, told["despite"], at)
    else:
        _ask_less(plan, cycle, cast, day)


def _let_pass(stage: Stage, cast: Cast, reason: str, at: datetime) -> None:
    """Two persons decide that the launch may pass with what is open."""
    if not uncovered_points(stage, at.date()):
        return
    waiver = propose_waiver(stage=stage, by=cast.consultant, reason=reason, at=at)
    for person in (cast.committee, cast.sponsor):
        waiver = decide_waiver(waiver=waiver, by=person, approves=True, at=at)


def _ask_less(plan: LaunchPlan, cycle: Cycle, cast: Cast, day: date) -> None:
    """The committee makes a wish of what was not to be had in time."""
    for view in launch_view(plan, today=day).open_musts:
        if view.point and view.kind is not PointKind.CHANGE:
            point = view.point
            save_point(
                cycle=cycle, by=cast.consultant, point=point, kind=point.kind, level=Level.SHOULD, title=point.title,
                initiative=point.initiative, touchpoint=point.touchpoint, evidence_name=point.evidence_name,
                reason=chapter("changes")["asked_less"],
            )  # fmt: skip


def finish_changes(engagement: Engagement, cast: Cast, *, today: date) -> None:
    """What was done after the launches, and the changes that are on their way today."""
    at = afternoon(today)
    _conclude(engagement, cast, at=at)
    for told in chapter("changes")["changes"]:
        if "cycle" not in told:
            _write(told, engagement, cast, at=at)
    _answer_findings(engagement, cast)


def _answer_findings(engagement: Engagement, cast: Cast) -> None:
    """What hurts or is weak at a touchpoint is answered by the newest change there that was not live before."""
    changes = Initiative.objects.filter(engagement=engagement).exclude(state=ChangeState.STOPPED)
    found = Finding.objects.filter(audit__cycle__engagement=engagement, severity__in=(Severity.HURTS, Severity.WEAK))
    for finding in found.select_related("audit__cycle"):
        later = changes.exclude(live_on__lt=finding.audit.opened_on).order_by("-number")
        change = later.filter(touchpoints__touchpoint=finding.touchpoint_id).first()
        if change:
            link_change(finding=finding, change=change, by=cast.committee)


def _conclude(engagement: Engagement, cast: Cast, *, at: datetime, launched_before: int = 99) -> None:
    """What went live in earlier cycles and was kept is done."""
    for told in chapter("changes")["changes"]:
        if told["state"] == ChangeState.DONE and told["cycle"] < launched_before:
            initiative = Initiative.objects.get(engagement=engagement, number=told["number"])
            if initiative.state == ChangeState.LIVE:
                move_initiative(
                    initiative=initiative, to=told["state"], by=cast.consultant, at=at, ending=told["ending"]
                )


def _write(told: Mapping[str, Any], engagement: Engagement, cast: Cast, *, at: datetime) -> None:
    initiative = save_initiative(engagement=engagement, text=_text(told, engagement, at), by=cast.consultant)
    if told["state"] == ChangeState.STOPPED:
        ending = told["ending"]
        move_initiative(initiative=initiative, to=ChangeState.STOPPED, by=cast.consultant, at=at, ending=ending)
        return
    for state in WAY[: WAY.index(told["state"]) + 1] if told["state"] in WAY else ():
        if state is ChangeState.DONE:
            break
        move_initiative(
            initiative=initiative, to=state, by=cast.consultant, at=at, live_on=told.get("live_on"),
            words=told.get("shown_by", ""),
        )  # fmt: skip


def _text(told: Mapping[str, Any], engagement: Engagement, at: datetime) -> InitiativeText:
    touchpoints = {one.code: one for one in Touchpoint.objects.all()}
    pillars = {one.code: one for one in Pillar.objects.all()}
    people = {
        member.user.email.partition("@")[0]: member
        for member in Membership.objects.filter(organisation=engagement.organisation).select_related("user")
    }
    words = {name: told[name] for name in PLAIN if name in told}
    axis, _colon, segment = told.get("segment", "").partition(":")
    return InitiativeText(
        **words,
        owner=people.get(told.get("owner", "")),
        joint_owners=[people[name] for name in told.get("joint", ())],
        touchpoints=[touchpoints[code] for code in told["touchpoints"]],
        pillars=[pillars[code] for code in told.get("pillars", ()) if code in pillars],
        waits_for=list(Initiative.objects.filter(engagement=engagement, number__in=told.get("waits_for", ()))),
        due_on=_due(told, at.date()),
        cost=Decimal(str(told["cost"])) if "cost" in told else None,
        benefit_value=Decimal(str(told["benefit_value"])) if "benefit_value" in told else None,
        segment=Segment.objects.get(axis__code=axis, code=segment) if segment else None,
    )


def _due(told: Mapping[str, Any], today: date) -> date | None:
    """A day of the story, or so many days from today."""
    if "due_in" in told:
        return today + timedelta(days=told["due_in"])
    due: date | None = told.get("due_on")
    return due

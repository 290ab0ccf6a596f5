"""The sample touchpoints at work: scripts renewed, standards measured, what the frontline said of the scripts."""

import math
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from accounts.viewer import Viewer
from cem.demo.cast import Cast, afternoon
from cem.demo.story import chapter
from touchpoints.measures import MeasuredValue
from touchpoints.models import Script, Standard, Touchpoint, ValueSource, VersionState
from touchpoints.services.backlog import answer_misfit, note_opening, say_fitted, say_unfit
from touchpoints.services.passages import sign_off_passage
from touchpoints.services.scripts import approve_script, draft_script, propose_script
from touchpoints.services.standards import record_values
from touchpoints.wording import BranchText, ContactText, PassageText, StepText

RENEWED = timedelta(days=16)
MEASURED_DAYS = 35
READINGS = 14  # how often each desk opened its script in the sample


def work_at_touchpoints(cast: Cast, members: Mapping[str, Membership], *, now: datetime) -> None:
    """Renew the scripts a fortnight ago, measure up to yesterday, and let the frontline say what fits."""
    today = now.date()
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.select_related("owner__user")}
    for told in chapter("designs")["scripts"]:
        publish(touchpoints[told["touchpoint"]], told, cast, at=afternoon(today - RENEWED), today=today)
    for told in chapter("designs")["designs"]:
        for standard in told.get("standards", ()):
            _measure(standard, cast, today=today, now=now)
    _judge(members, today=today)
    for told in chapter("designs")["remarks"]:
        _remark(told, members, cast, today=today, now=now)


def publish(touchpoint: Touchpoint, told: Mapping[str, Any], cast: Cast, *, at: datetime, today: date) -> None:
    """Draft, vet, propose and approve the next version of a script."""
    script = draft_script(
        touchpoint=touchpoint,
        title=told["title"],
        steps=[step_text(step) for step in told["steps"]],
        escalation=told.get("escalation", {}),
        contacts=[ContactText(**contact) for contact in told.get("contacts", ())],
        passages=[PassageText(passage["text"], passage["basis"]) for passage in told.get("passages", ())],
        expires_on=today + timedelta(days=told["expires_in"]),
        why=told["why"],
        by=cast.consultant,
    )
    for passage, words in zip(script.passages.all(), told.get("passages", ()), strict=True):
        until = today + timedelta(days=words["valid_for"])
        sign_off_passage(passage=passage, vetted_by=words["vetted_by"], valid_until=until, by=cast.committee, at=at)
    propose_script(script=script, by=cast.consultant)
    approve_script(script=script, by=cast.committee, at=at)


def step_text(told: Mapping[str, Any]) -> StepText:
    """A step as the story tells it."""
    branches = [BranchText(**branch) for branch in told.get("branches", ())]
    return StepText(**{**told, "branches": branches})


def _measure(told: Mapping[str, Any], cast: Cast, *, today: date, now: datetime) -> None:
    """A value for each day and unit, going up and down by the week: the same in every demo."""
    standard = Standard.objects.select_related("touchpoint", "organisation").filter(code=told["code"]).first()
    if standard is None:
        return
    measured = told["measured"]
    values = [
        MeasuredValue(today - timedelta(days=ago), _value(measured, ago, place), unit, measured["cases"])
        for ago in range(1, MEASURED_DAYS + 1)
        for place, unit in enumerate(measured["units"])
    ]
    record_values(standard=standard, values=values, source=ValueSource.FILE, by=cast.consultant, at=now, today=today)


def _value(measured: Mapping[str, Any], ago: int, place: int) -> Decimal:
    wave = math.sin(2 * math.pi * (ago + 2 * place) / 7)
    exact = measured["around"] + measured["swing"] * wave * (1 - ago / 200)
    whole = measured["cases"] == 1
    return Decimal(str(min(100, max(0, round(exact) if whole else round(exact, 1)))))


def _judge(members: Mapping[str, Membership], *, today: date) -> None:
    """The frontline opens its scripts, and says of most that they fitted."""
    reader = Viewer.of_membership(members["jenny@sample.example"])
    held = Script.objects.filter(state=VersionState.APPROVED, touchpoint__in=reader.touchpoint_ids or ())
    for script in held.select_related("touchpoint__owner__user", "organisation"):
        for number in range(READINGS):
            day = today - timedelta(days=number)
            note_opening(script=script, by=reader, today=day)
            if number % 2:
                say_fitted(script=script, by=reader, today=day)


def _remark(
    told: Mapping[str, Any], members: Mapping[str, Membership], cast: Cast, *, today: date, now: datetime
) -> None:
    script = Script.objects.select_related("touchpoint__owner__user", "organisation").get(
        touchpoint__code=told["touchpoint"], state=VersionState.APPROVED
    )
    day = today - timedelta(days=told["days_ago"])
    by = Viewer.of_membership(members[told["by"]])
    remark = say_unfit(script=script, by=by, today=day, words=told["words"], step=told.get("step"))
    if "state" in told:
        answer_misfit(misfit=remark, state=told["state"], answer=told["answer"], by=cast.consultant, at=now)

"""What stands behind the sample touchpoints, and what employees would do better: processes and ideas."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Membership
from accounts.viewer import Viewer
from cem.demo.cast import Cast, afternoon
from cem.demo.story import chapter
from organisations.models import Organisation
from touchpoints.models import Idea, IdeaState, Process, ProcessMap, Touchpoint
from touchpoints.processes.text import AROUND, BranchText, LaneText, ProcessText, StepText
from touchpoints.services.adoption import Adoption
from touchpoints.services.ideas import answer_idea, comment, propose_idea, vote
from touchpoints.services.processes import approve_process, create_process, draft_process, measure_step

AMOUNTS = ("minutes", "cost", "expected_minutes", "expected_cost")


def draw_processes(cast: Cast, *, today: date) -> None:
    """Each process with its versions; those of the past approved, and measured where something was."""
    touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
    for told in chapter("processes")["processes"]:
        process = create_process(
            touchpoint=touchpoints[told["touchpoint"]], code=told["code"], name=told["name"], by=cast.consultant
        )
        for version in told["versions"]:
            _draw(process, version, cast, today=today)


def _draw(process: Process, told: Mapping[str, Any], cast: Cast, *, today: date) -> None:
    drawn = draft_process(process=process, text=process_text(told), by=cast.consultant)
    if "approved_days_ago" not in told:
        return
    approved_on = today - timedelta(days=told["approved_days_ago"])
    approve_process(drawn=drawn, by=cast.committee, at=afternoon(approved_on))
    _measure(drawn, told["steps"], cast, day=min(today, approved_on + timedelta(days=45)))


def _measure(drawn: ProcessMap, steps: list[Mapping[str, Any]], cast: Cast, *, day: date) -> None:
    for step, told in zip(drawn.steps.select_related("map__process__organisation"), steps, strict=True):
        minutes, cost = (_decimal(told.get(name)) for name in ("measured_minutes", "measured_cost"))
        if minutes is not None or cost is not None:
            measure_step(step=step, minutes=minutes, cost=cost, day=day, by=cast.consultant)


def process_text(told: Mapping[str, Any]) -> ProcessText:
    """A version as the story tells it."""
    return ProcessText(
        **{part: told.get(part, {}) for part in AROUND},
        per_month=told["per_month"],
        currency=told["currency"],
        why=told["why"],
        lanes=[LaneText(lane["name"], lane["kind"]) for lane in told["lanes"]],
        steps=[_step(step) for step in told["steps"]],
    )


def _step(told: Mapping[str, Any]) -> StepText:
    amounts: dict[str, Any] = {name: _decimal(told[name]) for name in AMOUNTS if name in told}
    words = {name: told[name] for name in ("name", "lane", "decision", "reason") if name in told}
    return StepText(**words, **amounts, branches=[BranchText(**one) for one in told.get("branches", ())])


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def propose_ideas(organisation: Organisation, members: Mapping[str, Membership], cast: Cast, *, today: date) -> None:
    """Every idea with its votes, its discussion and its answer, each on its day."""
    touchpoints = {one.code: one for one in Touchpoint.objects.select_related("owner__user")}
    viewers = {address.partition("@")[0]: Viewer.of_membership(member) for address, member in members.items()}
    for told in chapter("ideas")["ideas"]:
        at = afternoon(today - timedelta(days=told["days_ago"]))
        idea = propose_idea(
            organisation=organisation,
            kind=told.get("kind", "idea"),
            title=told["title"],
            text=told.get("text", ""),
            touchpoint=touchpoints.get(told.get("touchpoint", "")),
            is_named=told.get("named", False),
            by=viewers[told["by"]],
            at=at,
        )
        _discuss(idea, told, viewers, at=at)
        if told["state"] != IdeaState.NEW:
            adoption = Adoption(told.get("adoption", ""))
            answer_idea(
                idea=idea, state=told["state"], answer=told["answer"], by=cast.consultant,
                at=at + timedelta(days=2), adoption=adoption,
            )  # fmt: skip


def _discuss(idea: Idea, told: Mapping[str, Any], viewers: Mapping[str, Viewer], *, at: datetime) -> None:
    for name in told["votes"]:
        vote(idea=idea, by=viewers[name], wants=True)
    for number, said in enumerate(told.get("comments", ()), start=1):
        comment(idea=idea, text=said["text"], by=viewers[said["by"]], at=at + timedelta(hours=3 * number))

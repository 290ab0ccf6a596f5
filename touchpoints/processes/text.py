"""A process map as its editor, its picture and its sums see it: plain texts, steps by their places from 0."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from lib.local_text import LocalText
from touchpoints.processes.words import LaneKind, StepDecision

T = TypeVar("T")
ZERO = Decimal(0)
AROUND = ("inputs", "outputs", "rules", "regulation", "schedule", "stakeholders")


@dataclass(frozen=True, slots=True)
class LaneText:
    """Who or what does steps."""

    name: LocalText = field(default_factory=dict)
    kind: str = LaneKind.ROLE


@dataclass(frozen=True, slots=True)
class BranchText:
    """In so many of 100 cases the process goes on at another step, or ends where there is no target."""

    when: LocalText = field(default_factory=dict)
    share: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class StepText:
    """A step in its lane: what it takes, what was decided, what that shall bring and brought."""

    name: LocalText = field(default_factory=dict)
    lane: int = 0
    minutes: Decimal = ZERO
    cost: Decimal = ZERO
    decision: str = StepDecision.KEEP
    reason: LocalText = field(default_factory=dict)
    expected_minutes: Decimal | None = None
    expected_cost: Decimal | None = None
    measured_minutes: Decimal | None = None
    measured_cost: Decimal | None = None
    branches: Sequence[BranchText] = ()


@dataclass(frozen=True, slots=True)
class ProcessText:
    """A whole map."""

    inputs: LocalText = field(default_factory=dict)
    outputs: LocalText = field(default_factory=dict)
    rules: LocalText = field(default_factory=dict)
    regulation: LocalText = field(default_factory=dict)
    schedule: LocalText = field(default_factory=dict)
    stakeholders: LocalText = field(default_factory=dict)
    per_month: int = 0
    currency: str = ""
    why: str = ""
    lanes: Sequence[LaneText] = ()
    steps: Sequence[StepText] = ()


class UnknownArrangement(ValueError):
    """The editor asked for something it cannot do."""


def arranged(text: ProcessText, wish: str) -> ProcessText:
    """The map with one part added, moved or taken away, and what pointed to it put right.

    :param wish: `add-step`, `add-branch-2`, `up-step-2`, `remove-lane-0`, `remove-branch-2-0` …, places from 0
    :raises UnknownArrangement: anything else
    """
    verb, part, *numbers = [*wish.split("-"), ""][:5]
    places = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    if verb == "add":
        return _added(text, part, places, wish)
    if part == "branch" and verb == "remove" and len(places) == 2 and places[0] < len(text.steps):
        step = text.steps[places[0]]
        return _with_step(text, places[0], replace(step, branches=_without(step.branches, places[1])))
    many = {"step": text.steps, "lane": text.lanes}.get(part)
    if many is None or verb not in ("up", "down", "remove") or len(places) != 1 or places[0] >= len(many):
        raise UnknownArrangement(wish)
    order = _order(len(many), verb, places[0])
    return _steps_in(text, order) if part == "step" else _lanes_in(text, order)


def _added(text: ProcessText, part: str, places: Sequence[int], wish: str) -> ProcessText:
    if part == "step" and not places:
        lane = text.steps[-1].lane if text.steps else 0
        return replace(text, steps=[*text.steps, StepText(lane=lane)])
    if part == "lane" and not places:
        return replace(text, lanes=[*text.lanes, LaneText()])
    if part == "branch" and len(places) == 1 and places[0] < len(text.steps):
        step = text.steps[places[0]]
        return _with_step(text, places[0], replace(step, branches=[*step.branches, BranchText()]))
    raise UnknownArrangement(wish)


def _order(count: int, verb: str, place: int) -> list[int]:
    """The old places in their new order."""
    rest = [other for other in range(count) if other != place]
    if verb == "remove":
        return rest
    there = max(0, place - 1) if verb == "up" else place + 1
    return [*rest[:there], place, *rest[there:]]


def _steps_in(text: ProcessText, order: Sequence[int]) -> ProcessText:
    """Steps in another order; branches follow their steps, and end where theirs is gone."""
    new = {old: place for place, old in enumerate(order)}

    def moved(branch: BranchText) -> BranchText:
        return replace(branch, target=None if branch.target is None else new.get(branch.target))

    steps = [replace(text.steps[old], branches=[moved(one) for one in text.steps[old].branches]) for old in order]
    return replace(text, steps=steps)


def _lanes_in(text: ProcessText, order: Sequence[int]) -> ProcessText:
    """Lanes in another order; steps stay in theirs, and fall into the first where theirs is gone."""
    new = {old: place for place, old in enumerate(order)}
    steps = [replace(step, lane=new.get(step.lane, 0)) for step in text.steps]
    return replace(text, lanes=[text.lanes[old] for old in order], steps=steps)


def _with_step(text: ProcessText, place: int, step: StepText) -> ProcessText:
    return replace(text, steps=[*text.steps[:place], step, *text.steps[place + 1 :]])


def _without(items: Sequence[T], place: int) -> list[T]:
    return [*items[:place], *items[place + 1 :]]


def unfinished(text: ProcessText) -> list[tuple[str, int, int]]:
    """Rows that hold something and lack what they are about, which would get lost: (part, place, branch)."""
    meant = {one.target for step in text.steps for one in step.branches}
    unnamed = [place for place, step in enumerate(text.steps) if not is_written(step.name)]
    found = [("step", place, 0) for place in unnamed if place in meant or _holds_anything(text.steps[place])]
    lanes = {step.lane for step in text.steps if is_written(step.name)}
    found += [
        ("lane", place, 0) for place, lane in enumerate(text.lanes) if place in lanes and not is_written(lane.name)
    ]
    return found + [
        ("branch", place, number)
        for place, step in enumerate(text.steps)
        for number, one in enumerate(step.branches)
        if one.target is not None and not (is_written(one.when) or one.share)
    ]


def _holds_anything(step: StepText) -> bool:
    amounts = (step.minutes, step.cost, step.expected_minutes, step.expected_cost)
    decided = step.decision != StepDecision.KEEP or is_written(step.reason)
    leads_on = any(is_written(one.when) or one.share or one.target is not None for one in step.branches)
    return any(amounts) or decided or leads_on


def without_blanks(text: ProcessText) -> ProcessText:
    """The map without the rows in which nothing was written."""
    text = _steps_in(text, [place for place, step in enumerate(text.steps) if is_written(step.name)])
    text = _lanes_in(text, [place for place, lane in enumerate(text.lanes) if is_written(lane.name)])
    steps = [
        replace(step, branches=[one for one in step.branches if is_written(one.when) or one.share])
        for step in text.steps
    ]
    return replace(text, steps=steps)


def is_written(words: Mapping[str, str]) -> bool:
    """Whether any language has words."""
    return any(word.strip() for word in words.values())

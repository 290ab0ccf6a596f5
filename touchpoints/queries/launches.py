"""A launch as it stands: what is there, what is open, and which messages promise what is not live yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lib.local_text import LocalText, in_every_language, local
from operations.models import TrailEntry
from programs import evidence
from programs.evidence import OpenPoint, Proof
from programs.models import Cycle, Engagement, Stage, StageKind
from touchpoints.changing.launching import Level, PointKind, Quality
from touchpoints.models import (
    Design,
    InitiativePillar,
    LaunchMessage,
    LaunchPlan,
    LaunchPoint,
    Script,
    VersionState,
)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PointView:
    """A line of the checklist: whether it is there, what shows it, and where it stands."""

    key: str
    kind: PointKind
    level: Level
    title: LocalText
    done: bool
    note: LocalText
    address: str
    point: LaunchPoint | None = None

    @property
    def is_open_must(self) -> bool:
        """Whether the gate waits for it."""
        return self.level is Level.MUST and not self.done

    def as_json(self) -> Document:
        """The line as it is frozen when the launch passes."""
        return {
            "key": self.key, "kind": str(self.kind), "level": str(self.level), "title": dict(self.title),
            "done": self.done, "note": dict(self.note), "address": self.address,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message with what speaks against sending it: what its pillar's touchpoints still lack."""

    message: LaunchMessage
    lacking: Sequence[LocalText]
    names_pillar: bool
    carried: bool

    @property
    def is_true(self) -> bool:
        """Whether customers will find what it promises."""
        return self.names_pillar and self.carried and not self.lacking


@dataclass(frozen=True, slots=True)
class LaunchView:
    """The whole launch of a cycle on a day, or as it stood when it passed."""

    plan: LaunchPlan
    points: Sequence[PointView]
    messages: Sequence[MessageView]

    @property
    def open_musts(self) -> list[PointView]:
        """The lines that the gate waits for."""
        return [one for one in self.points if one.is_open_must]

    @property
    def done_count(self) -> int:
        """How many lines are there."""
        return sum(one.done for one in self.points)

    @property
    def product_works(self) -> bool:
        """Whether somebody said, with what shows it, that the product itself works."""
        return self.plan.quality == Quality.WORKS


def launch_plan(cycle: Cycle) -> LaunchPlan | None:
    """The cycle's plan of its launch."""
    plans = LaunchPlan.objects.select_related("cycle__engagement", "cycle__organisation")
    return plans.filter(cycle=cycle).first()


def launch_view(plan: LaunchPlan, *, today: date) -> LaunchView:
    """The launch as it stands today; one that passed as it stood then."""
    points = _frozen(plan) if plan.frozen_at else point_views(plan, today=today)
    messages = plan.messages.select_related("segment__axis", "channel", "pillar").prefetch_related("pillar__texts")
    live = point_views(plan, today=today)
    return LaunchView(plan, points, _message_views(list(messages), live))


def _frozen(plan: LaunchPlan) -> list[PointView]:
    return [
        PointView(
            one["key"], PointKind(one["kind"]), Level(one["level"]), one["title"], one["done"], one["note"],
            one["address"],
        )
        for one in plan.frozen
    ]  # fmt: skip


def point_views(plan: LaunchPlan, *, today: date) -> list[PointView]:
    """Every line with its state: changes, designs and scripts by what they are today, proofs as they answer."""
    points = list(plan.points.select_related("initiative", "touchpoint"))
    places = [one.touchpoint_id for one in points if one.touchpoint_id]
    approved = {"touchpoint__in": places, "state": VersionState.APPROVED}
    designs = set(Design.objects.filter(**approved).values_list("touchpoint_id", flat=True))
    scripts = set(
        Script.objects.filter(**approved).exclude(expires_on__lt=today).values_list("touchpoint_id", flat=True)
    )
    there: Mapping[str, set[Any]] = {PointKind.DESIGN: designs, PointKind.SCRIPT: scripts}
    return [_point_view(one, plan, there, today) for one in points]


def _point_view(point: LaunchPoint, plan: LaunchPlan, there: Mapping[str, set[Any]], today: date) -> PointView:
    kind = PointKind(point.kind)
    slug = plan.organisation.slug
    title, done, note, address = point.title, bool(point.done_on), dict[str, str](), ""
    if kind is PointKind.CHANGE and point.initiative:
        change = point.initiative
        title, done = point.title or change.name, change.is_live
        note = in_every_language(lambda: str(change.get_state_display()))
        address = reverse("touchpoints:initiative", args=[slug, plan.cycle.engagement.slug, change.public_id])
    elif kind in there and point.touchpoint:
        title, done = point.title or point.touchpoint.name, point.touchpoint_id in there[kind]
        address = reverse("touchpoints:touchpoint", args=[slug, point.touchpoint.code])
    elif kind is PointKind.PEOPLE:
        proof = _proof(point, plan.cycle, today)
        done, note, address = proof.reached, dict(proof.text), proof.address
    elif point.done_words:
        note = {"en": point.done_words}
    return PointView(str(point.public_id), kind, Level(point.level), title, done, note, address, point)


def point_name(point: LaunchPoint) -> str:
    """What a line is called, as its reader calls it."""
    named = point.initiative or point.touchpoint
    return local(point.title) or (local(named.name) if named else str(point.kind))


def given_up(cycle: Cycle) -> list[TrailEntry]:
    """What had to be there and need not any more, with who said so and why; the latest first."""
    entries = TrailEntry.objects.filter(
        target_kind=Engagement._meta.model_name, target_id=str(cycle.engagement.public_id),
        action__in=("launch.point_removed", "launch.point_saved"),
    )  # fmt: skip
    told = (entry for entry in entries.order_by("-pk") if entry.details.get("reason"))
    return [entry for entry in told if str(entry.details.get("cycle")) == str(cycle.number)]


def _proof(point: LaunchPoint, cycle: Cycle, today: date) -> Proof:
    try:
        return evidence.ask(point.evidence_name, cycle, today)
    except evidence.UnknownEvidence:
        return Proof(reached=False, text=in_every_language(lambda: _("Nobody can say it any more.")))


def _message_views(messages: Sequence[LaunchMessage], points: Sequence[PointView]) -> list[MessageView]:
    carriers = pillar_carriers([one.pillar_id for one in messages if one.pillar_id])
    return [_message_view(one, points, carriers) for one in messages]


@dataclass(frozen=True, slots=True)
class Carried:
    """What keeps a pillar: the touchpoints designed for it, and the changes that help to keep it."""

    touchpoints: frozenset[int]
    initiatives: frozenset[int]


def pillar_carriers(pillars: Sequence[int]) -> dict[int, Carried]:
    """By pillar the touchpoints whose approved design names it or that a change for it changes, and those changes."""
    designed = Design.objects.filter(pillar__in=pillars, state=VersionState.APPROVED)
    links = list(
        InitiativePillar.objects.filter(pillar__in=pillars).values_list(
            "pillar_id", "initiative_id", "initiative__touchpoints__touchpoint_id"
        )
    )
    places: dict[int, set[int]] = {pillar: set() for pillar in pillars}
    changes: dict[int, set[int]] = {pillar: set() for pillar in pillars}
    for pillar, touchpoint in designed.values_list("pillar_id", "touchpoint_id"):
        places[pillar].add(touchpoint)
    for pillar, initiative, touchpoint in links:
        changes[pillar].add(initiative)
        if touchpoint:
            places[pillar].add(touchpoint)
    return {pillar: Carried(frozenset(places[pillar]), frozenset(changes[pillar])) for pillar in pillars}


def _message_view(message: LaunchMessage, points: Sequence[PointView], carriers: Mapping[int, Carried]) -> MessageView:
    carried = carriers.get(message.pillar_id or 0, Carried(frozenset(), frozenset()))
    lacking = [
        view.title
        for view in points
        if not view.done
        and view.point
        and (view.point.touchpoint_id in carried.touchpoints or view.point.initiative_id in carried.initiatives)
    ]
    by_words = {local(title): title for title in lacking}
    return MessageView(message, list(by_words.values()), message.pillar_id is not None, bool(carried.touchpoints))


def open_musts(stage: Stage, day: date) -> list[OpenPoint]:
    """What the gate of a launch waits for (`programs.evidence.register_requirement`)."""
    plan = launch_plan(stage.cycle)
    page = launch_address(stage.cycle)
    if plan is None:
        return [OpenPoint("checklist", in_every_language(lambda: _("The launch has no checklist yet")), page)]
    view = launch_view(plan, today=day)
    found = [OpenPoint(one.key, one.title, one.address or page) for one in view.open_musts]
    if not view.product_works:
        found.append(OpenPoint("quality", in_every_language(lambda: _quality_words(plan)), f"{page}#quality"))
    return found


def _quality_words(plan: LaunchPlan) -> str:
    if not plan.quality:
        return _("Nobody has answered whether the product itself works at these touchpoints")
    return _("The product itself does not work well enough at these touchpoints")


def launch_address(cycle: Cycle) -> str:
    """The page of a cycle's launch."""
    page = reverse("touchpoints:launch", args=[cycle.organisation.slug, cycle.engagement.slug])
    return f"{page}?cycle={cycle.number}"


def launch_stage(cycle: Cycle) -> Stage | None:
    """The stage whose gate is the launch."""
    return Stage.objects.filter(cycle=cycle, kind=StageKind.LAUNCH).first()

"""What a table would change: its wishes held against what is there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.viewer import Viewer
from lib.local_text import LocalText
from organisations.models import Channel, Organisation
from programs.models import Engagement
from programs.queries import engagements_of
from touchpoints.listing.reading import BadCell, Wanted, Wishes
from touchpoints.mapping.words import truth_of
from touchpoints.models import Journey, JourneyMap, JourneyStage, Placement, Touchpoint
from touchpoints.queries.journeys import current_maps

Key = tuple[str, ...]


@dataclass(slots=True)
class Change:
    """A thing that would be made or changed; `row` is what is there, `values` what would be otherwise."""

    wanted: Wanted
    row: Any
    values: dict[str, Any]

    @property
    def columns(self) -> list[str]:
        """The columns of the file that tell something else than what is there."""
        names = {"truth" if name in ("is_moment_of_truth", "is_hypothesis") else name for name in self.values}
        return sorted(self.wanted.said[name][1] for name in names)


@dataclass(slots=True)
class ListingPlan:
    """What a table would do here, thing by thing, and what of it cannot be taken."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    bad: list[BadCell] = field(default_factory=list)
    unread: Sequence[str] = ()

    def of(self, kind: str) -> list[Change]:
        """The changes of a kind: touchpoint, journey, stage or place."""
        return [one for one in self.changes if one.wanted.kind == kind]

    def counts(self) -> dict[str, tuple[int, int]]:
        """By kind how many would be new and how many changed."""
        told = {}
        for kind in ("touchpoint", "journey", "stage", "place"):
            new = sum(1 for one in self.of(kind) if one.row is None)
            told[kind] = (new, len(self.of(kind)) - new)
        return told


class There:
    """What the organisation has, looked up once."""

    def __init__(self, organisation: Organisation, viewer: Viewer) -> None:
        self.language = organisation.language_codes[0]
        members = Membership.objects.filter(organisation=organisation, ended_at=None).select_related("user")
        self.members = {member.user.email.casefold(): member for member in members}
        self.channels = {channel.code: channel for channel in Channel.objects.filter(archived_at=None)}
        seen = engagements_of(viewer=viewer)
        self.engagements: dict[str, Engagement] = {one.slug: one for one in seen}
        touchpoints = Touchpoint.objects.select_related("owner__user", "organisation")
        self.touchpoints: dict[Key, Touchpoint] = {
            (one.code,): one for one in touchpoints.prefetch_related("attributes__attribute")
        }
        drawn = current_maps().filter(journey__engagement__in=seen).select_related("journey__engagement")
        self.maps: dict[Key, JourneyMap] = {_of_journey(one.journey): one for one in drawn}
        self.journeys: dict[Key, Journey] = {key: one.journey for key, one in self.maps.items()}
        stages = JourneyStage.objects.filter(map__in=drawn).select_related("map__journey__engagement")
        self.stages = {(*_of_journey(one.map.journey), one.code): one for one in stages}
        places = Placement.objects.filter(stage__in=stages).select_related(
            "stage__map__journey__engagement", "touchpoint", "channel"
        )
        self.places = {
            (*_of_journey(one.stage.map.journey), one.stage.code, one.touchpoint.code): one for one in places
        }


def _of_journey(journey: Journey) -> Key:
    return journey.engagement.slug, journey.code


def plan_listing(*, wishes: Wishes, organisation: Organisation, viewer: Viewer) -> ListingPlan:
    """What the wishes would change here; wishes that are fulfilled already change nothing."""
    return planned(wishes, There(organisation, viewer))


def planned(wishes: Wishes, there: There) -> ListingPlan:
    """The same with what is there at hand."""
    plan = ListingPlan(bad=list(wishes.bad), unread=wishes.unread)
    looks: Mapping[str, Callable[[Wanted, There, ListingPlan], Change]] = {
        "touchpoint": _touchpoint, "journey": _journey, "stage": _stage, "place": _place,
    }  # fmt: skip
    for kind, look in looks.items():
        for wanted in wishes.of(kind):
            change = look(wanted, there, plan)
            if change.row is not None and not change.values:
                plan.same += 1
            else:
                plan.changes.append(change)
                _refuse_locked(change, there, plan)
    plan.bad.sort(key=lambda bad: (bad.line, bad.column))
    return plan


def _touchpoint(wanted: Wanted, there: There, plan: ListingPlan) -> Change:
    found = there.touchpoints.get(wanted.key)
    if found and found.archived_at:
        plan.bad.append(wanted.bad("code", _("The touchpoint is put away; bring it back first.")))
    values = _otherwise(wanted, found, texts=("name", "description", "depends_on"), plain=("control", "position"))
    email = wanted.values.get("owner", "").casefold()
    if email and not (found and found.owner and found.owner.user.email.casefold() == email):
        values["owner"] = there.members.get(email)
        if values["owner"] is None:
            plan.bad.append(wanted.bad("owner", _("No member signs in with this address.")))
    return _named(Change(wanted, found, values), "name", there, plan)


def _journey(wanted: Wanted, there: There, plan: ListingPlan) -> Change:
    if wanted.key[0] not in there.engagements:
        told = _("There is no programme “%(code)s”; write its short name.") % {"code": wanted.key[0]}
        plan.bad.append(BadCell(wanted.line, "programme", told))
    found = there.journeys.get(wanted.key)
    return _named(Change(wanted, found, _otherwise(wanted, found, texts=("name",))), "journey_name", there, plan)


def _stage(wanted: Wanted, there: There, plan: ListingPlan) -> Change:
    found = there.stages.get(wanted.key)
    values = _otherwise(wanted, found, texts=("name",), plain=("need", "position"))
    return _named(Change(wanted, found, values), "stage_name", there, plan)


def _place(wanted: Wanted, there: There, plan: ListingPlan) -> Change:
    found = there.places.get(wanted.key)
    values = _otherwise(wanted, found, plain=("position",))
    code = wanted.values.get("channel", "")
    if code and not (found and found.channel and found.channel.code == code):
        values["channel"] = there.channels.get(code)
        if values["channel"] is None:
            plan.bad.append(wanted.bad("channel", _("There is no channel of this code.")))
    truth = wanted.values.get("truth", "")
    stands = truth_of(found.is_moment_of_truth, found.is_hypothesis) if found else ""
    if truth and (stands or "no") != truth:
        values |= {"is_moment_of_truth": truth != "no", "is_hypothesis": truth == "hypothesis"}
    return Change(wanted, found, values)


def _otherwise(
    wanted: Wanted, row: Any, *, texts: Sequence[str] = (), plain: Sequence[str] = ()
) -> dict[str, Any]:  # fmt: skip
    """The values that the row does not have yet."""
    values: dict[str, Any] = {}
    for name in texts:
        before: LocalText = getattr(row, name) if row else {}
        if any(before.get(code, "").strip() != text for code, text in wanted.values.get(name, {}).items()):
            values[name] = {**before, **wanted.values[name]}
    for name in plain:
        if name in wanted.values and (row is None or getattr(row, name) != wanted.values[name]):
            values[name] = wanted.values[name]
    return values


def _named(change: Change, column: str, there: There, plan: ListingPlan) -> Change:
    """A thing that is new needs a name."""
    if change.row is None and not change.values.get("name"):
        told = _("There is none of this code yet: a new one needs a name.")
        plan.bad.append(BadCell(change.wanted.line, f"{column}_{there.language}", told))
    return change


def _refuse_locked(change: Change, there: There, plan: ListingPlan) -> None:
    """What is drawn on a locked map never changes."""
    if change.wanted.kind not in ("stage", "place"):
        return
    drawn = there.maps.get(change.wanted.key[:2])
    if drawn and drawn.is_locked:
        told = _("The map of this journey is locked and never changes; draw on a copy first.")
        plan.bad.append(BadCell(change.wanted.line, "journey", told))

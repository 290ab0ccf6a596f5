"""Changes are written down, planned, moved from state to state, and shown to be live."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from accounts.models import Membership
from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from brandpromise.models import Pillar
from lib.both_texts import take_revision
from lib.local_text import LocalText
from operations.models import StoredFile
from programs.models import Engagement, Segment
from touchpoints.changing.states import LIVE_STATES, ChangeState, Domain, Sort, closes_a_circle, may_follow
from touchpoints.models import (
    Initiative,
    InitiativeDependency,
    InitiativeOwner,
    InitiativePillar,
    InitiativeTouchpoint,
    Touchpoint,
)
from touchpoints.services.rights import NotYours

EVIDENCE = "initiative.evidence"  # the kind under which files are kept that show that a change is live


class CircleOfChanges(ValueError):
    """A change would wait for itself."""


class NotAllowedNext(ValueError):
    """This state does not follow the one the change is in."""


class NeedMissing(ValueError):
    """Technology and loyalty programmes name the need of a segment and the customer's gain before they are planned."""


class PlanMissing(ValueError):
    """A plan needs somebody who answers for it and a due day."""


class EvidenceMissing(ValueError):
    """What is live is shown: by words and a day, and a file or an address where there is one."""


class Blocked(ValueError):
    """Something it waits for is not live."""

    def __init__(self, by: Sequence[Initiative]) -> None:
        super().__init__(", ".join(str(one.number) for one in by))
        self.by = by


class EndingMissing(ValueError):
    """A change that is stopped or done says why, or what came of it."""


@dataclass(frozen=True, slots=True)
class InitiativeText:
    """Everything that is written about a change."""

    name: LocalText
    domain: str
    description: LocalText = field(default_factory=dict)
    sort: str = Sort.ORDINARY
    owner: Membership | None = None
    joint_owners: Sequence[Membership] = ()
    touchpoints: Sequence[Touchpoint] = ()
    pillars: Sequence[Pillar] = ()
    waits_for: Sequence[Initiative] = ()
    due_on: date | None = None
    cost: Decimal | None = None
    cost_unit: str = ""
    benefit: LocalText = field(default_factory=dict)
    benefit_value: Decimal | None = None
    benefit_unit: str = ""
    segment: Segment | None = None
    need: LocalText = field(default_factory=dict)
    gain: LocalText = field(default_factory=dict)


_PLAIN = (
    "name", "description", "domain", "sort", "owner", "due_on", "cost", "cost_unit", "benefit", "benefit_value",
    "benefit_unit", "segment", "need", "gain",
)  # fmt: skip


def may_edit_initiative(*, initiative: Initiative, viewer: Viewer) -> bool:
    """Whether the viewer may write about the change: committee and consultants, owners at their own touchpoints."""
    if viewer.can(Can.EDIT_PROGRAMME):
        return True
    if not viewer.can(Can.EDIT_OWN_TOUCHPOINT):
        return False
    if viewer.membership_id in {initiative.owner_id, *(one.membership_id for one in initiative.joint_owners.all())}:
        return True
    return any(viewer.owns_touchpoint(link.touchpoint_id) for link in initiative.touchpoints.all())


@transaction.atomic
def save_initiative(
    *, engagement: Engagement, text: InitiativeText, by: Viewer, initiative: Initiative | None = None,
    opened: int | None = None,
) -> Initiative:  # fmt: skip
    """Write a change, a new one or anew.

    :param opened: the revision its editor began from; without it whatever stands there is written over
    :raises NotYours: an owner writes about their own touchpoints and their own changes only
    :raises ChangedMeanwhile: somebody saved it since
    :raises CircleOfChanges: it would wait for itself
    :raises NeedMissing, PlanMissing: it is planned already, and what a plan needs would be missing
    """
    _refuse(initiative, text, by)
    found = initiative or Initiative(engagement=engagement, organisation=engagement.organisation)
    if found.pk and opened is not None:
        take_revision(Initiative.objects.filter(pk=found.pk), opened)
        found.revision = opened + 1
    for name in _PLAIN:
        setattr(found, name, getattr(text, name))
    found.domain, found.sort = str(Domain(text.domain)), str(Sort(text.sort))
    if found.state not in (ChangeState.IDEA, ChangeState.STOPPED):
        _refuse_unplanned(found)
    if not found.pk:
        found.number = _next_number(engagement)
    found.save()
    _link(found, text)
    enter(found, by, "initiative.changed" if initiative else "initiative.added")
    return found


def _refuse(initiative: Initiative | None, text: InitiativeText, by: Viewer) -> None:
    if by.can(Can.EDIT_PROGRAMME):
        return
    own = by.can(Can.EDIT_OWN_TOUCHPOINT) and any(by.owns_touchpoint(one.pk) for one in text.touchpoints)
    may = own if initiative is None else may_edit_initiative(initiative=initiative, viewer=by)
    if not may:
        raise NotYours


def _next_number(engagement: Engagement) -> int:
    Engagement.objects.select_for_update().get(pk=engagement.pk)
    highest: int | None = Initiative.objects.filter(engagement=engagement).aggregate(most=Max("number"))["most"]
    return (highest or 0) + 1


def _link(initiative: Initiative, text: InitiativeText) -> None:
    """Owners, touchpoints, pillars and what it waits for, as they are wanted now."""
    organisation = initiative.organisation
    joint = {one.pk for one in text.joint_owners if one.pk != initiative.owner_id}
    _keep(InitiativeOwner, initiative, "membership_id", joint, organisation.pk)
    _keep(InitiativeTouchpoint, initiative, "touchpoint_id", {one.pk for one in text.touchpoints}, organisation.pk)
    _keep(InitiativePillar, initiative, "pillar_id", {one.pk for one in text.pillars}, organisation.pk)
    on = {one.pk for one in text.waits_for}
    links = InitiativeDependency.objects.filter(initiative__engagement=initiative.engagement)
    others = links.exclude(initiative=initiative).values_list("initiative_id", "on_id")
    if closes_a_circle(others, initiative.pk, on):
        raise CircleOfChanges
    _keep(InitiativeDependency, initiative, "on_id", on, organisation.pk)


Link = type[InitiativeOwner] | type[InitiativeTouchpoint] | type[InitiativePillar] | type[InitiativeDependency]


def _keep(link: Link, initiative: Initiative, column: str, wanted: set[int], organisation_id: int) -> None:
    rows = link.objects.filter(initiative=initiative)
    there = set(rows.values_list(column, flat=True))
    rows.filter(**{f"{column}__in": there - wanted}).delete()
    for pk in sorted(wanted - there):
        link.objects.create(initiative=initiative, organisation_id=organisation_id, **{column: pk})


@transaction.atomic
def move_initiative(
    *,
    initiative: Initiative,
    to: str,
    by: Viewer,
    at: datetime,
    live_on: date | None = None,
    words: str = "",
    address: str = "",
    file: StoredFile | None = None,
    ending: str = "",
) -> Initiative:
    """Bring a change into another state.

    :param live_on: with `words`, `address` and `file` what shows that it is live
    :param ending: what came of a change that is done, or why one is stopped
    :raises NotYours: the viewer may not write about it
    :raises NotAllowedNext: the state does not follow
    :raises PlanMissing, NeedMissing: what a plan needs is not written
    :raises EvidenceMissing: nothing shows that it is live
    :raises Blocked: it would go live before what it waits for
    :raises EndingMissing: it is stopped or done without a word
    """
    initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    if not may_edit_initiative(initiative=initiative, viewer=by):
        raise NotYours
    before, after = initiative.state, ChangeState(to)
    if not may_follow(before, after):
        raise NotAllowedNext
    if after in (ChangeState.PLANNED, ChangeState.UNDER_WAY):
        _refuse_unplanned(initiative)
    if after is ChangeState.LIVE:
        _go_live(initiative, live_on, words, address, file, today=at.date())
    elif after not in LIVE_STATES:
        initiative.live_on = None
    if after in (ChangeState.STOPPED, ChangeState.DONE):
        if not ending.strip():
            raise EndingMissing
        initiative.ending = ending.strip()
    initiative.state, initiative.moved_at = after, at
    initiative.revision += 1
    initiative.save()
    enter(initiative, by, "initiative.moved", before=str(before), after=str(after), reason=ending.strip())
    return initiative


def _refuse_unplanned(initiative: Initiative) -> None:
    if initiative.owner_id is None or initiative.due_on is None:
        raise PlanMissing
    answered = initiative.segment_id and any(initiative.need.values()) and any(initiative.gain.values())
    if initiative.asks_for_a_need and not answered:
        raise NeedMissing


def _go_live(
    initiative: Initiative, day: date | None, words: str, address: str, file: StoredFile | None, *, today: date
) -> None:
    if day is None or day > today or not words.strip():
        raise EvidenceMissing
    blocking = blocked_by(initiative)
    if blocking:
        raise Blocked(blocking)
    initiative.live_on, initiative.live_words = day, words.strip()
    initiative.live_address, initiative.live_file = address.strip(), file or initiative.live_file


def blocked_by(initiative: Initiative) -> list[Initiative]:
    """What the change waits for and what is not live."""
    links = initiative.waits_for.select_related("on")
    return [link.on for link in links if not link.on.is_live]

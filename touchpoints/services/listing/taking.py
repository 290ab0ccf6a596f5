"""Making what a table wants: all of it, or nothing."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from operations.services import record_trail
from organisations.models import Organisation
from touchpoints.listing.reading import Wishes
from touchpoints.models import Control, JourneyStage, Need, Placement, Touchpoint
from touchpoints.services.journeys import create_journey, ensure_map
from touchpoints.services.listing.planning import Change, Key, ListingPlan, There, planned
from touchpoints.services.maps.recording import Recorder, recorded
from touchpoints.services.rights import NotYours
from touchpoints.services.touchpoints import create_touchpoint, edit_touchpoint, set_owner


class ListingRefused(ValueError):
    """Something of the table cannot be taken, so nothing was; the plan says what."""

    def __init__(self, plan: ListingPlan) -> None:
        super().__init__(f"{len(plan.bad)} cells")
        self.plan = plan


@transaction.atomic
def take_listing(*, wishes: Wishes, organisation: Organisation, by: Viewer, day: date) -> ListingPlan:
    """Make and change what the table wants; taken again, it changes nothing. On each map it is one change to undo.

    :raises NotYours: the committee and consultants draw journeys
    :raises ListingRefused: a cell cannot be taken
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    # Others who take a table wait, so that what was looked up stays true.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    there = There(organisation, by)
    plan = planned(wishes, there)
    if plan.bad:
        raise ListingRefused(plan)
    _Taker(organisation, there, by, day).take(plan)
    if plan.changes:
        added = sum(1 for one in plan.changes if one.row is None)
        record_trail(
            organisation=organisation, actor=by.actor, actor_name=by.name, action="listing.taken",
            details={"added": added, "changed": len(plan.changes) - added},
        )  # fmt: skip
    return plan


class _Taker:
    """Writes a plan without faults."""

    def __init__(self, organisation: Organisation, there: There, by: Viewer, day: date) -> None:
        self.organisation, self.there, self.by, self.day = organisation, there, by, day

    def take(self, plan: ListingPlan) -> None:
        """Touchpoints first, then the journeys, then what stands on their maps."""
        for change in plan.of("touchpoint"):
            self._touchpoint(change)
        for change in plan.of("journey"):
            self._journey(change)
        drawn_on = dict.fromkeys(one.wanted.key[:2] for one in (*plan.of("stage"), *plan.of("place")))
        for key in drawn_on:
            self._draw(key, plan)

    def _touchpoint(self, change: Change) -> None:
        values = dict(change.values)
        owner = values.pop("owner", None)
        touchpoint: Touchpoint = change.row
        if touchpoint is None:
            touchpoint = create_touchpoint(
                organisation=self.organisation, code=change.wanted.key[0], actor=self.by.actor, **values
            )
            self.there.touchpoints[change.wanted.key] = touchpoint
        elif values:
            edit_touchpoint(
                touchpoint=touchpoint,
                name=values.get("name", touchpoint.name),
                description=values.get("description", touchpoint.description),
                control=values.get("control", Control(touchpoint.control)),
                depends_on=values.get("depends_on", touchpoint.depends_on),
                attributes=[one.attribute.code for one in touchpoint.attributes.all()],
                position=values.get("position"),
                by=self.by,
            )
        if owner:
            set_owner(touchpoint=touchpoint, owner=owner, actor=self.by.actor, day=self.day)

    def _journey(self, change: Change) -> None:
        programme, code = change.wanted.key
        kept = change.row
        told = {"for_whom": kept.for_whom, "parent": kept.parent, "parent_stage": kept.parent_stage} if kept else {}
        journey = create_journey(
            engagement=self.there.engagements[programme], code=code, name=change.values["name"], actor=self.by.actor,
            **told,
        )  # fmt: skip
        self.there.journeys[change.wanted.key] = journey
        self.there.maps.setdefault(change.wanted.key, ensure_map(journey))

    def _draw(self, key: Key, plan: ListingPlan) -> None:
        """Everything on one map, as one change."""
        drawn = self.there.maps[key]
        with recorded(drawn, by=self.by, action="listed", about=self.there.journeys[key].name) as recorder:
            for change in _on(key, plan.of("stage")):
                self._stage(recorder, change, key)
            for change in _on(key, plan.of("place")):
                self._place(recorder, change)

    def _stage(self, recorder: Recorder, change: Change, key: Key) -> None:
        if change.row is not None:
            recorder.change(change.row, **change.values)
            return
        drawn = self.there.maps[key]
        values = {"need": Need.USE, "position": drawn.stages.count() + 1, **change.values}
        stage = JourneyStage(organisation=self.organisation, map=drawn, code=change.wanted.key[2], **values)
        self.there.stages[change.wanted.key] = recorder.create(stage)

    def _place(self, recorder: Recorder, change: Change) -> None:
        if change.row is not None:
            recorder.change(change.row, **change.values)
            return
        *stage_key, code = change.wanted.key
        stage = self.there.stages[tuple(stage_key)]
        values = {"position": stage.placements.count() + 1, **change.values}
        place = Placement(
            organisation=self.organisation, stage=stage, touchpoint=self.there.touchpoints[(code,)], **values
        )
        recorder.create(place)


def _on(key: Key, changes: Iterable[Change]) -> list[Change]:
    return [one for one in changes if one.wanted.key[:2] == key]

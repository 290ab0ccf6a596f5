"""Maps from files: first what would be made, then, once somebody has seen that, the map."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from organisations.models import Channel
from programs.models import Segment
from touchpoints.mapping.document import MapDocument, Place, used_segments
from touchpoints.mapping.reading import Fault
from touchpoints.models import Feeling, Journey, JourneyMap, JourneyStage, MapNote, Placement, Touchpoint
from touchpoints.services.maps.versions import new_version
from touchpoints.services.rights import NotYours
from touchpoints.services.touchpoints import create_touchpoint


class CannotDraw(ValueError):
    """The file names what the organisation does not have."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would make here: stages and what stands on them; touchpoints that are not known yet; faults."""

    document: MapDocument
    new_touchpoints: Sequence[Place]
    known_touchpoints: int
    notes: int
    feelings: int
    faults: Sequence[Fault]


def plan_of(document: MapDocument) -> Plan:
    """What would be made of the document; unknown channels and segments are faults, touchpoints are made new."""
    known = set(Touchpoint.objects.values_list("code", flat=True))
    places = {place.code: place for place in document.places}
    return Plan(
        document=document,
        new_touchpoints=[place for code, place in places.items() if code not in known],
        known_touchpoints=len(known & set(places)),
        notes=sum(len(stage.notes) for stage in document.stages),
        feelings=sum(len(stage.feelings) for stage in document.stages),
        faults=_faults(document),
    )


def _faults(document: MapDocument) -> list[Fault]:
    channels, segments = set(Channel.objects.values_list("code", flat=True)), _segments()
    faults = [
        Fault(channel, _("There is no channel of this code."))
        for channel in dict.fromkeys(place.channel for place in document.places)
        if channel and channel not in channels
    ]
    return faults + [
        Fault(segment, _("There is no such segment; it is written axis:code."))
        for segment in dict.fromkeys(used_segments(document.stages))
        if segment not in segments
    ]


def _segments() -> Mapping[str, Segment]:
    return {f"{one.axis.code}:{one.code}": one for one in Segment.objects.select_related("axis")}


@transaction.atomic
def draw_document(*, journey: Journey, document: MapDocument, kind: str, by: Viewer, note: str = "") -> JourneyMap:
    """A new version of the journey's map with everything the document tells; unknown touchpoints are made.

    :raises NotYours: the committee and consultants draw maps
    :raises CannotDraw: a channel or segment is not known
    """
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    plan = plan_of(document)
    if plan.faults:
        raise CannotDraw
    drawn = new_version(journey, kind, note=note)
    draw_on(drawn, document, plan.new_touchpoints, actor=by.actor)
    told = {"map": f"{drawn.kind} {drawn.number}", "touchpoints": len(plan.new_touchpoints)}
    enter(journey, by, "map.imported", **told)
    return drawn


def draw_on(drawn: JourneyMap, document: MapDocument, new: Iterable[Place], *, actor: str) -> None:
    """Everything of the document on an empty map, once its new touchpoints are made."""
    for place in new:
        create_touchpoint(
            organisation=drawn.organisation, code=place.code, name=place.name, control=place.control,
            depends_on=place.depends_on, actor=actor,
        )  # fmt: skip
    _Drawer(drawn).draw(document)


class _Drawer:
    """Makes the rows of a document."""

    def __init__(self, drawn: JourneyMap) -> None:
        self.drawn, self.organisation = drawn, drawn.organisation
        self.touchpoints = {touchpoint.code: touchpoint for touchpoint in Touchpoint.objects.all()}
        self.channels = {channel.code: channel for channel in Channel.objects.all()}
        self.segments = _segments()

    def draw(self, document: MapDocument) -> None:
        """Everything, a few rows a question."""
        for position, told in enumerate(document.stages, start=1):
            stage = JourneyStage.objects.create(
                organisation=self.organisation, map=self.drawn, code=told.code, name=dict(told.name), need=told.need,
                position=position,
            )  # fmt: skip
            Placement.objects.bulk_create(
                Placement(
                    organisation=self.organisation, stage=stage, touchpoint=self.touchpoints[place.code],
                    channel=self.channels.get(place.channel), position=number,
                    is_moment_of_truth=place.is_moment_of_truth, is_hypothesis=place.is_hypothesis,
                )
                for number, place in enumerate(told.places, start=1)
            )  # fmt: skip
            MapNote.objects.bulk_create(
                MapNote(organisation=self.organisation, stage=stage, lane=note.lane, text=dict(note.text),
                        segment=self.segments.get(note.segment), position=number,
                        touchpoint=self.touchpoints.get(note.touchpoint))
                for number, note in enumerate(told.notes, start=1)
            )  # fmt: skip
            Feeling.objects.bulk_create(
                Feeling(organisation=self.organisation, stage=stage, kind=felt.kind, level=felt.level,
                        segment=self.segments.get(felt.segment))
                for felt in told.feelings
            )  # fmt: skip

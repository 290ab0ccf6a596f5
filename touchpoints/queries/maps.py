"""Maps and their versions: the document of one, and what a page shows of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.viewer import Viewer
from lib.local_text import LocalText, local
from programs.models import Engagement, Segment
from touchpoints import measured
from touchpoints.mapping.curve import Curve, curve_of
from touchpoints.mapping.document import Felt, MapDocument, Note, Place, Stretch, of_json
from touchpoints.measured import Measured
from touchpoints.models import Journey, JourneyMap, JourneyStage, MapChange, MapNote, Placement, Touchpoint


def maps_of(*, journey: Journey) -> QuerySet[JourneyMap]:
    """Every version of the journey's map; what it was frozen to is left behind."""
    return JourneyMap.objects.filter(journey=journey).defer("frozen").order_by("kind", "-number")


def document_of(drawn: JourneyMap) -> MapDocument:
    """The document of a map: of its rows, or, locked, what was frozen. In a fixed number of queries."""
    if drawn.is_locked:
        return of_json(drawn.frozen["document"])
    placements = Placement.objects.filter(touchpoint__archived_at=None)
    placements = placements.select_related("touchpoint__owner__user", "channel")
    notes = MapNote.objects.select_related("segment__axis", "touchpoint")
    stages = JourneyStage.objects.filter(map=drawn).prefetch_related(
        Prefetch("placements", placements), Prefetch("notes", notes), "feelings__segment__axis"
    )
    segments: dict[str, LocalText] = {}
    told = [_stretch(stage, segments) for stage in stages]
    journey = drawn.journey
    return MapDocument(journey.code, journey.name, drawn.kind, journey.for_whom, told, dict(sorted(segments.items())))


def _stretch(stage: JourneyStage, segments: dict[str, LocalText]) -> Stretch:
    return Stretch(
        code=stage.code,
        name=stage.name,
        need=stage.need,
        places=[_place(place) for place in stage.placements.all()],
        notes=[_note(note, segments) for note in stage.notes.all()],
        feelings=[
            Felt(felt.kind, felt.level, _segment(felt.segment, segments), str(felt.public_id))
            for felt in stage.feelings.all()
        ],
        key=str(stage.public_id),
        revision=stage.revision,
    )


def _note(note: MapNote, segments: dict[str, LocalText]) -> Note:
    about = note.touchpoint
    return Note(
        note.lane,
        note.text,
        _segment(note.segment, segments),
        key=str(note.public_id),
        revision=note.revision,
        touchpoint=about.code if about else "",
        touchpoint_name=about.name if about else {},
    )


def _segment(segment: Segment | None, segments: dict[str, LocalText]) -> str:
    """A segment's code, its name noted."""
    if segment is None:
        return ""
    code = f"{segment.axis.code}:{segment.code}"
    axis, name = segment.axis.name, segment.name
    segments[code] = {one: f"{local(axis, one)}: {local(name, one)}" for one in dict.fromkeys([*axis, *name])}
    return code


def _place(place: Placement) -> Place:
    touchpoint = place.touchpoint
    return Place(
        code=touchpoint.code,
        name=touchpoint.name,
        control=touchpoint.control,
        depends_on=touchpoint.depends_on,
        channel=place.channel.code if place.channel else "",
        channel_name=place.channel.name if place.channel else {},
        is_moment_of_truth=place.is_moment_of_truth,
        is_hypothesis=place.is_hypothesis,
        owner=str(touchpoint.owner.user) if touchpoint.owner else "",
        key=str(place.public_id),
    )


@dataclass(frozen=True, slots=True)
class MapPage:
    """A map as a page shows it: the document with the layers asked for, what was measured, and its curve."""

    drawn: JourneyMap
    document: MapDocument
    whole: MapDocument
    measured: Measured
    curve: Curve
    layers: frozenset[str] | None
    elsewhere: Sequence[Touchpoint]
    parts: Mapping[str, Sequence[Journey]]

    @property
    def holes(self) -> int:
        """How many different touchpoints have nobody who answers for them."""
        nobody = {place.code for place in self.document.places if not place.owner}
        return len(nobody | {one.code for one in self.elsewhere if one.owner_id is None})

    @property
    def size(self) -> int:
        """How many places the map has."""
        return len(self.document.places)


def chosen_map(
    *, engagement: Engagement, journey: str = "", version: str = ""
) -> tuple[Journey | None, JourneyMap | None]:
    """The journey of this code, else the first, and its version such as to_be-2, else the current one."""
    journeys = Journey.objects.filter(engagement=engagement).select_related("parent")
    chosen = (journeys.filter(code=journey).first() if journey else None) or journeys.first()
    if chosen is None:
        return None, None
    kind, _dash, number = version.rpartition("-")
    versions = JourneyMap.objects.filter(journey=chosen).select_related("journey__engagement")
    wanted = versions.filter(kind=kind, number=int(number)).first() if number.isascii() and number.isdigit() else None
    current = versions.filter(kind="as_is").order_by("-number")
    return chosen, wanted or current.first() or versions.order_by("-pk").first()


def map_page(*, drawn: JourneyMap, viewer: Viewer, today: date, layers: frozenset[str] | None = None) -> MapPage:
    """A version as a page shows it.

    :param layers: segments (axis:code) whose notes and feelings are shown besides everybody's; None shows all
    """
    whole = document_of(drawn)
    shown = whole if layers is None else only_layers(whole, layers)
    one_segment = next(iter(layers)) if layers and len(layers) == 1 else ""
    if drawn.is_locked:
        found = measured.of_frozen(drawn.frozen.get("measured", ()))
    else:
        found = measured.readings(viewer=viewer, today=today, segment=one_segment)
    curve = curve_of(shown, found, segment=one_segment)
    elsewhere = [] if drawn.is_locked else list(_elsewhere(drawn))
    return MapPage(drawn, shown, whole, found, curve, layers, elsewhere, _parts(drawn.journey))


def only_layers(document: MapDocument, layers: frozenset[str]) -> MapDocument:
    """The document with everybody's notes and feelings and those of the named segments."""
    wanted = layers | {""}
    stages = [
        replace(
            stage,
            notes=[note for note in stage.notes if note.segment in wanted],
            feelings=[felt for felt in stage.feelings if felt.segment in wanted],
        )
        for stage in document.stages
    ]
    return replace(document, stages=stages)


def _elsewhere(drawn: JourneyMap) -> QuerySet[Touchpoint]:
    """Touchpoints on no map of the engagement of this kind, but for those that stand on other journeys' maps only."""
    placed = Placement.objects.filter(stage__map__journey__engagement=drawn.journey.engagement_id)
    same = placed.filter(stage__map__kind=drawn.kind).values("touchpoint_id")
    own = placed.filter(stage__map__journey=drawn.journey_id).values("touchpoint_id")
    ours = Q(pk__in=own) | ~Q(pk__in=placed.values("touchpoint_id"))
    return Touchpoint.objects.filter(ours, archived_at=None).exclude(pk__in=same).select_related("owner__user")


def _parts(journey: Journey) -> dict[str, list[Journey]]:
    """The journeys that draw a stretch of this one closer, by the stretch's code."""
    found: dict[str, list[Journey]] = {}
    for part in Journey.objects.filter(parent=journey):
        found.setdefault(part.parent_stage, []).append(part)
    return found


def last_changes(*, drawn: JourneyMap, most: int = 10) -> list[MapChange]:
    """The newest changes that are not undone, the next to be undone first."""
    return list(MapChange.objects.filter(map=drawn, undone_at=None).defer("rows")[:most])

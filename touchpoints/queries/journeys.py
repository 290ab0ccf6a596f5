"""The journey map: stages across, touchpoints in them with their owners, and what still stands nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.viewer import Viewer
from lib.local_text import local
from programs.models import Engagement
from touchpoints.models import (
    Design,
    Journey,
    JourneyMap,
    JourneyStage,
    MapKind,
    Placement,
    Script,
    Touchpoint,
    VersionState,
)
from touchpoints.queries.touchpoints import may_read, own_touchpoint_ids


@dataclass(frozen=True, slots=True)
class PlacedTouchpoint:
    """A touchpoint on the map: what is ready there, whether it is the viewer's own, and whether he may open it."""

    touchpoint: Touchpoint
    channel: str
    has_script: bool
    has_design: bool
    is_mine: bool
    may_open: bool

    @property
    def owner_name(self) -> str:
        """Who answers for it, empty for nobody."""
        return str(self.touchpoint.owner.user) if self.touchpoint.owner else ""


@dataclass(frozen=True, slots=True)
class StageColumn:
    """A stretch of the path with its touchpoints."""

    stage: JourneyStage
    placed: Sequence[PlacedTouchpoint]

    @property
    def owners(self) -> list[str]:
        """Everybody who answers for something here, each once."""
        return sorted({one.owner_name for one in self.placed if one.owner_name})

    @property
    def channels(self) -> list[tuple[str, list[str]]]:
        """Each channel used here with the touchpoints met in it."""
        met: dict[str, list[str]] = {}
        for one in self.placed:
            if one.channel:
                met.setdefault(one.channel, []).append(local(one.touchpoint.name))
        return list(met.items())

    @property
    def holes(self) -> int:
        """How many touchpoints here have nobody."""
        return sum(1 for one in self.placed if not one.owner_name)

    @property
    def undesigned(self) -> int:
        """How many touchpoints here have no approved desired experience."""
        return sum(1 for one in self.placed if not one.has_design)


@dataclass(frozen=True, slots=True)
class MapView:
    """A journey as a table, and the touchpoints that stand on no journey of the engagement."""

    journey: Journey | None
    columns: Sequence[StageColumn]
    elsewhere: Sequence[PlacedTouchpoint]

    @property
    def touchpoints(self) -> list[PlacedTouchpoint]:
        return [one for column in self.columns for one in column.placed] + list(self.elsewhere)

    @property
    def holes(self) -> int:
        """How many different touchpoints have nobody."""
        return len({one.touchpoint.pk for one in self.touchpoints if not one.owner_name})


def current_maps() -> QuerySet[JourneyMap]:
    """Of every journey the newest map of how it is: the one that the rest of the product means."""
    same = JourneyMap.objects.filter(journey=OuterRef("journey"), kind=MapKind.AS_IS)
    newer = same.filter(number__gt=OuterRef("number"))
    return JourneyMap.objects.filter(~Exists(newer), kind=MapKind.AS_IS)


def journeys_of(*, engagement: Engagement) -> QuerySet[Journey]:
    """The engagement's journeys in order."""
    return Journey.objects.filter(engagement=engagement)


def journey_map(*, engagement: Engagement, viewer: Viewer, code: str = "") -> MapView:
    """The engagement's journey of this code, else its first, in a fixed number of queries."""
    journeys = journeys_of(engagement=engagement)
    journey = (journeys.filter(code=code).first() if code else None) or journeys.first()
    mine = own_touchpoint_ids(viewer.membership_id) if viewer.membership_id else frozenset()
    placements = Placement.objects.filter(touchpoint__archived_at=None).select_related("channel")
    stages = JourneyStage.objects.filter(map=journey.current_map if journey else None).prefetch_related(
        Prefetch("placements", placements.prefetch_related(Prefetch("touchpoint", _touchpoints())))
    )
    columns = [
        StageColumn(stage, [_placed(place, mine, viewer) for place in stage.placements.all()]) for stage in stages
    ]
    somewhere = Placement.objects.filter(stage__map__journey__engagement=engagement).values("touchpoint_id")
    elsewhere = _touchpoints().filter(archived_at=None).exclude(pk__in=somewhere)
    return MapView(journey, columns, [_view(touchpoint, "", mine, viewer) for touchpoint in elsewhere])


def _touchpoints() -> QuerySet[Touchpoint]:
    approved = {"touchpoint": OuterRef("pk"), "state": VersionState.APPROVED}
    return Touchpoint.objects.select_related("owner__user").annotate(
        has_script=Exists(Script.objects.filter(**approved)), has_design=Exists(Design.objects.filter(**approved))
    )


def _placed(placement: Placement, mine: frozenset[int], viewer: Viewer) -> PlacedTouchpoint:
    return _view(placement.touchpoint, local(placement.channel.name) if placement.channel else "", mine, viewer)


def _view(touchpoint: Touchpoint, channel: str, mine: frozenset[int], viewer: Viewer) -> PlacedTouchpoint:
    return PlacedTouchpoint(
        touchpoint=touchpoint,
        channel=channel,
        has_script=bool(touchpoint.has_script),  # type: ignore[attr-defined]
        has_design=bool(touchpoint.has_design),  # type: ignore[attr-defined]
        is_mine=touchpoint.pk in mine,
        may_open=may_read(touchpoint=touchpoint, viewer=viewer),
    )

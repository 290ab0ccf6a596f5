"""Volumes per channel: the shares of each, what moved, and where a moment of truth moves without a design."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db.models import QuerySet

from accounts.viewer import Viewer
from organisations.models import Channel
from touchpoints.models import ChannelVolume, Design, PeriodKind, Placement, Script, Touchpoint, VersionState
from touchpoints.queries.journeys import current_maps
from touchpoints.queries.touchpoints import touchpoints_of
from touchpoints.volumes.shares import Course, Drift, Move, compared, course_of, drift_of, judged

EVERYWHERE = 0


def volumes_of(*, viewer: Viewer) -> QuerySet[ChannelVolume]:
    """The counts of touchpoints the viewer may read."""
    return ChannelVolume.objects.filter(touchpoint__in=touchpoints_of(viewer=viewer)).select_related(
        "touchpoint", "channel"
    )


class Hole(StrEnum):
    """What a channel lacks at a moment of truth."""

    PLACE = "place"  # no map draws the touchpoint in this channel
    DESIGN = "design"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Moved:
    """A channel with the change of its share."""

    channel: Channel
    move: Move


@dataclass(frozen=True, slots=True)
class Unprepared:
    """A moment of truth whose customers move to a channel that is not prepared for them."""

    touchpoint: Touchpoint
    moved: Moved
    holes: Sequence[Hole]


@dataclass(frozen=True, slots=True)
class Line:
    """A touchpoint in the comparison; without a drift one of the two periods was not counted."""

    touchpoint: Touchpoint
    drift: Drift | None
    channels: Sequence[Moved]
    is_moment_of_truth: bool

    @property
    def gain(self) -> Moved | None:
        """The channel that gained most."""
        return max(self.channels, key=lambda one: one.move.points, default=None)

    @property
    def loss(self) -> Moved | None:
        """The channel that lost most."""
        return min(self.channels, key=lambda one: one.move.points, default=None)


class Volumes:
    """All counts of one kind of period that a viewer may read, and what they say.

    :param only: one touchpoint's, else every one's
    """

    def __init__(
        self, *, viewer: Viewer, period: str = "", before: date | None = None, after: date | None = None,
        only: Touchpoint | None = None,
    ) -> None:  # fmt: skip
        found = volumes_of(viewer=viewer)
        self._found = found.filter(touchpoint=only) if only else found
        self._viewer, self._only = viewer, only
        self.kinds = sorted(self._found.order_by().values_list("period", flat=True).distinct())
        self.period = period if period in self.kinds else self.kinds[0] if self.kinds else str(PeriodKind.MONTH)
        self._asked = before, after

    @cached_property
    def _rows(self) -> list[tuple[int, int, date, int, bool]]:
        columns = ("touchpoint_id", "channel_id", "starts_on", "count", "is_sample")
        return list(self._found.filter(period=self.period).order_by("starts_on", "pk").values_list(*columns))

    @property
    def samples(self) -> int:
        """How many of the counts are made up."""
        return sum(is_sample for *_others, is_sample in self._rows)

    @property
    def has_samples(self) -> bool:
        """Whether any of the counts are made up."""
        return self.samples > 0

    @property
    def real(self) -> int:
        """How many of the counts are real."""
        return len(self._rows) - self.samples

    @cached_property
    def courses(self) -> Mapping[int, Course]:
        """The course of each touchpoint by its key, and of all together (`EVERYWHERE`)."""
        of: dict[int, list[tuple[int, date, int]]] = {}
        for touchpoint, channel, start, count, _sample in self._rows:
            of.setdefault(touchpoint, []).append((channel, start, count))
            of.setdefault(EVERYWHERE, []).append((channel, start, count))
        return {key: course_of(cells) for key, cells in of.items()}

    @property
    def course(self) -> Course:
        """All touchpoints together, or the one."""
        return self.courses.get(EVERYWHERE, Course())

    @cached_property
    def compared(self) -> tuple[date, date] | None:
        """The two periods of the comparison, if there are two."""
        before, after = self._asked
        return compared(self.course.starts, before=before, after=after)

    @cached_property
    def drifts(self) -> Mapping[int, Drift]:
        """What moved, by touchpoint and everywhere, judged together."""
        if self.compared is None:
            return {}
        found = {key: drift_of(course, *self.compared) for key, course in self.courses.items()}
        known = {key: drift for key, drift in found.items() if drift is not None}
        return dict(zip(known, judged(list(known.values())), strict=True))

    @cached_property
    def channels(self) -> Mapping[int, Channel]:
        """The channels that were counted, by key, in the organisation's order."""
        return {one.pk: one for one in Channel.objects.filter(pk__in=self.course.channels)}

    @cached_property
    def _moments(self) -> Mapping[int, set[int | None]]:
        """The moments of truth on the maps that hold, each with the channels in which it is drawn there."""
        drawn: dict[int, set[int | None]] = {}
        places = Placement.objects.filter(stage__map__in=current_maps(), touchpoint__in=self._keys)
        rows = list(places.values_list("touchpoint_id", "channel_id", "is_moment_of_truth"))
        for touchpoint, channel, _is_moment in rows:
            drawn.setdefault(touchpoint, set()).add(channel)
        return {touchpoint: drawn[touchpoint] for touchpoint, _channel, is_moment in rows if is_moment}

    @property
    def _keys(self) -> list[int]:
        return [key for key in self.courses if key != EVERYWHERE]

    def moved(self, key: int = EVERYWHERE) -> Sequence[Moved]:
        """The channels of a touchpoint, or of all together, that moved; most first."""
        drift = self.drifts.get(key)
        return [Moved(self.channels[move.channel], move) for move in drift.moves] if drift else []

    @cached_property
    def lines(self) -> Sequence[Line]:
        """The touchpoints that were counted; where most customers moved comes first."""
        found = touchpoints_of(viewer=self._viewer).filter(pk__in=self._keys)
        lines = [Line(one, self.drifts.get(one.pk), self.moved(one.pk), one.pk in self._moments) for one in found]
        return sorted(lines, key=lambda line: (line.drift is None, -(line.drift.moved if line.drift else 0)))

    @cached_property
    def unprepared(self) -> Sequence[Unprepared]:
        """Moments of truth that gained, by more than chance, in a channel without place, design or script."""
        moments = [line for line in self.lines if line.is_moment_of_truth and line.drift]
        keys = [line.touchpoint.pk for line in moments]
        designed, scripted = _approved(Design.objects.all(), keys), _approved(Script.objects.all(), keys)
        found = []
        for line in moments:
            for one in line.channels:
                holes = self._holes(line.touchpoint.pk, one.channel.pk, designed, scripted)
                if holes and one.move.is_moved and one.move.points > 0:
                    found.append(Unprepared(line.touchpoint, one, holes))
        return found

    def _holes(self, touchpoint: int, channel: int, designed: set[int], scripted: set[int]) -> list[Hole]:
        drawn = self._moments[touchpoint]
        lacks = {
            Hole.PLACE: channel not in drawn and None not in drawn,
            Hole.DESIGN: touchpoint not in designed,
            Hole.SCRIPT: touchpoint not in scripted,
        }
        return [hole for hole, is_lacking in lacks.items() if is_lacking]


def _approved(versions: QuerySet[Design] | QuerySet[Script], keys: Sequence[int]) -> set[int]:
    held = versions.filter(state=VersionState.APPROVED, touchpoint__in=keys)
    return set(held.order_by().values_list("touchpoint", flat=True))

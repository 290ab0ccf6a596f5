"""A map as rows and cells for the page: what stands where, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lib.local_text import LocalText, local
from touchpoints.mapping.curve_picture import short_reading
from touchpoints.mapping.difference import Entry, MapDifference
from touchpoints.mapping.document import MapDocument, Note, Place, Stretch
from touchpoints.mapping.tables import owners_words, range_words, reading_words, without_channel
from touchpoints.mapping.words import COMPANYS_LANES, CUSTOMERS_LANES, Control, FeelingKind, FeelingLevel, Lane
from touchpoints.models import Journey
from touchpoints.queries.maps import MapPage
from touchpoints.queries.own_parts import OwnParts


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """A touchpoint on the page: its figure in short and at length, and its page for who may open it."""

    place: Place
    control: str
    address: str
    figure: str
    figures: Sequence[str]


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note with the segment it belongs to, and whether it is the reader's own to write anew."""

    note: Note
    segment: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class ShownFeeling:
    """A feeling in words; `code` and `segment_code` for the form that changes it."""

    kind: str
    level: str
    segment: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands on a stage in a row."""

    stage: Stretch
    items: Sequence[Any]
    is_own: bool = False  # an owner may add to it


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page's map. `kind` says how its items are shown."""

    kind: str
    key: str
    label: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A stage as the head of its column, with the journeys that draw it closer."""

    stage: Stretch
    parts: Sequence[Journey]


class Shaping:
    """Makes the rows of a page."""

    def __init__(
        self, page: MapPage, *, slug: str, openable: frozenset[str] | None, designed: frozenset[str],
        own: OwnParts,
    ) -> None:  # fmt: skip
        self.page, self.document = page, page.document
        self.slug, self.openable, self.designed = slug, openable, designed
        self.own = own

    def columns(self) -> list[Column]:
        """The heads."""
        return [Column(stage, self.page.parts.get(stage.code, ())) for stage in self.document.stages]

    def rows(self, *, editing: bool) -> list[Row]:
        """All lanes with something in them; while drawing, the empty ones too."""
        lanes = set(Lane.values) if editing else self.document.lanes
        rows = self._places()
        rows.append(Row("curve", "curve", pgettext("row of the journey map", "Emotion"), ()))
        rows.append(self._feelings())
        if self.page.measured:
            rows.append(self._measured())
        rows += [self._notes(lane) for lane in CUSTOMERS_LANES if lane in lanes]
        rows.append(self._row("words", "owners", _("Owner"), lambda stage: [owners_words(stage)]))
        rows.append(self._row("words", "designs", _("Desired experience"), self._designs))
        return rows + [self._notes(lane) for lane in COMPANYS_LANES if lane in lanes]

    def shown(self, place: Place) -> ShownPlace:
        """One touchpoint."""
        found = self.page.measured.get(place.code, ())
        may_open = self.openable is None or place.code in self.openable
        return ShownPlace(
            place=place,
            control=str(Control(place.control).label),
            address=reverse("touchpoints:touchpoint", args=[self.slug, place.code]) if may_open else "",
            figure=(range_words(found) or _("not measured")) if may_open else "",
            figures=[reading_words(reading) for reading in found] if may_open else [],
        )

    def _row(self, kind: str, key: str, label: str, items: Any) -> Row:
        return Row(kind, key, label, [Cell(stage, items(stage)) for stage in self.document.stages])

    def _places(self) -> list[Row]:
        channels = self.document.channels or [("", {})]
        return [
            self._row(
                "places", code, local(name) or without_channel(channels),
                lambda stage, code=code: [self.shown(place) for place in stage.places if place.channel == code],
            )
            for code, name in channels
        ]  # fmt: skip

    def _notes(self, lane: Lane) -> Row:
        names = self.page.whole.segments
        cells = [
            Cell(stage, [
                ShownNote(note, local(names.get(note.segment, note.segment)), self.own.owns_note(note, stage))
                for note in stage.notes_in(lane)
            ], self.own.stands_on(stage))
            for stage in self.document.stages
        ]  # fmt: skip
        return Row("notes", lane.value, str(lane.label), cells)

    def _feelings(self) -> Row:
        cells = [Cell(stage, self._felt(stage), self.own.owns(stage)) for stage in self.document.stages]
        return Row("feelings", "feelings", _("Desired and supposed"), cells)

    def _felt(self, stage: Stretch) -> list[ShownFeeling]:
        names = self.page.whole.segments
        return [
            ShownFeeling(str(FeelingKind(felt.kind).label), str(FeelingLevel(felt.level).label),
                         local(names.get(felt.segment, felt.segment)))
            for felt in stage.feelings
        ]  # fmt: skip

    def _measured(self) -> Row:
        curve = self.page.curve
        cells = [
            Cell(stage, [short_reading(spot) for spot in curve.measured_at(place)])
            for place, stage in enumerate(self.document.stages)
        ]
        return Row("small", "measured", _("Measured, weakest question of each touchpoint"), cells)

    def _designs(self, stage: Stretch) -> list[str]:
        missing = sum(1 for place in stage.places if place.code not in self.designed)
        if not stage.places:
            return []
        if missing:
            return [ngettext("%(n)s not designed", "%(n)s not designed", missing) % {"n": missing}]
        return [_("designed")]


def used_in(document: MapDocument) -> list[tuple[str, str]]:
    """The segments that notes and feelings of the map belong to, as layers."""
    return [(code, local(name)) for code, name in document.segments.items()]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A thing of a comparison, its feelings in words."""

    entry: Entry
    level_word: str
    before_word: str
    segment: str


def compared_lanes(
    compared: MapDifference, segments: Mapping[str, LocalText]
) -> list[tuple[str, str, list[list[ShownChange]]]]:
    """The lanes of a comparison that hold something: key, name, and what stands on each stage."""
    lanes = [
        ("touchpoints", _("Touchpoints")),
        *((lane.value, str(lane.label)) for lane in CUSTOMERS_LANES),
        *((kind.value, _("Emotion (%(kind)s)") % {"kind": kind.label}) for kind in FeelingKind),
        *((lane.value, str(lane.label)) for lane in COMPANYS_LANES),
    ]
    rows = [(key, label, [[_change(entry, segments) for entry in one.in_lane(key)] for one in compared.stages])
            for key, label in lanes]  # fmt: skip
    return [row for row in rows if any(row[2])]


def _change(entry: Entry, segments: Mapping[str, LocalText]) -> ShownChange:
    segment = local(segments.get(entry.segment, entry.segment))
    return ShownChange(entry, _level(entry.level), _level(entry.level_before), segment)


def _level(level: int | None) -> str:
    return str(FeelingLevel(level).label) if level else ""

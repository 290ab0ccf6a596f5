"""The document of a map, and its own JSON, which comes back exactly as it went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lib.local_text import LocalText, local

FORMAT = "cem-journey-map"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Place:
    """A touchpoint where it stands. `key` and `owner` are our own and do not leave the house in a file."""

    code: str
    name: LocalText
    control: str = "owned"
    depends_on: LocalText = field(default_factory=dict)
    channel: str = ""
    channel_name: LocalText = field(default_factory=dict)
    is_moment_of_truth: bool = False
    owner: str = ""
    key: str = ""
    is_hypothesis: bool = False  # the moment of truth is only supposed


@dataclass(frozen=True, slots=True)
class Note:
    """Words in a lane; `segment` is axis:code, empty for everybody; `touchpoint` of which one they speak, if of one."""

    lane: str
    text: LocalText
    segment: str = ""
    key: str = ""
    revision: int = 1
    touchpoint: str = ""
    touchpoint_name: LocalText = field(default_factory=dict)

    @property
    def words(self) -> LocalText:
        """The text, after the touchpoint's name where it speaks of one."""
        if not self.touchpoint:
            return self.text
        return {
            code: f"{local(self.touchpoint_name, code) or self.touchpoint}: {text}" for code, text in self.text.items()
        }


@dataclass(frozen=True, slots=True)
class Felt:
    """A feeling wished or supposed, 1 (resentment) to 5 (delight)."""

    kind: str
    level: int
    segment: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stage of the map with all that stands on it."""

    code: str
    name: LocalText
    need: str = "use"
    places: Sequence[Place] = ()
    notes: Sequence[Note] = ()
    feelings: Sequence[Felt] = ()
    key: str = ""
    revision: int = 1

    def notes_in(self, lane: str) -> list[Note]:
        """The notes of a lane in their order."""
        return [note for note in self.notes if note.lane == lane]

    def level(self, kind: str, segment: str = "") -> int | None:
        """The feeling of this kind, if one was said."""
        return next((one.level for one in self.feelings if (one.kind, one.segment) == (kind, segment)), None)


@dataclass(frozen=True, slots=True)
class MapDocument:
    """A whole map. `segments` names those that notes and feelings belong to."""

    journey: str
    name: LocalText
    kind: str = "as_is"
    for_whom: str = "external"
    stages: Sequence[Stretch] = ()
    segments: Mapping[str, LocalText] = field(default_factory=dict)

    @property
    def places(self) -> list[Place]:
        """Every touchpoint along the path, as often as it stands there."""
        return [place for stage in self.stages for place in stage.places]

    @property
    def channels(self) -> list[tuple[str, LocalText]]:
        """The channels in use, in the order in which the customer meets them; touchpoints without one come last."""
        met = {place.channel: place.channel_name for place in self.places}
        return [(code, name) for code, name in met.items() if code] + ([("", {})] if "" in met else [])

    @property
    def truths(self) -> int:
        """How many places are moments of truth, or supposed to be."""
        return sum(place.is_moment_of_truth for place in self.places)

    @property
    def lanes(self) -> set[str]:
        """The lanes in which something is written."""
        return {note.lane for stage in self.stages for note in stage.notes}


def as_json(document: MapDocument, *, with_owners: bool = False) -> dict[str, Any]:
    """The document as plain values in a fixed order; keys of rows stay at home, owners unless they are frozen."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "journey": {"code": document.journey, "name": dict(document.name), "for_whom": document.for_whom},
        "kind": document.kind,
        "segments": {code: dict(name) for code, name in sorted(document.segments.items())},
        "stages": [_stretch(stage, with_owners) for stage in document.stages],
    }


def _stretch(stage: Stretch, with_owners: bool) -> dict[str, Any]:
    return {
        "code": stage.code,
        "name": dict(stage.name),
        "need": stage.need,
        "touchpoints": [_place(place, with_owners) for place in stage.places],
        "notes": [_note(note) for note in stage.notes],
        "feelings": [
            {"kind": one.kind, "segment": one.segment, "level": one.level}
            for one in sorted(stage.feelings, key=lambda felt: (felt.kind, felt.segment))
        ],
    }


def _note(note: Note) -> dict[str, Any]:
    written: dict[str, Any] = {"lane": note.lane, "segment": note.segment, "text": dict(note.text)}
    return {**written, "touchpoint": note.touchpoint} if note.touchpoint else written


def _place(place: Place, with_owners: bool) -> dict[str, Any]:
    written: dict[str, Any] = {
        "code": place.code,
        "name": dict(place.name),
        "control": place.control,
        "depends_on": dict(place.depends_on),
        "channel": place.channel,
        "moment_of_truth": place.is_moment_of_truth,
        "hypothesis": place.is_hypothesis,
    }
    if with_owners:
        written |= {"owner": place.owner, "channel_name": dict(place.channel_name)}
    return written


def of_json(written: Mapping[str, Any]) -> MapDocument:
    """The document of our own JSON, already checked by `reading.checked`."""
    journey = written["journey"]
    return MapDocument(
        journey=journey["code"],
        name=journey["name"],
        for_whom=journey.get("for_whom", "external"),
        kind=written.get("kind", "as_is"),
        segments=written.get("segments", {}),
        stages=[_read_stretch(stage) for stage in written["stages"]],
    )


def _read_stretch(stage: Mapping[str, Any]) -> Stretch:
    return Stretch(
        code=stage["code"],
        name=stage["name"],
        need=stage.get("need", "use"),
        places=[_read_place(place) for place in stage.get("touchpoints", ())],
        notes=[_read_note(one, stage) for one in stage.get("notes", ())],
        feelings=[Felt(one["kind"], one["level"], one.get("segment", "")) for one in stage.get("feelings", ())],
    )


def _read_note(note: Mapping[str, Any], stage: Mapping[str, Any]) -> Note:
    code = note.get("touchpoint", "")
    names = {place["code"]: place.get("name") or {} for place in stage.get("touchpoints", ())}
    return Note(
        note["lane"], note["text"], note.get("segment", ""), touchpoint=code, touchpoint_name=names.get(code, {})
    )


def _read_place(place: Mapping[str, Any]) -> Place:
    return Place(
        code=place["code"],
        name=place.get("name") or {"en": place["code"]},
        control=place.get("control", "owned"),
        depends_on=place.get("depends_on", {}),
        channel=place.get("channel", ""),
        channel_name=place.get("channel_name", {}),
        is_moment_of_truth=place.get("moment_of_truth", False),
        owner=place.get("owner", ""),
        is_hypothesis=place.get("hypothesis", False),
    )


def used_segments(stages: Sequence[Stretch]) -> Iterator[str]:
    """The segments that notes and feelings of the stages name."""
    for stage in stages:
        yield from (note.segment for note in stage.notes if note.segment)
        yield from (felt.segment for felt in stage.feelings if felt.segment)

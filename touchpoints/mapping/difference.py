"""Two maps compared: what the later one added, removed, moved, changed. The same code is the same thing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from lib.local_text import LocalText, every_text
from touchpoints.mapping.document import MapDocument, Note, Place, Stretch
from touchpoints.mapping.words import FeelingKind

_ALIKE = 0.5  # notes of one cell that share more than half of their letters are one note, written anew


class Mark(StrEnum):
    """What became of something."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a stage of either map. `before` is what it was; `came_from` the stage where it stood."""

    lane: str
    mark: Mark
    text: LocalText
    before: LocalText | None = None
    came_from: LocalText | None = None
    place: Place | None = None
    segment: str = ""
    level: int | None = None
    level_before: int | None = None


@dataclass(frozen=True, slots=True)
class StageDifference:
    """A stage of either map with everything that stands, or stood, on it."""

    code: str
    name: LocalText
    mark: Mark
    before: LocalText | None
    entries: Sequence[Entry]

    def in_lane(self, lane: str) -> list[Entry]:
        """What stands in a lane."""
        return [entry for entry in self.entries if entry.lane == lane]


Stages = Mapping[str, Stretch]


@dataclass(frozen=True, slots=True)
class MapDifference:
    """The later map with what it left out put back at its place, every thing marked."""

    stages: Sequence[StageDifference]

    def count(self, mark: Mark) -> int:
        """How many things and stages are so marked."""
        return sum((stage.mark == mark) + sum(entry.mark == mark for entry in stage.entries) for stage in self.stages)

    @property
    def is_empty(self) -> bool:
        return all(self.count(mark) == 0 for mark in Mark if mark != Mark.SAME)


def compare(before: MapDocument, after: MapDocument) -> MapDifference:
    """What became of the earlier map."""
    old, new = ({stage.code: stage for stage in document.stages} for document in (before, after))
    moved = _Whereabouts(before, after)
    order = [*(stage.code for stage in after.stages)]
    for place, stage in enumerate(before.stages):
        if stage.code not in new:
            follows = next((one.code for one in reversed(before.stages[:place]) if one.code in order), None)
            order.insert(order.index(follows) + 1 if follows else 0, stage.code)
    shifted = _out_of_order([code for code in old if code in new], [code for code in new if code in old])
    return MapDifference([_stage(new.get(code) or old[code], old, new, moved, shifted) for code in order])


def _stage(shown: Stretch, olds: Stages, news: Stages, where: "_Whereabouts", shifted: set[str]) -> StageDifference:
    old, new = olds.get(shown.code), news.get(shown.code)
    mark = Mark.MOVED if shown.code in shifted else Mark.SAME
    if old is None:
        mark = Mark.ADDED
    elif new is None:
        mark = Mark.REMOVED
    elif (dict(old.name), old.need) != (dict(new.name), new.need):
        mark = Mark.CHANGED
    entries = [*_places(shown.code, old, new, where), *_notes(shown.code, old, new, where), *_feelings(old, new)]
    before = old.name if old and mark == Mark.CHANGED else None
    return StageDifference(shown.code, shown.name, mark, before, entries)


class _Whereabouts:
    """On which stages touchpoints and notes stand, to tell what was moved from what was added or removed."""

    def __init__(self, before: MapDocument, after: MapDocument) -> None:
        self.names = {stage.code: stage.name for stage in (*after.stages, *before.stages)}
        self.places = _pairs(before, after, lambda stage: [place.code for place in stage.places])
        self.notes = _pairs(before, after, lambda stage: [_words(note) for note in stage.notes])

    def origin(self, code: str) -> LocalText:
        """The name of the stage something came from."""
        return self.names[code]


Pairs = dict[tuple[object, str], str]


def _pairs(before: MapDocument, after: MapDocument, things: Callable[[Stretch], Iterable[object]]) -> Pairs:
    """For a thing new on a stage the stage it left, for a thing gone from a stage the one it went to."""
    old: dict[object, list[str]] = defaultdict(list)
    new: dict[object, list[str]] = defaultdict(list)
    for document, known in ((before, old), (after, new)):
        for stage in document.stages:
            for thing in things(stage):
                known[thing].append(stage.code)
    pairs: Pairs = {}
    for thing, stood in old.items():
        left = [code for code in stood if code not in new[thing]]
        reached = [code for code in new[thing] if code not in stood]
        for source, target in zip(left, reached, strict=False):
            pairs[(thing, target)] = source
            pairs[(thing, source)] = target
    return pairs


def _words(note: Note) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    return note.lane, note.segment, tuple(sorted(note.text.items()))


def _places(code: str, old: Stretch | None, new: Stretch | None, where: _Whereabouts) -> list[Entry]:
    stood = {place.code: place for place in (old.places if old else ())}
    stands = {place.code: place for place in (new.places if new else ())}
    shifted = _out_of_order([one for one in stood if one in stands], [one for one in stands if one in stood])
    entries = []
    for place in stands.values():
        former = stood.get(place.code)
        source = where.places.get((place.code, code))
        if former is None and source:
            entries.append(_placed(place, Mark.MOVED, came_from=where.origin(source)))
        elif former is None:
            entries.append(_placed(place, Mark.ADDED))
        elif _kept(former) != _kept(place):
            entries.append(_placed(place, Mark.CHANGED, before=former.channel_name or former.name))
        else:
            entries.append(_placed(place, Mark.MOVED if place.code in shifted else Mark.SAME))
    gone = [place for place in stood.values() if place.code not in stands and (place.code, code) not in where.places]
    return entries + [_placed(place, Mark.REMOVED) for place in gone]


def _placed(place: Place, mark: Mark, *, before: LocalText | None = None, came_from: LocalText | None = None) -> Entry:
    return Entry("touchpoints", mark, place.name, before, came_from, place)


def _kept(place: Place) -> tuple[object, ...]:
    return place.channel, place.is_moment_of_truth, place.is_hypothesis, place.control


def _out_of_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """What must have been moved to make one order of the other: as few as possible."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stayed = {before[i] for match in matcher.get_matching_blocks() for i in range(match.a, match.a + match.size)}
    return set(after) - stayed


def _notes(code: str, old: Stretch | None, new: Stretch | None, where: _Whereabouts) -> list[Entry]:
    stood, stands = list(old.notes if old else ()), list(new.notes if new else ())
    entries: list[Entry] = []
    unmatched = []
    left = dict(enumerate(stood))
    for note in stands:
        same = next((index for index, one in left.items() if _words(one) == _words(note)), None)
        if same is not None:
            del left[same]
        unmatched.append((note, same is not None))
    for note, is_same in unmatched:
        source = where.notes.get((_words(note), code))
        if is_same:
            entries.append(_noted(note, Mark.SAME))
        elif source:
            entries.append(_noted(note, Mark.MOVED, came_from=where.origin(source)))
        elif (former := _most_alike(note, left)) is not None:
            entries.append(_noted(note, Mark.CHANGED, before=left.pop(former).text))
        else:
            entries.append(_noted(note, Mark.ADDED))
    gone = [note for note in left.values() if (_words(note), code) not in where.notes]
    return entries + [_noted(note, Mark.REMOVED) for note in gone]


def _noted(note: Note, mark: Mark, *, before: LocalText | None = None, came_from: LocalText | None = None) -> Entry:
    return Entry(note.lane, mark, note.text, before, came_from, segment=note.segment)


def _most_alike(note: Note, left: dict[int, Note]) -> int | None:
    """Which of the notes left in the same lane the note was, if it looks like one."""
    alike = [
        (SequenceMatcher(None, every_text(one.text), every_text(note.text)).ratio(), -index)
        for index, one in left.items()
        if (one.lane, one.segment) == (note.lane, note.segment)
    ]
    ratio, index = max(alike, default=(0.0, 0))
    return -index if ratio > _ALIKE else None


def _feelings(old: Stretch | None, new: Stretch | None) -> list[Entry]:
    felt = {(one.kind, one.segment): one.level for one in (old.feelings if old else ())}
    feels = {(one.kind, one.segment): one.level for one in (new.feelings if new else ())}
    entries = []
    for kind in FeelingKind.values:
        for key in sorted(key for key in {*felt, *feels} if key[0] == kind):
            before, after = felt.get(key), feels.get(key)
            mark = Mark.SAME if before == after else Mark.CHANGED
            if before is None or after is None:
                mark = Mark.ADDED if before is None else Mark.REMOVED
            entries.append(
                Entry(kind, mark, {}, segment=key[1], level=after or before, level_before=before if after else None)
            )
    return entries

"""What a file that knows less than a map takes over from the map drawn before."""

from collections.abc import Mapping
from dataclasses import replace

from touchpoints.mapping.document import MapDocument, Place, Stretch
from touchpoints.mapping.mermaid import plain_name, score_of
from touchpoints.mapping.words import FeelingKind


def carried(read: MapDocument, former: MapDocument) -> MapDocument:
    """A Mermaid journey's map with what such a file cannot hold, for every stage that bears a name of the former map.

    The file's order, touchpoints and scores count; codes, names in other languages, needs, channels, moments of truth,
    notes and the other feelings stay as they were.
    """
    left = list(former.stages)
    pairs: list[tuple[Stretch, Stretch | None]] = []
    for stage in read.stages:
        same = next((one for one in left if _names(stage) & _names(one)), None)
        if same:
            left.remove(same)
        pairs.append((stage, same))
    codes = {same.code for _stage, same in pairs if same}
    known = {place.code: place for place in former.places}
    stages = [_merged(stage, same, known) if same else _apart(stage, codes) for stage, same in pairs]
    return replace(read, name=former.name, for_whom=former.for_whom, segments=former.segments, stages=stages)


def is_carried(read: MapDocument, former: MapDocument) -> bool:
    """Whether any stage of the file bears a name of the former map."""
    names = {name for stage in former.stages for name in _names(stage)}
    return any(_names(stage) & names for stage in read.stages)


def _names(stage: Stretch) -> set[str]:
    return {plain_name(name).casefold() for name in stage.name.values() if name}


def _apart(stage: Stretch, codes: set[str]) -> Stretch:
    """A new stage under a code that no other one has."""
    code, number = stage.code, 1
    while code in codes:
        number += 1
        code = f"{stage.code[:46]}-{number}"
    codes.add(code)
    return replace(stage, code=code)


def _merged(stage: Stretch, former: Stretch, known: Mapping[str, Place]) -> Stretch:
    stood = dict(known) | {place.code: place for place in former.places}
    places = [stood.get(place.code, place) for place in stage.places]
    here = {"", *(place.code for place in places)}
    feelings, level = list(former.feelings), stage.level(FeelingKind.HYPOTHESIS)
    if level not in (None, score_of(former)):
        everybodys = (FeelingKind.HYPOTHESIS, "")
        feelings = [*(felt for felt in feelings if (felt.kind, felt.segment) != everybodys), *stage.feelings]
    notes = [note for note in former.notes if note.touchpoint in here]
    return replace(former, places=places, notes=notes, feelings=feelings)

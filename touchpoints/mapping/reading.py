"""Reading a map from a file: what is wrong is told by line or place, and nothing is guessed."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.utils.translation import gettext as _

from touchpoints.mapping.document import FORMAT, MapDocument, of_json
from touchpoints.mapping.words import Control, FeelingKind, FeelingLevel, ForWhom, Lane, MapKind, Need

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*", re.ASCII)
MOST_CHARACTERS = 2_000_000


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, and where: a line's number, or a place such as stages[2].notes[0]."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a file holds: a document, or the faults for which there is none. Remarks say what could not be kept."""

    document: MapDocument | None = None
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


_ENDINGS = {".json": "json", ".csv": "csv", ".tsv": "csv", ".mmd": "mermaid", ".mermaid": "mermaid"}


def format_of(name: str, text: str) -> str:
    """json, csv or mermaid: by the ending of the file's name, else by how the content begins."""
    ending = PurePath(name.lower()).suffix
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    told = (row.strip() for row in text.splitlines())
    first = next((row for row in told if row and not row.startswith("%%")), "")
    if first == "journey":
        return "mermaid"
    return "json" if first.startswith(("{", "[")) else "csv"


def line(number: int) -> str:
    """The name of a line of the file."""
    return _("line %(number)d") % {"number": number}


def read_json(text: str) -> Read:
    """A map in our own JSON."""
    try:
        written = json.loads(text)
    except json.JSONDecodeError as error:
        told = _("This is no JSON: it cannot be read from sign %(column)d on.") % {"column": error.colno}
        return Read(faults=[Fault(line(error.lineno), told)])
    if not isinstance(written, dict) or written.get("format") != FORMAT:
        return Read(faults=[Fault(line(1), _("This is no journey map: “format” must be “cem-journey-map”."))])
    faults = list(faults_of_map(written))
    return Read(faults=faults) if faults else Read(of_json(written))


def faults_of_map(written: Mapping[str, Any]) -> Iterator[Fault]:
    """Everything by which a map written like our own JSON is none."""
    journey = written.get("journey")
    if not isinstance(journey, dict):
        yield Fault("journey", _("It is missing."))
    else:
        yield from _named(journey, "journey")
        yield from _one_of(journey, "for_whom", ForWhom.values, "journey")
    yield from _one_of(written, "kind", MapKind.values, "")
    segments = written.get("segments", {})
    if not (isinstance(segments, dict) and all(_is_local(name) for name in segments.values())):
        yield Fault("segments", _("It must give each segment's name in each language."))
    stages = written.get("stages")
    if not isinstance(stages, list):
        yield Fault("stages", _("It is missing."))
        return
    codes: set[str] = set()
    for number, stage in enumerate(stages):
        yield from _faults_of_stage(stage, f"stages[{number}]", codes)


def _faults_of_stage(stage: Any, where: str, codes: set[str]) -> Iterator[Fault]:
    if not isinstance(stage, dict):
        yield Fault(where, _("A stage must have a code and a name."))
        return
    yield from _named(stage, where)
    yield from _one_of(stage, "need", Need.values, where)
    if stage.get("code") in codes:
        yield Fault(f"{where}.code", _("Another stage has this code."))
    codes.add(str(stage.get("code")))
    for key, check in (("touchpoints", _faults_of_place), ("notes", _faults_of_note), ("feelings", _faults_of_felt)):
        parts = stage.get(key, [])
        if not isinstance(parts, list):
            yield Fault(f"{where}.{key}", _("It must be a list."))
            continue
        seen: set[Any] = set()
        for number, part in enumerate(parts):
            place = f"{where}.{key}[{number}]"
            if not isinstance(part, dict):
                yield Fault(place, _("It must be an object."))
                continue
            yield from check(part, place, seen)


def _faults_of_place(place: Mapping[str, Any], where: str, seen: set[Any]) -> Iterator[Fault]:
    yield from _coded(place, where)
    yield from _local(place, "name", where)
    yield from _local(place, "depends_on", where)
    yield from _one_of(place, "control", Control.values, where)
    if not isinstance(place.get("channel", ""), str):
        yield Fault(f"{where}.channel", _("It must be a channel's code."))
    for key in ("moment_of_truth", "hypothesis"):
        if not isinstance(place.get(key, False), bool):
            yield Fault(f"{where}.{key}", _("It must be true or false."))
    if place.get("code") in seen:
        yield Fault(f"{where}.code", _("The touchpoint stands twice on one stage."))
    seen.add(str(place.get("code")))


def _faults_of_note(note: Mapping[str, Any], where: str, _seen: set[Any]) -> Iterator[Fault]:
    yield from _one_of(note, "lane", Lane.values, where, needed=True)
    if not (_is_local(note.get("text")) and any(note["text"].values())):
        yield Fault(f"{where}.text", _("It must give a text in at least one language."))
    if not isinstance(note.get("touchpoint", ""), str):
        yield Fault(f"{where}.touchpoint", _("It must be a text."))
    if not isinstance(note.get("segment", ""), str):
        yield Fault(f"{where}.segment", _("It must be axis:code."))


def _faults_of_felt(felt: Mapping[str, Any], where: str, seen: set[Any]) -> Iterator[Fault]:
    yield from _one_of(felt, "kind", FeelingKind.values, where, needed=True)
    level = felt.get("level")
    if isinstance(level, bool) or level not in FeelingLevel.values:
        yield Fault(f"{where}.level", _("It must be a whole number from 1 to 5."))
    key = (str(felt.get("kind")), str(felt.get("segment", "")))
    if key in seen:
        yield Fault(where, _("This feeling is said twice."))
    seen.add(key)


def _named(part: Mapping[str, Any], where: str) -> Iterator[Fault]:
    yield from _coded(part, where)
    if not (_is_local(part.get("name")) and any(part["name"].values())):
        yield Fault(f"{where}.name", _("It must give a name in at least one language."))


def _coded(part: Mapping[str, Any], where: str) -> Iterator[Fault]:
    code = part.get("code")
    if not (isinstance(code, str) and len(code) <= 50 and CODE.fullmatch(code)):
        yield Fault(f"{where}.code", _("A code has small letters, digits and hyphens only, 50 at most."))


def _local(part: Mapping[str, Any], key: str, where: str) -> Iterator[Fault]:
    if key in part and not _is_local(part[key]):
        yield Fault(f"{where}.{key}", _("It must give the text by language."))


def _one_of(
    part: Mapping[str, Any], key: str, allowed: list[str], where: str, *, needed: bool = False
) -> Iterator[Fault]:
    if (key in part or needed) and part.get(key) not in allowed:
        place = f"{where}.{key}" if where else key
        yield Fault(place, _("It must be one of: %(choices)s.") % {"choices": ", ".join(allowed)})


def _is_local(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(k, str) and isinstance(v, str) for k, v in value.items())

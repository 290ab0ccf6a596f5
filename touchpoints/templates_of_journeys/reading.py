"""Reading templates: everything wrong in a file is told at once, by its place in the file."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from lib.local_text import LocalText
from touchpoints.mapping.document import MapDocument, of_json
from touchpoints.mapping.reading import CODE, Fault, faults_of_map
from touchpoints.mapping.words import FeelingKind

FOLDER = Path(__file__).parent
_KEYS = {
    "template": {"code", "name", "about", "journey", "channels", "stages"},
    "stage": {"code", "name", "need", "touchpoints", "notes", "feelings"},
    "touchpoints": {"code", "name", "control", "depends_on", "channel", "moment_of_truth"},
    "notes": {"lane", "text"},
    "feelings": {"kind", "level"},
}


class TemplateBroken(ValueError):
    """A file is no template; `faults` say where and why."""

    def __init__(self, name: str, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{name}: {fault.where}: {fault.text}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Template:
    """A journey to start from. Its moments of truth are hypotheses."""

    code: str
    name: LocalText
    about: LocalText
    channels: Mapping[str, LocalText]
    document: MapDocument

    @property
    def size(self) -> int:
        """How many touchpoints it has."""
        return len({place.code for place in self.document.places})

    @property
    def moments_of_truth(self) -> int:
        """How many of them are supposed to decide."""
        return len({place.code for place in self.document.places if place.is_moment_of_truth})

    @property
    def beyond_control(self) -> int:
        """How many are not in the company's own hands."""
        return len({place.code for place in self.document.places if place.control != "owned"})


@cache
def templates() -> tuple[Template, ...]:
    """Every template, by the names of their files.

    :raises TemplateBroken: a file is no template
    """
    return tuple(read_template(path) for path in sorted(FOLDER.glob("*.toml")))


def template_of(code: str) -> Template | None:
    """The template of this code."""
    return next((one for one in templates() if one.code == code), None)


def read_template(path: Path) -> Template:
    """One file.

    :raises TemplateBroken: it is no TOML, or not what a template must be
    """
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateBroken(path.name, [Fault(path.name, str(error))]) from error
    _name_again(told)
    faults = [*faults_of_map(told), *_faults(told)]
    if faults:
        raise TemplateBroken(path.name, faults)
    return Template(
        code=told["code"], name=told["name"], about=told["about"],
        channels=told["channels"], document=of_json(told),
    )  # fmt: skip


def _name_again(told: Mapping[str, Any]) -> None:
    """Give a touchpoint that comes again by its code alone what was said of it where it came first."""
    known: dict[Any, Mapping[str, Any]] = {}
    for _where, place in _parts(told, "touchpoints"):
        first = known.setdefault(place.get("code"), place)
        if "name" not in place:
            place |= {key: first[key] for key in ("name", "control", "depends_on") if key in first}
        place["hypothesis"] = place.get("moment_of_truth", False)


def _faults(told: Mapping[str, Any]) -> Iterator[Fault]:
    """What a template must be beyond a map."""
    yield from _unknown(told, "template", "")
    if not (isinstance(told.get("code"), str) and CODE.fullmatch(told["code"])):
        yield Fault("code", _("A code has small letters, digits and hyphens only, 50 at most."))
    for key in ("name", "about"):
        yield from _in_every_language(told.get(key), key)
    journey = told.get("journey")
    yield from _in_every_language(journey.get("name") if isinstance(journey, dict) else None, "journey.name")
    channels = told.get("channels")
    if not isinstance(channels, dict):
        yield Fault("channels", _("It is missing."))
        return
    for code, name in channels.items():
        yield from _in_every_language(name, f"channels.{code}")
    for where, stage in _stages(told):
        yield from _unknown(stage, "stage", where)
        yield from _in_every_language(stage.get("name"), f"{where}.name")
    yield from _faults_of_parts(told, channels)


def _faults_of_parts(told: Mapping[str, Any], channels: Mapping[str, Any]) -> Iterator[Fault]:
    for where, place in _parts(told, "touchpoints"):
        yield from _unknown({key: 1 for key in place if key != "hypothesis"}, "touchpoints", where)
        yield from _in_every_language(place.get("name"), f"{where}.name")
        if place.get("depends_on"):
            yield from _in_every_language(place["depends_on"], f"{where}.depends_on")
        if place.get("channel", "") not in {"", *channels}:
            yield Fault(f"{where}.channel", _("The template has no channel of this code."))
    for where, note in _parts(told, "notes"):
        yield from _unknown(note, "notes", where)
        yield from _in_every_language(note.get("text"), f"{where}.text")
    for where, felt in _parts(told, "feelings"):
        yield from _unknown(felt, "feelings", where)
        if felt.get("kind") != FeelingKind.HYPOTHESIS:
            yield Fault(f"{where}.kind", _("A template can only suppose what customers feel: hypothesis."))


def _stages(told: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    stages = told.get("stages")
    for number, stage in enumerate(stages if isinstance(stages, list) else ()):
        if isinstance(stage, dict):
            yield f"stages[{number}]", stage


def _parts(told: Mapping[str, Any], key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Touchpoints, notes or feelings of every stage, each with its place in the file."""
    for where, stage in _stages(told):
        parts = stage.get(key)
        for number, part in enumerate(parts if isinstance(parts, list) else ()):
            if isinstance(part, dict):
                yield f"{where}.{key}[{number}]", part


def _unknown(part: Mapping[str, Any], kind: str, where: str) -> Iterator[Fault]:
    for key in part:
        if key not in _KEYS[kind]:
            told = _("There is no such key; there are: %(keys)s.") % {"keys": ", ".join(sorted(_KEYS[kind]))}
            yield Fault(f"{where}.{key}" if where else key, told)


def _in_every_language(text: Any, where: str) -> Iterator[Fault]:
    codes = [code for code, _name in settings.LANGUAGES]
    if not isinstance(text, dict) or not all(isinstance(text.get(code), str) and text[code].strip() for code in codes):
        yield Fault(where, _("It must give the text in every language: %(codes)s.") % {"codes": ", ".join(codes)})

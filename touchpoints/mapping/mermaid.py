"""A map as a Mermaid journey, which knows less than ours: sections, tasks with a score from 1 to 5, and actors."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from lib.local_text import local
from touchpoints.mapping.document import Felt, MapDocument, Place, Stretch, used_segments
from touchpoints.mapping.reading import Fault, Read, line
from touchpoints.mapping.words import FeelingKind, ForWhom

_NEUTRAL = 3
_TASK = re.compile(r"(?P<name>[^:]+):\s*(?P<score>[^:]*?)\s*(?::\s*(?P<actors>.*))?")
_FOLDED = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")


def write_mermaid(document: MapDocument, language: str) -> str:
    """The journey in one language. A task's score is its stage's hypothesis, else what is desired, else 3."""
    lines = ["journey", f"    title {plain_name(local(document.name, language))}"]
    actor = plain_name(str(ForWhom(document.for_whom).label))
    for stage in document.stages:
        lines.append(f"    section {plain_name(local(stage.name, language))}")
        score = score_of(stage)
        whose = sorted({local(document.segments.get(code, code), language) for code in used_segments([stage])})
        actors = ", ".join(plain_name(name).replace(",", " ") for name in [actor, *whose])
        lines += [f"      {plain_name(local(place.name, language))}: {score}: {actors}" for place in stage.places]
    return "\n".join(lines) + "\n"


def score_of(stage: Stretch) -> int:
    """What a stage's tasks are scored: our hypothesis, else what is desired, else the middle."""
    return stage.level(FeelingKind.HYPOTHESIS) or stage.level(FeelingKind.DESIRED) or _NEUTRAL


def plain_name(text: str) -> str:
    """A text in one line without the signs that mean something to Mermaid."""
    return " ".join(text.replace(":", " –").replace(";", ",").replace("#", "").split())


def code_of(name: str) -> str:
    """A code made of a name: small letters, digits, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", name.translate(_FOLDED).lower()).strip("-")[:50].strip("-") or "x"


class _Reader:
    """Sections and tasks, gathered line by line."""

    def __init__(self, language: str, known: Mapping[str, str]) -> None:
        self.language, self.known = language, known
        self.title = ""
        self.sections: list[tuple[str, list[Place], list[int]]] = []
        self.faults: list[Fault] = []
        self.actors: set[str] = set()

    def take(self, number: int, text: str) -> None:
        """One line that is neither empty nor a remark."""
        word, _blank, rest = text.partition(" ")
        if word == "title":
            self.title = rest.strip()
        elif word == "section":
            if rest.strip():
                self.sections.append((rest.strip(), [], []))
            else:
                self.faults.append(Fault(line(number), _("The section has no name.")))
        elif word not in ("accTitle:", "accDescr:"):
            self._task(number, text)

    def _task(self, number: int, text: str) -> None:
        found = _TASK.fullmatch(text)
        if not found or found["score"] not in set("12345"):
            self.faults.append(Fault(line(number), _("A task is written “Name: 1 to 5: Actor, Actor”.")))
            return
        if not self.sections:
            self.faults.append(Fault(line(number), _("A task needs a section above it.")))
            return
        name = found["name"].strip()
        _section, places, scores = self.sections[-1]
        scores.append(int(found["score"]))
        self.actors |= {actor.strip() for actor in (found["actors"] or "").split(",") if actor.strip()}
        code = self.known.get(name.casefold()) or code_of(name)
        if any(place.code == code for place in places):
            self.faults.append(Fault(line(number), _("The touchpoint stands twice on one stage.")))
        else:
            places.append(Place(code, {self.language: name}))

    def stages(self) -> list[Stretch]:
        """The sections as stages, each with a code of its own."""
        made: dict[str, Stretch] = {}
        for name, places, scores in self.sections:
            base = code = code_of(name)
            number = 1
            while code in made:
                number += 1
                code = f"{base[:46]}-{number}"
            # The mean of the tasks, halves up: the scale is of whole levels.
            level = int(sum(scores) / len(scores) + 0.5) if scores else None
            feelings = [Felt(FeelingKind.HYPOTHESIS.value, level)] if level else []
            made[code] = Stretch(code, {self.language: name}, places=places, feelings=feelings)
        return list(made.values())


def read_mermaid(text: str, *, journey: str, language: str, known: Mapping[str, str]) -> Read:
    """A map from a Mermaid journey.

    :param known: codes of the organisation's touchpoints by their names in small letters, in any language
    """
    lines = [(number, row.strip()) for number, row in enumerate(text.splitlines(), start=1)]
    told = [(number, row) for number, row in lines if row and not row.startswith("%%")]
    if not told or told[0][1] != "journey":
        return Read(faults=[Fault(line(told[0][0] if told else 1), _("The first line must be “journey”."))])
    reader = _Reader(language, known)
    for number, row in told[1:]:
        reader.take(number, row)
    if reader.faults:
        return Read(faults=reader.faults)
    remarks = [Fault("", _("The scores of a section's tasks become one hypothesis of its stage: their mean."))]
    if reader.actors:
        names = ", ".join(sorted(reader.actors))
        remarks.append(Fault("", _("Actors are not kept: %(names)s.") % {"names": names}))
    return Read(MapDocument(journey, {language: reader.title or journey}, stages=reader.stages()), remarks=remarks)

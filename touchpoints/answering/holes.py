"""What is missing or wrong where somebody shall answer for a thing. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lib.local_text import LocalText, local
from touchpoints.answering.words import HolderKind, HoleKind, Part, ThingKind


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may have a part, by a key that names them everywhere; `last_day` where they leave or left."""

    key: str
    kind: HolderKind
    name: str
    place: str = ""
    unit_id: int | None = None
    last_day: date | None = None

    @property
    def code(self) -> str:
        """The key without the kind: a public id, or the code of a unit or function."""
        return self.key.partition("-")[2]

    def has_left(self, today: date) -> bool:
        """Whether they are here no more on a day."""
        return self.last_day is not None and self.last_day < today


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody answers for, by kind and key; the key is in addresses, the code in files."""

    kind: ThingKind
    key: str
    code: str
    pk: int
    name: LocalText
    place: LocalText
    touchpoint_id: int | None = None

    @property
    def said(self) -> str:
        """Its name in the reader's language."""
        return local(self.name) or self.key


@dataclass(frozen=True, slots=True)
class Hole:
    """One thing that is wrong, as a sentence; late when somebody should have taken over by now."""

    kind: HoleKind
    sentence: str
    who: Holder | None = None

    @property
    def tone(self) -> str:
        """How urgent it is: what will only be wrong on a day to come is due, the rest is late."""
        return "due" if self.kind in (HoleKind.LEAVING, HoleKind.NOBODY_DOES) else "late"


Parts = Mapping[Holder, Sequence[Part]]


def holes_of(thing: Thing, parts: Parts, *, today: date) -> list[Hole]:
    """Every hole of a thing: who answers, who does the work, who leaves."""
    answering = [holder for holder, held in parts.items() if Part.ACCOUNTABLE in held]
    found = list(_of_answering(thing, answering))
    if not any(Part.RESPONSIBLE in held for held in parts.values()):
        found.append(Hole(HoleKind.NOBODY_DOES, _("%(thing)s: nobody is responsible.") % {"thing": thing.said}))
    return found + [hole for holder, held in parts.items() for hole in _of_leaver(thing, holder, held, today)]


def _of_answering(thing: Thing, answering: Sequence[Holder]) -> Iterator[Hole]:
    told = {"thing": thing.said, "names": ", ".join(sorted(holder.name for holder in answering))}
    # At a touchpoint the member who is accountable is its owner; all others are of the roster.
    owner = next((holder for holder in answering if holder.kind == HolderKind.MEMBER), None)
    if not answering:
        yield Hole(HoleKind.NOBODY_ANSWERS, _("%(thing)s: nobody is accountable.") % told)
    elif len(answering) > 1 and thing.kind == ThingKind.TOUCHPOINT and owner:
        others = sorted(holder.name for holder in answering if holder is not owner)
        sentence = _("%(thing)s: its owner is %(owner)s, accountable is said to be %(names)s.")
        yield Hole(HoleKind.OWNER_DIFFERS, sentence % {**told, "owner": owner.name, "names": ", ".join(others)})
    elif len(answering) > 1:
        yield Hole(HoleKind.TWO_ANSWER, _("%(thing)s: more than one is accountable (%(names)s).") % told)


def _of_leaver(thing: Thing, holder: Holder, held: Sequence[Part], today: date) -> Iterator[Hole]:
    if holder.last_day is None:
        return
    told = {
        "thing": thing.said,
        "name": holder.name,
        "day": date_format(holder.last_day, "SHORT_DATE_FORMAT"),
        "part": ", ".join(str(part.label) for part in held),
    }
    if holder.has_left(today):
        sentence = _("%(thing)s: %(name)s was here until %(day)s and is still %(part)s.") % told
        yield Hole(HoleKind.HAS_LEFT, sentence, holder)
    else:
        sentence = _("%(thing)s: %(name)s leaves on %(day)s and is %(part)s.") % told
        yield Hole(HoleKind.LEAVING, sentence, holder)

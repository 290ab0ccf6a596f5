"""A script as it is written, before and beside its rows. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from lib.local_text import LocalText

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ContactText:
    """Whom to call on: a person or desk, its telephone, and when somebody answers."""

    name: LocalText
    phone: str = ""
    hours: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BranchText:
    """A harder case of a step; `contact` is the place of a contact in the script's list, from 0."""

    when: LocalText
    then: LocalText
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class StepText:
    """One step as it is written: what to do, words to use and to avoid, and its harder cases."""

    act: LocalText
    say: LocalText = field(default_factory=dict)
    avoid: LocalText = field(default_factory=dict)
    branches: Sequence[BranchText] = ()


@dataclass(frozen=True, slots=True)
class PassageText:
    """Words said exactly so, and the law or rule that asks for them."""

    text: LocalText
    basis: str = ""


@dataclass(frozen=True, slots=True)
class ScriptText:
    """A whole script."""

    title: LocalText = field(default_factory=dict)
    escalation: LocalText = field(default_factory=dict)
    why: str = ""
    expires_on: date | None = None
    steps: Sequence[StepText] = ()
    contacts: Sequence[ContactText] = ()
    passages: Sequence[PassageText] = ()


class UnknownArrangement(ValueError):
    """The editor asked for something it cannot do."""


def arranged(text: ScriptText, wish: str) -> ScriptText:
    """The script with one part added, moved or taken away, and what pointed to it put right.

    :param wish: `add-step`, `add-branch-2`, `up-step-2`, `remove-branch-2-0` …, places counted from 0
    :raises UnknownArrangement: anything else
    """
    verb, _dash, rest = wish.partition("-")
    part, *numbers = rest.split("-")
    places = [int(number) for number in numbers if number.isdigit()]
    if verb == "add" and part in ("step", "contact", "passage"):
        return _added(text, part)
    if len(places) == 1 and places[0] < len(text.steps) and part in ("step", "branch"):
        return _arranged_step(text, verb, part, places[0])
    if verb == "remove" and part == "branch" and len(places) == 2 and places[0] < len(text.steps):
        step = text.steps[places[0]]
        return _with_step(text, places[0], replace(step, branches=_without(step.branches, places[1])))
    if verb == "remove" and part == "passage" and len(places) == 1:
        return replace(text, passages=_without(text.passages, places[0]))
    if verb == "remove" and part == "contact" and len(places) == 1:
        return _without_contact(text, places[0])
    raise UnknownArrangement(wish)


def _added(text: ScriptText, part: str) -> ScriptText:
    if part == "step":
        return replace(text, steps=[*text.steps, StepText({})])
    if part == "contact":
        return replace(text, contacts=[*text.contacts, ContactText({})])
    return replace(text, passages=[*text.passages, PassageText({})])


def _arranged_step(text: ScriptText, verb: str, part: str, place: int) -> ScriptText:
    step = text.steps[place]
    if (verb, part) == ("add", "branch"):
        return _with_step(text, place, replace(step, branches=[*step.branches, BranchText({}, {})]))
    if (verb, part) == ("remove", "step"):
        return replace(text, steps=_without(text.steps, place))
    if part == "step" and verb in ("up", "down"):
        rest = _without(text.steps, place)
        there = max(0, place - 1) if verb == "up" else place + 1
        return replace(text, steps=[*rest[:there], step, *rest[there:]])
    raise UnknownArrangement(f"{verb}-{part}")


def _with_step(text: ScriptText, place: int, step: StepText) -> ScriptText:
    return replace(text, steps=[*text.steps[:place], step, *text.steps[place + 1 :]])


def _without(items: Sequence[T], place: int) -> list[T]:
    return [*items[:place], *items[place + 1 :]]


def _without_contact(text: ScriptText, gone: int) -> ScriptText:
    """Harder cases that named the contact name nobody; those that named a later one still name it."""

    def moved(contact: int | None) -> int | None:
        if contact is None or contact == gone:
            return None
        return contact - 1 if contact > gone else contact

    steps = [
        replace(step, branches=[replace(branch, contact=moved(branch.contact)) for branch in step.branches])
        for step in text.steps
    ]
    return replace(text, steps=steps, contacts=_without(text.contacts, gone))


def unfinished(text: ScriptText) -> list[tuple[str, int, int]]:
    """Rows that hold something and lack what they are about, which would get lost: (part, place, harder case)."""
    found = [("contact", place, 0) for place, one in enumerate(text.contacts) if _has_hours_only(one)]
    found += [("passage", place, 0) for place, one in enumerate(text.passages) if one.basis and not _said(one.text)]
    for place, step in enumerate(text.steps):
        if not _said(step.act) and (_said(step.say, step.avoid) or any(map(_has_anything, step.branches))):
            found.append(("step", place, 0))
        found += [
            ("branch", place, number)
            for number, one in enumerate(step.branches)
            if _has_anything(one) and not _said(one.when, one.then)
        ]
    return found


def _has_hours_only(contact: ContactText) -> bool:
    return _said(contact.hours) and not (_said(contact.name) or contact.phone)


def _has_anything(branch: BranchText) -> bool:
    return _said(branch.when, branch.then) or branch.contact is not None


def _said(*texts: LocalText) -> bool:
    return any(word for text in texts for word in text.values())


def without_blanks(text: ScriptText) -> ScriptText:
    """The script without the rows in which nothing was written."""
    contacts = text.contacts
    for place in reversed(range(len(contacts))):
        if not any(contacts[place].name.values()) and not contacts[place].phone:
            text = _without_contact(text, place)
    steps = [
        replace(step, branches=[one for one in step.branches if any(one.when.values()) or any(one.then.values())])
        for step in text.steps
    ]
    return replace(
        text,
        steps=[step for step in steps if any((*step.act.values(), *step.say.values(), *step.avoid.values()))],
        passages=[one for one in text.passages if any(one.text.values())],
    )

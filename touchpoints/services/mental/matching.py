"""What staff wrote is matched with our touchpoints by a person; nothing is matched silently."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.texts import fold
from touchpoints.models import IdeaKind, MappingName, MappingRound, NameVerdict, Touchpoint
from touchpoints.services.ideas import propose_idea
from touchpoints.services.mental.rounds import may_run
from touchpoints.services.rights import NotYours
from touchpoints.services.touchpoints import create_touchpoint


class NothingToDecide(ValueError):
    """The round is still open: what is written may change."""


class NameDecided(ValueError):
    """It has become a touchpoint or an idea: that stays."""


@transaction.atomic
def match_name(
    *, name: MappingName, verdict: str, by: Viewer, at: datetime, touchpoint: Touchpoint | None = None
) -> None:
    """Say what a name is: one of our touchpoints, missing on the map, no touchpoint, or not decided after all.

    :param touchpoint: which one; without it the name cannot be "one of our touchpoints"
    :raises NotYours, NothingToDecide: as `_refuse`
    :raises NameDecided: a touchpoint or an idea was made of it
    """
    _refuse(name.round, by)
    if name.verdict == NameVerdict.MISSING and (name.touchpoint_id or name.idea_id):
        raise NameDecided
    decided = NameVerdict(verdict)
    if decided is NameVerdict.SAME and touchpoint is None:
        decided = NameVerdict.WAITING
    _decide(name, decided, touchpoint if decided is NameVerdict.SAME else None, by, at)
    enter(name.round.journey, by, "mapping.name_matched")


def _refuse(held: MappingRound, by: Viewer) -> None:
    """Nothing, for who runs a closed round.

    :raises NotYours: the viewer neither edits the programme nor opened the round
    :raises NothingToDecide: the round is open
    """
    if not may_run(held, by):
        raise NotYours
    if held.closed_at is None:
        raise NothingToDecide


def _decide(
    name: MappingName, verdict: NameVerdict, touchpoint: Touchpoint | None, by: Viewer, at: datetime
) -> None:  # fmt: skip
    name.verdict, name.touchpoint = verdict, touchpoint
    name.decided_by, name.decided_at = by.actor, at
    name.save()


@transaction.atomic
def accept_equal_names(*, held: MappingRound, by: Viewer, at: datetime) -> int:
    """Match every waiting name that is, capitals and marks aside, the name of a touchpoint; returns how many.

    :raises NotYours, NothingToDecide: as `_refuse`
    """
    _refuse(held, by)
    known = equal_names()
    found = [name for name in held.names.filter(verdict=NameVerdict.WAITING) if name.folded in known]
    for name in found:
        _decide(name, NameVerdict.SAME, known[name.folded], by, at)
    if found:
        enter(held.journey, by, "mapping.name_matched")
    return len(found)


def equal_names() -> dict[str, Touchpoint]:
    """Touchpoints in use by their folded names in every language; a name that two share is nobody's."""
    found: dict[str, Touchpoint | None] = {}
    for touchpoint in Touchpoint.objects.filter(archived_at=None):
        for text in {fold(text) for text in touchpoint.name.values() if text}:
            found[text] = None if text in found else touchpoint
    return {text: touchpoint for text, touchpoint in found.items() if touchpoint is not None}


@transaction.atomic
def touchpoint_of_missing(*, name: MappingName, by: Viewer, at: datetime) -> Touchpoint:
    """Make a touchpoint of a name that the map lacks; where it stands on the map is for the map's editor to say.

    :raises NotYours, NothingToDecide: as `_refuse`; or the viewer may not list touchpoints
    :raises NameDecided: it has become something already
    """
    _refuse_made(name, by)
    if not by.can(Can.EDIT_PROGRAMME):
        raise NotYours
    organisation = name.organisation
    made = create_touchpoint(
        organisation=organisation,
        code=_free_code(name.text),
        name=dict.fromkeys(organisation.language_codes, name.text),
        actor=by.actor,
    )
    _decide(name, NameVerdict.MISSING, made, by, at)
    return made


@transaction.atomic
def propose_missing(*, name: MappingName, by: Viewer, at: datetime) -> None:
    """Make an idea of a name that the map lacks; nobody's name stands beside it.

    :raises NotYours, NothingToDecide: as `_refuse`
    :raises NameDecided: it has become something already
    """
    _refuse_made(name, by)
    idea = propose_idea(organisation=name.organisation, title=name.text, kind=IdeaKind.IDEA, by=by, at=at)
    _decide(name, NameVerdict.MISSING, None, by, at)
    name.idea = idea
    name.save(update_fields=["idea"])


def _refuse_made(name: MappingName, by: Viewer) -> None:
    _refuse(name.round, by)
    if name.touchpoint_id or name.idea_id:
        raise NameDecided


def _free_code(text: str) -> str:
    """A code after the name that no touchpoint has; codes are never used twice."""
    base = slugify(fold(text))[:40].strip("-") or "touchpoint"
    taken = set(Touchpoint.objects.filter(code__startswith=base).values_list("code", flat=True))
    number = next(number for number in range(1, len(taken) + 2) if _numbered(base, number) not in taken)
    return _numbered(base, number)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"

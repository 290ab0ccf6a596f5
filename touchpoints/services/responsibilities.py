"""Parts are given and taken: who is accountable, responsible, consulted, informed.

The accountable member of a touchpoint is its owner. To give or take that part is to set the owner: there is one truth.
"""

from datetime import date

from django.db import transaction

from accounts.models import Employee, JobRole, Membership
from accounts.roles import Can
from accounts.services.trail import enter
from accounts.viewer import Viewer
from organisations.models import Unit
from touchpoints.answering.words import Part
from touchpoints.models import Process, Responsibility, Touchpoint
from touchpoints.queries.accountability import ThingRow, kind_of
from touchpoints.queries.holders import HolderRow, name_of
from touchpoints.services.rights import NotYours, may_edit
from touchpoints.services.touchpoints import set_owner


class OnlyPersonsAnswer(ValueError):
    """A unit or function was to be accountable; nobody could be asked what it did."""


def may_give(*, thing: ThingRow, part: str, viewer: Viewer) -> bool:
    """Whether the viewer may say who has this part in a thing.

    Owners say who does the work, is asked and is told at their own touchpoints and the processes behind; who is
    accountable is said by those who edit the programme: nobody passes that on alone.
    """
    if viewer.can(Can.EDIT_PROGRAMME):
        return True
    touchpoint = thing.touchpoint if isinstance(thing, Process) else thing
    is_own = isinstance(touchpoint, Touchpoint) and may_edit(touchpoint=touchpoint, viewer=viewer)
    return part != Part.ACCOUNTABLE and is_own


def loses_it(*, thing: ThingRow, part: str, holder: HolderRow) -> Membership | None:
    """Who would no longer have the part if the holder had it: a touchpoint has one owner."""
    if part != Part.ACCOUNTABLE or not isinstance(thing, Touchpoint) or not isinstance(holder, Membership):
        return None
    return None if thing.owner == holder else thing.owner


@transaction.atomic
def give_part(*, thing: ThingRow, part: str, holder: HolderRow, by: Viewer, day: date) -> None:
    """Give somebody a part; given twice it is there once.

    :raises NotYours: the viewer may not
    :raises OnlyPersonsAnswer: a unit or function was to be accountable
    """
    part = Part(part)
    if not may_give(thing=thing, part=part, viewer=by):
        raise NotYours
    if part == Part.ACCOUNTABLE and isinstance(holder, Unit | JobRole):
        raise OnlyPersonsAnswer
    if part == Part.ACCOUNTABLE and isinstance(thing, Touchpoint) and isinstance(holder, Membership):
        set_owner(touchpoint=thing, owner=holder, actor=by.actor, day=day)
        return
    _row, is_new = Responsibility.objects.get_or_create(
        organisation=thing.organisation, part=part, **{kind_of(thing).value: thing, _column(holder): holder},
        defaults={"since": day},
    )  # fmt: skip
    if is_new:
        enter_part(thing, by, "responsibility.given", part, holder)


@transaction.atomic
def take_part(*, thing: ThingRow, part: str, holder: HolderRow, by: Viewer, day: date) -> None:
    """Take a part away; what is not there stays away.

    :raises NotYours: the viewer may not
    """
    part = Part(part)
    if not may_give(thing=thing, part=part, viewer=by):
        raise NotYours
    if part == Part.ACCOUNTABLE and isinstance(thing, Touchpoint) and isinstance(holder, Membership):
        if thing.owner_id == holder.pk:
            set_owner(touchpoint=thing, owner=None, actor=by.actor, day=day)
        return
    rows = Responsibility.objects.filter(part=part, **{kind_of(thing).value: thing})
    removed, _kinds = rows.filter(**{_column(holder): holder}).delete()
    if isinstance(holder, Membership):
        # Who was written as a person of the roster and signs in since is shown as a member.
        removed += rows.filter(employee__user=holder.user_id).delete()[0]
    if removed:
        enter_part(thing, by, "responsibility.taken", part, holder)


def _column(holder: HolderRow) -> str:
    """The column of a responsibility in which such a holder stands."""
    columns = {Membership: "membership", Employee: "employee", Unit: "unit", JobRole: "job_role"}
    return columns[type(holder)]


def enter_part(thing: ThingRow, by: Viewer, action: str, part: str, holder: HolderRow) -> None:
    """Have the trail say who was given or lost a part."""
    enter(thing, by, action, part=str(part), who=name_of(holder))

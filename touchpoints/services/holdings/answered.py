"""Touchpoints that people own, and their parts in other things."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db.models import Q

from accounts.models import Membership
from accounts.viewer import Viewer
from lib.local_text import in_every_language, local
from organisations.models import Organisation
from touchpoints.answering.holdings import Held, Person
from touchpoints.answering.words import Part, ThingKind
from touchpoints.models import Responsibility, Touchpoint
from touchpoints.queries.accountability import ThingRow
from touchpoints.services.holdings.finding import accountability_address, by_member, members_in
from touchpoints.services.responsibilities import enter_part
from touchpoints.services.touchpoints import set_owner


def find_touchpoints(organisation: Organisation, people: Sequence[Person]) -> Iterator[Held]:
    """Touchpoints whose owners they are."""
    known = by_member(people)
    for touchpoint in Touchpoint.objects.filter(archived_at=None, owner__in=members_in(people)):
        address = accountability_address(organisation, ThingKind.TOUCHPOINT, touchpoint.code)
        yield Held("touchpoint", touchpoint.code, known[touchpoint.owner_id], touchpoint.name, address)


def hand_touchpoint(held: Held, to: Membership, by: Viewer, at: datetime) -> None:
    """The successor owns it from now on."""
    set_owner(touchpoint=Touchpoint.objects.get(code=held.key), owner=to, actor=by.actor, day=at.date())


def find_parts(organisation: Organisation, people: Sequence[Person]) -> Iterator[Held]:
    """Their parts in things that are in use."""
    by_row = {person.employee.pk: person for person in people if person.employee}
    known = by_member(people)
    rows = Responsibility.objects.filter(Q(membership__in=known) | Q(employee__in=by_row))
    rows = rows.exclude(touchpoint__archived_at__isnull=False).exclude(channel__archived_at__isnull=False)
    for row in rows.select_related("journey", "touchpoint", "process", "channel"):
        thing = _thing(row)
        key = str(row.journey.public_id) if row.journey else thing.code
        yield Held(
            "part",
            str(row.public_id),
            known[row.membership_id] if row.membership_id else by_row[row.employee_id or 0],
            in_every_language(partial(_named, row)),
            accountability_address(organisation, row.kind, key),
        )


def _named(row: Responsibility) -> str:
    return f"{local(_thing(row).name)}: {Part(row.part).label}"


def _thing(row: Responsibility) -> ThingRow:
    thing: ThingRow = getattr(row, row.kind)
    return thing


def hand_part(held: Held, to: Membership, by: Viewer, at: datetime) -> None:
    """The successor has the part; where they had it already it stands once."""
    row = Responsibility.objects.select_for_update(of=("self",)).get(public_id=held.key)
    thing = _thing(row)
    if isinstance(thing, Touchpoint) and row.part == Part.ACCOUNTABLE:
        row.delete()
        set_owner(touchpoint=thing, owner=to, actor=by.actor, day=at.date())
        return
    same = Responsibility.objects.filter(part=row.part, membership=to, **{f"{row.kind}_id": thing.pk})
    if same.exists():
        row.delete()
    else:
        row.membership, row.employee, row.since = to, None, at.date()
        row.save(update_fields=["membership", "employee", "since"])
    enter_part(thing, by, "responsibility.given", row.part, to)

"""Job roles get their places on the customer's path: by the committee anywhere, by owners at their own touchpoints."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import JobRole
from accounts.services.trail import enter
from accounts.viewer import Viewer
from lib.local_text import LocalText
from touchpoints.models import RolePart, RolePlace, Touchpoint
from touchpoints.services.rights import may_edit


@dataclass(frozen=True, slots=True)
class PlaceText:
    """What a role does at a touchpoint; without a part it has no place there."""

    part: str = ""
    note: LocalText = field(default_factory=dict)


@transaction.atomic
def set_role_places(*, job_role: JobRole, places: Mapping[Touchpoint, PlaceText], by: Viewer) -> int:
    """Keep these places of a role; touchpoints not named stay as they are. Returns how many changed.

    What the viewer may not edit is passed over: an owner saves the whole table and changes their own rows only.
    """
    stored = {one.touchpoint_id: one for one in RolePlace.objects.filter(job_role=job_role)}
    changed = [
        touchpoint
        for touchpoint, text in places.items()
        if may_edit(touchpoint=touchpoint, viewer=by) and _set(job_role, touchpoint, text, stored.get(touchpoint.pk))
    ]
    for touchpoint in changed:
        enter(touchpoint, by, "touchpoint.role_placed", job_role=job_role.code)
    return len(changed)


def _set(job_role: JobRole, touchpoint: Touchpoint, text: PlaceText, stored: RolePlace | None) -> bool:
    """Write one place; whether anything became otherwise."""
    if not text.part:
        if stored is not None:
            stored.delete()
        return stored is not None
    note = {code: words.strip() for code, words in text.note.items() if words.strip()}
    if stored is None:
        RolePlace.objects.create(
            organisation=touchpoint.organisation, job_role=job_role, touchpoint=touchpoint, part=RolePart(text.part),
            note=note,
        )  # fmt: skip
        return True
    if (stored.part, stored.note) == (text.part, note):
        return False
    stored.part, stored.note = RolePart(text.part), note
    stored.save(update_fields=["part", "note"])
    return True

"""Versions of the desired experience at a touchpoint: drafted, approved, replaced by the next."""

from datetime import datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Pillar
from lib.local_text import LocalText
from touchpoints.models import Control, Design, Touchpoint, VersionState
from touchpoints.services.rights import NotYours, refuse_strangers
from touchpoints.services.versions import enter, next_number, replace_approved, tell_when_complete


class NothingToApprove(ValueError):
    """The version is not a draft, or says nothing about the desired experience."""


@transaction.atomic
def draft_design(
    *,
    touchpoint: Touchpoint,
    today: LocalText,
    desired: LocalText,
    by: Viewer,
    pillar: Pillar | None = None,
    why: str = "",
) -> Design:
    """Write the draft of the next version; there is one draft at a time, written again until approved.

    :raises NotYours: an owner may write at their own touchpoints only
    """
    refuse_strangers(touchpoint=touchpoint, viewer=by)
    design = Design.objects.filter(touchpoint=touchpoint, state=VersionState.DRAFT).first() or Design(
        organisation=touchpoint.organisation,
        touchpoint=touchpoint,
        number=next_number(Design, touchpoint),
    )
    design.today, design.desired, design.pillar = dict(today), dict(desired), pillar
    design.why, design.written_by = why.strip(), by.actor
    design.save()
    enter(design, by, "design.drafted")
    return design


@transaction.atomic
def approve_design(*, design: Design, by: Viewer, at: datetime) -> None:
    """Approve a draft; the version before is replaced and stays readable.

    :raises NotYours: only the committee and the sponsor approve
    :raises NothingToApprove: it is no draft, or empty
    """
    if not by.can(Can.APPROVE_SCRIPT):
        raise NotYours
    if design.state != VersionState.DRAFT or not any(design.desired.values()):
        raise NothingToApprove
    replace_approved(design, by=by, at=at)
    enter(design, by, "design.approved")
    # Wanted at each touchpoint in the company's hands or influence.
    wanted = Touchpoint.objects.filter(archived_at=None).exclude(control=Control.EXTERNAL)
    tell_when_complete(design, wanted, code="desired-experiences", counted_as="touchpoints", by=by, day=at.date())

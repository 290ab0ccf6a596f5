"""Versions of the desired experience at a touchpoint: drafted, approved, replaced by the next."""

from datetime import date, datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Pillar
from lib.local_text import LocalText
from operations.services import record_trail
from programs.models import StageKind
from programs.services import deliver
from touchpoints.models import Control, Design, Touchpoint, VersionState
from touchpoints.services.rights import NotYours, refuse_strangers


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
        organisation=touchpoint.organisation, touchpoint=touchpoint, number=_next_number(touchpoint)
    )
    design.today, design.desired, design.pillar = dict(today), dict(desired), pillar
    design.why, design.written_by = why.strip(), by.actor
    design.save()
    _trail(design, by, "design.drafted")
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
    Design.objects.filter(touchpoint=design.touchpoint, state=VersionState.APPROVED).update(state=VersionState.RETIRED)
    design.state, design.approved_by, design.approved_at = VersionState.APPROVED, by.actor, at
    design.save(update_fields=["state", "approved_by", "approved_at"])
    _trail(design, by, "design.approved")
    _tell_programme(design, by, at.date())


def _tell_programme(design: Design, by: Viewer, day: date) -> None:
    """Once each touchpoint in the company's hands or influence has an approved design, the stage is told."""
    wanted = Touchpoint.objects.filter(archived_at=None).exclude(control=Control.EXTERNAL)
    designed = Design.objects.filter(state=VersionState.APPROVED, touchpoint__in=wanted).values("touchpoint")
    if wanted.exclude(pk__in=designed).exists():
        return
    deliver(
        organisation=design.organisation,
        stage_kind=StageKind.DESIGN,
        code="desired-experiences",
        evidence={"touchpoints": wanted.count(), "address": f"/o/{design.organisation.slug}/touchpoints/"},
        actor=by.actor,
        day=day,
    )


def _next_number(touchpoint: Touchpoint) -> int:
    last = Design.objects.filter(touchpoint=touchpoint).order_by("-number").first()
    return last.number + 1 if last else 1


def _trail(design: Design, by: Viewer, action: str) -> None:
    record_trail(
        organisation=design.organisation,
        actor=by.actor,
        actor_name=by.name,
        action=action,
        target=design.touchpoint,
        details={"version": design.number},
    )

"""Versions of the desired experience at a touchpoint: drafted, approved, replaced by the next."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.roles import Can
from accounts.viewer import Viewer
from brandpromise.models import Pillar
from lib.local_text import LocalText
from operations.models import StoredFile
from programs.models import Segment
from touchpoints.models import (
    Control,
    Design,
    DesignLevel,
    DesignSource,
    Emotion,
    ExperienceLevel,
    Touchpoint,
    VersionState,
)
from touchpoints.services.rights import NotYours, refuse_strangers
from touchpoints.services.standards import StandardText, write_standards
from touchpoints.services.versions import enter, next_number, replace_approved, saved_once_more, tell_when_complete

EVIDENCE = "design.evidence"  # the kind under which attached files are kept


class NothingToApprove(ValueError):
    """The version is not a draft, or says nothing about the desired experience."""


@dataclass(frozen=True, slots=True)
class LevelText:
    """How far the experience shall go for a segment, and what is different for it."""

    segment: Segment
    level: int
    note: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceText:
    """What asked for the design: an address or a kept file, with what it shows."""

    title: str
    address: str = ""
    file: StoredFile | None = None


@transaction.atomic
def draft_design(
    *,
    touchpoint: Touchpoint,
    today: LocalText,
    desired: LocalText,
    by: Viewer,
    pillar: Pillar | None = None,
    why: str = "",
    emotions: Sequence[str] = (),
    levels: Sequence[LevelText] = (),
    standards: Sequence[StandardText] = (),
    sources: Sequence[SourceText] = (),
    revision: int | None = None,
) -> Design:
    """Write the draft of the next version; there is one draft at a time, written again until approved.

    :param revision: of the draft that the writer saw, 0 for none; without it whatever stands there is written over
    :raises NotYours: an owner may write at their own touchpoints only
    :raises WrittenMeanwhile: somebody else saved the draft since
    :raises StandardRefused: a code is another touchpoint's, or the standard is measured otherwise
    """
    refuse_strangers(touchpoint=touchpoint, viewer=by)
    design = _in_the_making(touchpoint)
    saved_once_more(design, seen=revision)
    design.today, design.desired, design.pillar = dict(today), dict(desired), pillar
    design.emotions = [str(Emotion(code)) for code in emotions]
    design.why, design.written_by = why.strip(), by.actor
    design.save()
    _write_levels(design, levels)
    _write_sources(design, sources)
    write_standards(design, standards)
    enter(design, by, "design.drafted")
    return design


def _in_the_making(touchpoint: Touchpoint) -> Design:
    drafts = Design.objects.select_for_update(of=("self",)).filter(touchpoint=touchpoint, state=VersionState.DRAFT)
    return drafts.first() or Design(
        organisation=touchpoint.organisation, touchpoint=touchpoint, number=next_number(Design, touchpoint)
    )


def _write_levels(design: Design, levels: Sequence[LevelText]) -> None:
    design.levels.all().delete()
    for text in levels:
        DesignLevel.objects.create(
            organisation=design.organisation,
            design=design,
            segment=text.segment,
            level=ExperienceLevel(text.level),
            note=dict(text.note),
        )


def _write_sources(design: Design, sources: Sequence[SourceText]) -> None:
    design.sources.all().delete()
    for position, text in enumerate(sources, start=1):
        DesignSource.objects.create(
            organisation=design.organisation,
            design=design,
            title=text.title.strip(),
            address=text.address.strip(),
            file=text.file,
            position=position,
        )


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

"""Opening an engagement and keeping its vision, goals and listed consultants."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import Membership
from lib.local_text import LocalText
from operations.services import record_trail
from organisations.models import Organisation
from programs.models import Engagement, EngagementMember
from programs.services.cycles import open_first_cycle


class SlugTaken(ValueError):
    """The organisation has another engagement at this address."""


@transaction.atomic
def open_engagement(
    *,
    organisation: Organisation,
    slug: str,
    name: LocalText,
    first_day: date,
    actor: str,
    vision: LocalText | None = None,
    goals: LocalText | None = None,
) -> Engagement:
    """An engagement from the standard template: its first cycle, six stages with dates, their deliverables.

    The audit is open at once; the other stages wait for their turn.

    :raises SlugTaken: the address is in use
    """
    try:
        with transaction.atomic():
            engagement = Engagement.objects.create(
                organisation=organisation,
                slug=slug,
                name=dict(name),
                vision=dict(vision or {}),
                goals=dict(goals or {}),
                started_on=first_day,
            )
    except IntegrityError as error:
        raise SlugTaken(slug) from error
    open_first_cycle(engagement=engagement, day=first_day)
    record_trail(organisation=organisation, actor=actor, action="engagement.opened", target=engagement)
    return engagement


@transaction.atomic
def edit_vision(*, engagement: Engagement, name: LocalText, vision: LocalText, goals: LocalText, actor: str) -> None:
    """Write the engagement's name, vision of the experience and goals."""
    engagement.name, engagement.vision, engagement.goals = dict(name), dict(vision), dict(goals)
    engagement.save(update_fields=["name", "vision", "goals"])
    record_trail(
        organisation=engagement.organisation, actor=actor, action="engagement.vision_edited", target=engagement
    )


@transaction.atomic
def archive_engagement(*, engagement: Engagement, actor: str, at: datetime) -> None:
    """Put an engagement away; nothing is deleted."""
    engagement.archived_at = at
    engagement.save(update_fields=["archived_at"])
    record_trail(organisation=engagement.organisation, actor=actor, action="engagement.archived", target=engagement)


@transaction.atomic
def list_member(*, engagement: Engagement, membership: Membership, actor: str) -> None:
    """List a consultant on the engagement. Once anybody is listed, other consultants no longer see it."""
    _listed, is_new = EngagementMember.objects.get_or_create(
        organisation=engagement.organisation, engagement=engagement, membership=membership
    )
    if is_new:
        _trail_listing(engagement, membership, actor, "engagement.member_listed")


@transaction.atomic
def unlist_member(*, engagement: Engagement, membership: Membership, actor: str) -> None:
    """Take a consultant off the engagement."""
    removed, _kinds = EngagementMember.objects.filter(engagement=engagement, membership=membership).delete()
    if removed:
        _trail_listing(engagement, membership, actor, "engagement.member_unlisted")


def _trail_listing(engagement: Engagement, membership: Membership, actor: str, action: str) -> None:
    details = {"membership": str(membership.public_id)}
    record_trail(organisation=engagement.organisation, actor=actor, action=action, target=engagement, details=details)

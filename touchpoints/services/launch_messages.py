"""What customers are told at a launch: the messages of its campaign."""

from datetime import date

from django.db import transaction

from accounts.viewer import Viewer
from brandpromise.models import Pillar
from lib.both_texts import take_revision
from lib.local_text import LocalText
from organisations.models import Channel
from programs.models import Cycle, Segment
from touchpoints.models import LaunchMessage
from touchpoints.services.launches import enter_launch, open_plan


@transaction.atomic
def save_message(
    *,
    cycle: Cycle,
    by: Viewer,
    text: LocalText,
    pillar: Pillar | None = None,
    segment: Segment | None = None,
    channel: Channel | None = None,
    day: date | None = None,
    message: LaunchMessage | None = None,
    opened: int | None = None,
) -> LaunchMessage:
    """Write what customers are told.

    :raises NotYours, LaunchPassed: as for `draft_launch`
    :raises ChangedMeanwhile: somebody saved it since it was opened
    """
    plan = open_plan(cycle, by)
    found = message or LaunchMessage(plan=plan, organisation=plan.organisation)
    if found.pk and opened is not None:
        take_revision(LaunchMessage.objects.filter(pk=found.pk), opened)
        found.revision = opened + 1
    found.text, found.pillar, found.segment, found.channel, found.day = dict(text), pillar, segment, channel, day
    found.save()
    enter_launch(plan, by, "launch.message_saved")
    return found


@transaction.atomic
def remove_message(*, message: LaunchMessage, by: Viewer) -> None:
    """Take a message out of the campaign. :raises NotYours, LaunchPassed: as for `draft_launch`"""
    plan = open_plan(message.plan.cycle, by)
    message.delete()
    enter_launch(plan, by, "launch.message_removed")

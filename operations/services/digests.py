"""Notices of a day in one mail, for who wants to hear of a kind so: in the morning, in their language."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from lib.local_text import local
from operations.models import NoticeChannel, NoticePreference, Notification
from operations.notice_kinds import Addressee, addressee_of
from operations.services.jobs import enqueue
from operations.services.mail import send_mail
from operations.services.trail import SYSTEM
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

SEND = "operations.daily_notices"
MORNING = time(7)
# Who chooses the daily mail today is not told what happened long ago.
LOOKS_BACK = timedelta(days=7)


def plan_digests(now: datetime) -> None:
    """Write a job for every organisation in which it is past seven and somebody is to be told of something."""
    for organisation in Organisation.objects.all():
        if morning(organisation, now) <= now:
            with organisation_scope(organisation):
                if next_recipient(organisation=organisation, now=now):
                    enqueue(organisation=organisation, kind=SEND, payload={}, actor=SYSTEM, unique_key="daily")


def morning(organisation: Organisation, now: datetime) -> datetime:
    """Seven o'clock of the organisation's day."""
    zone = ZoneInfo(organisation.time_zone)
    return datetime.combine(now.astimezone(zone).date(), MORNING, tzinfo=zone)


def next_recipient(*, organisation: Organisation, now: datetime) -> uuid.UUID | None:
    """Somebody who waits for the mail of the morning, or nobody."""
    for person, kinds in _wishes().items():
        if _waiting(person, kinds, morning(organisation, now)).exists():
            return person
    return None


def send_digest(*, organisation: Organisation, recipient: uuid.UUID, now: datetime) -> int:
    """Put one member's mail into the outbox; returns how many notices it tells of."""
    notices = list(_waiting(recipient, _wishes()[recipient], morning(organisation, now)).order_by("pk"))
    found = addressee_of(str(recipient))
    if notices and found:
        _mail(organisation, found, notices)
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return len(notices)


def _wishes() -> dict[uuid.UUID, list[str]]:
    """Who wants which kinds once a day."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    chosen = NoticePreference.objects.filter(channel=NoticeChannel.DAILY).order_by("pk")
    for person, kind in chosen.values_list("recipient", "kind"):
        found[person].append(kind)
    return found


def _waiting(person: uuid.UUID, kinds: Sequence[str], until: datetime) -> QuerySet[Notification]:
    """What happened before the morning, and was neither read nor told by mail."""
    return Notification.objects.filter(
        recipient=person, kind__in=kinds, mailed_at=None, read_at=None,
        created_at__lt=until, created_at__gte=until - LOOKS_BACK,
    )  # fmt: skip


def _mail(organisation: Organisation, to: Addressee, notices: Sequence[Notification]) -> None:
    lines = [f"{local(notice.text, to.language)}{_link(notice.address)}" for notice in notices]
    with override(to.language):
        subject = _("What happened: %(organisation)s") % {"organisation": organisation.name}
    send_mail(
        organisation=organisation,
        to=to.email,
        subject=subject,
        text="\n\n".join(lines) + "\n",
        kind="notices.daily",
        language=to.language,
    )


def _link(address: str) -> str:
    return f"\n{settings.ADDRESS}{address}" if address.startswith("/") else ""

"""Several notices in one mail, in the reader's language: those of a day, in the morning, for who wants to hear of a
kind so; and those whose mail waited for the end of the reader's quiet hours."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from lib.local_text import local
from operations.models import NoticeChannel, NoticePreference, Notification
from operations.notice_kinds import Addressee, addressee_of
from operations.services.jobs import enqueue
from operations.services.mail import send_mail
from operations.services.quiet_hours import quiet_until
from operations.services.trail import SYSTEM
from organisations.models import Organisation
from organisations.tenancy import organisation_scope

SEND = "operations.daily_notices"
MORNING = time(7)
# Who chooses the daily mail today is not told what happened long ago.
LOOKS_BACK = timedelta(days=7)


def plan_digests(now: datetime) -> None:
    """Write a job for every organisation in which somebody is to be told of something by now."""
    for organisation in Organisation.objects.all():
        with organisation_scope(organisation):
            if next_recipient(organisation=organisation, now=now):
                enqueue(organisation=organisation, kind=SEND, payload={}, actor=SYSTEM, unique_key="daily")


def morning(organisation: Organisation, now: datetime) -> datetime:
    """When the organisation's clocks last struck seven in the morning."""
    here = now.astimezone(ZoneInfo(organisation.time_zone))
    day = here.date() - timedelta(days=1 if here.time() < MORNING else 0)
    return datetime.combine(day, MORNING, tzinfo=here.tzinfo)


def next_recipient(*, organisation: Organisation, now: datetime) -> uuid.UUID | None:
    """Somebody who is to be told by mail now, or nobody; who has quiet hours is not."""
    wishes, began = _wishes(now), morning(organisation, now)
    quiet = quiet_until(wishes, now=now)
    for person, kinds in wishes.items():
        if person not in quiet and _waiting(person, kinds, began, now).exists():
            return person
    return None


def send_digest(*, organisation: Organisation, recipient: uuid.UUID, now: datetime) -> int:
    """Put one member's mail into the outbox; returns how many notices it tells of."""
    notices = list(_waiting(recipient, _wishes(now)[recipient], morning(organisation, now), now).order_by("pk"))
    found = addressee_of(str(recipient))
    if notices and found:
        _mail(organisation, found, notices)
    Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return len(notices)


def _wishes(now: datetime) -> dict[uuid.UUID, list[str]]:
    """Who wants which kinds once a day; and, perhaps of no kind, whose quiet hours held a mail back until now."""
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    chosen = NoticePreference.objects.filter(channel=NoticeChannel.DAILY).order_by("pk")
    for person, kind in chosen.values_list("recipient", "kind"):
        found[person].append(kind)
    held = _unheard().filter(mail_due_at__lte=now).order_by("pk").values_list("recipient", flat=True)
    return {**{person: [] for person in held}, **found}


def _waiting(person: uuid.UUID, kinds: Sequence[str], until: datetime, now: datetime) -> QuerySet[Notification]:
    """What happened before the morning, or in quiet hours that are over."""
    of_the_day = Q(kind__in=kinds, created_at__lt=until, created_at__gte=until - LOOKS_BACK)
    return _unheard().filter(of_the_day | Q(mail_due_at__lte=now), recipient=person)


def _unheard() -> QuerySet[Notification]:
    """What was neither read nor told by mail."""
    return Notification.objects.filter(mailed_at=None, read_at=None)


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

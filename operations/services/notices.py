"""Notices to members: in the product, and by mail for the kinds a member chose."""

import uuid
from collections.abc import Callable, Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from lib.local_text import local
from operations.models import NoticeChannel, NoticePreference, Notification
from operations.notice_kinds import addressee_of, is_urgent
from operations.services.mail import send_mail
from operations.services.quiet_hours import quiet_until
from operations.services.trail import storable
from organisations.models import Organisation


def in_every_language(make: Callable[[], str]) -> dict[str, str]:
    """A text made once in each language of the product, since nobody knows who will read it."""
    texts = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            texts[code] = str(make())
    return texts


@transaction.atomic
def notify(
    *,
    organisation: Organisation,
    user_ids: Iterable[uuid.UUID | str],
    kind: str,
    text: Mapping[str, str],
    address: str = "",
) -> list[Notification]:
    """Tell members something; who is no person (a key, the system) is passed over.

    Mail to who has quiet hours now waits for their end (see `digests`), unless the kind is urgent.

    :param user_ids: public ids of users
    :param text: in every language, see `in_every_language`
    """
    people = {person for person in map(as_uuid, user_ids) if person}
    by_mail = set(
        NoticePreference.objects.filter(recipient__in=people, kind=kind, channel=NoticeChannel.MAIL).values_list(
            "recipient", flat=True
        )
    )
    words = {code: storable(line) for code, line in text.items()}
    now = timezone.now()
    quiet = {} if is_urgent(kind) else quiet_until(by_mail, now=now)
    mailed = sorted(by_mail - quiet.keys())
    notices = [
        Notification.objects.create(
            organisation=organisation,
            recipient=person,
            kind=kind,
            text=words,
            address=address,
            mailed_at=now if person in mailed else None,
            mail_due_at=quiet.get(person),
        )
        for person in sorted(people)
    ]
    for person in mailed:
        _mail(organisation, person, kind, words, address)
    return notices


def as_uuid(actor: uuid.UUID | str) -> uuid.UUID | None:
    """An actor's public id, or nothing for the system and other names."""
    try:
        return actor if isinstance(actor, uuid.UUID) else uuid.UUID(actor)
    except ValueError:
        return None


def _mail(organisation: Organisation, person: uuid.UUID, kind: str, words: Mapping[str, str], address: str) -> None:
    found = addressee_of(str(person))
    if found is None:
        return
    text = local(words, found.language)
    link = f"\n\n{settings.ADDRESS}{address}" if address.startswith("/") else ""
    send_mail(
        organisation=organisation,
        to=found.email,
        subject=text,
        text=f"{text}{link}\n",
        kind=kind,
        language=found.language,
    )


def mark_read(*, recipient: uuid.UUID, notice_ids: Iterable[uuid.UUID] | None = None) -> int:
    """Mark a member's notices as read: the named ones, or all."""
    unread = Notification.objects.filter(recipient=recipient, read_at=None)
    if notice_ids is not None:
        unread = unread.filter(public_id__in=list(notice_ids))
    return unread.update(read_at=timezone.now())


@transaction.atomic
def choose_channels(*, organisation: Organisation, recipient: uuid.UUID, channels: Mapping[str, str]) -> None:
    """Keep how a member wants to hear of each kind."""
    for kind, channel in channels.items():
        NoticePreference.objects.update_or_create(
            organisation=organisation, recipient=recipient, kind=kind, defaults={"channel": NoticeChannel(channel)}
        )
